import type { StationRow } from '../../store/mod.ts'
import { ConfigError } from '../config/resolve.ts'

const TARGET = /^[A-Za-z0-9_-]{1,64}(\/[A-Za-z0-9_.-]{1,32})?$/

/** Stations and cells, each once. @throws {ConfigError} where one is neither. */
export function checkTargets(targets: readonly string[]): string[] {
  for (const target of targets) {
    if (!TARGET.test(target))
      throw new ConfigError(`expected a station (HN-0001) or a cell (HN-0001/2), got ${JSON.stringify(target)}.`)
  }
  return [...new Set(targets)]
}

/** What of the targets nobody has heard of: a slip of the keyboard would plan, or declare, nothing at all. */
export function unknownTargets(targets: readonly string[], stations: readonly StationRow[]): string[] {
  const known = new Map(stations.map((row) => [row.station, row]))
  return targets.flatMap((target) => {
    const [station = '', cell] = target.split('/')
    const row = known.get(station)
    if (row === undefined) return [`station ${station}`]
    return cell === undefined || row.cells.includes(cell)
      ? []
      : [`cell ${cell} of ${station} (known: ${row.cells.join(', ') || 'none'})`]
  })
}

/** True where some cell belongs to both. */
export function haveCommon(a: readonly string[], b: readonly string[]): boolean {
  return a.some((x) => b.some((y) => x === y || x.startsWith(`${y}/`) || y.startsWith(`${x}/`)))
}
