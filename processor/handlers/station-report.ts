import { KPIS, measurementsOf, type PmMessage, type ReportedValues, type Values } from '../../contract/mod.ts'

/** Measurements of cells that figures of a whole station are made of, beside those that the station tells itself. */
const FROM_CELLS: ReadonlySet<string> = new Set(
  KPIS.filter((kpi) => kpi.object === 'station').flatMap((kpi) =>
    kpi.stages.flatMap(({ variants }) => variants.flatMap(({ takes }) => Object.values(takes).flatMap(measurementsOf))),
  ),
)

/**
 * What a report says of its station as a whole: the station's own values, and of what its cells tell the sum over all of them,
 * where each has told it. So energy per bit counts both over the same periods. Undefined where the station itself told nothing.
 */
export function stationReport({ station, cells }: Pick<PmMessage, 'station' | 'cells'>): ReportedValues | undefined {
  if (station === undefined || station.values.size === 0) return undefined
  const values = new Map(station.values)
  for (const [name, total] of sumsOverCells(
    cells.map((cell) => cell.values),
    values,
  )) {
    values.set(name, total)
  }
  const doubtful = new Set([station, ...cells].flatMap((each) => [...(each.doubtful ?? [])]))
  return { values, suspect: isStationSuspect({ station, cells }), ...(doubtful.size > 0 && { doubtful }) }
}

/** A report that is suspect for a cell is so for the station as a whole. */
export function isStationSuspect({ station, cells }: Pick<PmMessage, 'station' | 'cells'>): boolean {
  return station?.suspect === true || cells.some((cell) => cell.suspect)
}

/** Of measurements that figures of a whole station are made of, the sum over its cells; those that it tells itself are left out. */
export function sumsOverCells(cells: readonly Values[], besides: Values): [name: string, total: number][] {
  return [...FROM_CELLS].flatMap((name): [string, number][] => {
    const total = besides.has(name) ? undefined : sumOverCells(cells, name)
    return total === undefined ? [] : [[name, total]]
  })
}

function sumOverCells(cells: readonly Values[], name: string): number | undefined {
  if (cells.length === 0) return undefined
  let total = 0
  for (const values of cells) {
    const value = values.get(name)
    // less than nothing is impossible, and must not hide in the sum
    if (value === undefined || value < 0) return undefined
    total += value
  }
  return total
}
