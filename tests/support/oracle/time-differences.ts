import type { Level } from '../../../contract/mod.ts'
import type { Reduction } from '../reduce.ts'
import { type Second, secondsOf } from './seconds.ts'
import { sizeOf, startOfWindow } from './windows.ts'
import { cellsOf, stationsOf, type World } from './world.ts'

/** Seconds of each kind, by field of a row, without those that are 0. */
export function counted(is: readonly Second[]): Record<string, number> {
  const counts: Record<string, number> = {}
  const add = (field: string) => {
    counts[field] = (counts[field] ?? 0) + 1
  }
  for (const second of is) {
    if (second.is === 'out') continue
    add('exp')
    add(`avail.${second.is}`)
    if (second.cause !== undefined) add(`avail.${second.is}_${second.cause}`)
    if (second.inferred) add('avail.inferred')
    if (second.is === 'down' && second.cause === 'transport') add('avail.down_external')
    if (second.overrun) add('avail.overrun')
  }
  return counts
}

/** Where the five times of a run are not those of the oracle, window by window of every cell; empty where they are. */
export function timeDifferences(
  run: Reduction,
  world: World,
  level: Level,
  notCompared: readonly string[] = [],
): string[] {
  const rows = new Map<string, Record<string, number>>()
  for (const row of run.rows()) {
    if (row.table !== 'cell_kpi' || row.level !== level) continue
    const key = `${row.tags.station}/${row.tags.cell} ${row.t}`
    const sums = rows.get(key) ?? {}
    for (const [field, value] of Object.entries(row.fields)) {
      if (value !== 0 && (field === 'exp' || field.startsWith('avail.'))) sums[field] = (sums[field] ?? 0) + value
    }
    rows.set(key, sums)
  }
  const found: string[] = []
  const sorted = (sums: Record<string, number>) =>
    JSON.stringify(
      Object.entries(sums)
        .filter(([field]) => !notCompared.includes(field))
        .sort(),
    )
  for (const station of stationsOf(world)) {
    for (const cell of cellsOf(world, station)) {
      const is = secondsOf(world, station, cell)
      const t0 = world.t0 / 1000
      for (let start = startOfWindow(level, t0); start < t0 + is.length; start += sizeOf(level)) {
        const own = is.slice(Math.max(0, start - t0), start + sizeOf(level) - t0)
        const expected = sorted(counted(own))
        const key = `${station}/${cell} ${start * 1000}`
        const real = sorted(rows.get(key) ?? {})
        rows.delete(key)
        if (expected !== real)
          found.push(`${station}/${cell} from ${start - t0} s: oracle ${expected}, product ${real}`)
      }
    }
  }
  for (const [key, sums] of rows) if (Object.keys(sums).length > 0) found.push(`${key}: only in the product`)
  return found.slice(0, 10)
}
