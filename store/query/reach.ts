import type { StationRow } from '../port.ts'
import type { KpiRequest } from './kpi-request.ts'

const TAG_OF_STATION: Readonly<Record<string, (row: StationRow) => string>> = {
  station: (row) => row.station,
  operator: (row) => row.operator,
  province: (row) => row.province,
  zone: (row) => row.zone,
  zone_type: (row) => row.zoneType,
  vendor: (row) => row.vendor,
  phase: (row) => row.phase,
}

/** Whether a station has one of the values of every tag named; tags that belong to cells are let through. */
function matchesStation(row: StationRow, where: KpiRequest['where']): boolean {
  return Object.entries(where).every(([tag, values]) => {
    const of = TAG_OF_STATION[tag]
    return of === undefined || values.includes(of(row))
  })
}

/**
 * How many stations and cells a request reaches, by what the stations are now. An estimate that decides how much to
 * fetch, never what a figure is: it takes no notice of tags that belong to cells, nor of what stations were before.
 */
export function reachOf(
  stations: readonly StationRow[],
  where: KpiRequest['where'],
): { stations: number; cells: number } {
  let reached = 0
  let cells = 0
  for (const row of stations) {
    if (!matchesStation(row, where)) continue
    reached++
    const known = Math.max(1, row.cells.length)
    cells += Math.min(known, where.cell?.length ?? known)
  }
  return { stations: reached, cells }
}
