import { readCell, STATION_ROW } from '../cell.ts'
import type { StateReader } from '../state/view.ts'
import { inService, readStation } from '../station.ts'

/**
 * The first instant of which a cell, or a station as a whole, has rows [epoch ms]: in service by registry, or its first evidence.
 * undefined: there is neither.
 */
export function firstExpected(view: StateReader, stationId: string, cell: string): number | undefined {
  const station = readStation(view, stationId)
  const { firstMs } = readCell(view, stationId, cell)
  const instants =
    cell === STATION_ROW
      ? station.cells.map((each) => firstExpected(view, stationId, each))
      : [inService(station, cell, firstMs)[0]?.[0]]
  let first = firstMs
  for (const at of instants) if (at !== undefined && (first === undefined || at < first)) first = at
  return first
}
