import { type CellStateRecord, NEW_CELL, readCell, STATION_ROW } from '../cell.ts'
import type { Amendments } from '../rows/amendments.ts'
import { cellKey, STATIONS_KEY, stationKey } from '../state/keys.ts'
import type { Draft } from '../state/view.ts'
import { readStation } from '../station.ts'
import { tagPeriodsOf } from '../tag-sets.ts'
import { floorToSecond } from '../timeline/evidence.ts'
import { firstExpected } from '../timeline/expected.ts'
import { reclassify } from '../timeline/reclassify.ts'
import { stationsOf } from '../timeline/settle.ts'

/** Makes a station known, so that its silence is noticed. */
export function knowStation(draft: Draft, station: string): void {
  if (draft.get(stationKey(station)) !== undefined) return
  draft.put(stationKey(station), readStation(draft, station))
  draft.put(STATIONS_KEY, [...stationsOf(draft), station])
}

/** Makes the rows of the station as a whole known, since `atMs`. */
export function knowStationRow(draft: Draft, stationId: string, atMs: number, partition: string): void {
  const record = readCell(draft, stationId, STATION_ROW)
  const firstMs = floorToSecond(atMs)
  if (record.firstMs !== undefined && record.firstMs <= firstMs) return
  const periods =
    record.periods.length > 0
      ? record.periods
      : tagPeriodsOf(draft, readStation(draft, stationId), STATION_ROW, partition)
  draft.put(cellKey(stationId, STATION_ROW), { ...record, firstMs, periods })
}

/**
 * Makes a cell known since `atMs`: from then on its seconds are expected, unless the registry says otherwise.
 * @returns what is known of it now
 */
export function knowCell(
  amend: Amendments,
  stationId: string,
  cell: string,
  atMs: number,
  partition: string,
): CellStateRecord {
  const { draft } = amend
  const firstMs = floorToSecond(atMs)
  let station = readStation(draft, stationId)
  if (!station.cells.includes(cell)) {
    station = { ...station, cells: [...station.cells, cell].sort() }
    draft.put(stationKey(stationId), station)
    const record = { ...NEW_CELL, firstMs, periods: tagPeriodsOf(draft, station, cell, partition) }
    draft.put(cellKey(stationId, cell), record)
    knowStationRow(draft, stationId, atMs, partition)
    // by registry it may have been in service before
    const from = firstExpected(draft, stationId, cell) ?? firstMs
    reclassify(amend, stationId, cell, from, Number.POSITIVE_INFINITY)
    return record
  }
  const known = readCell(draft, stationId, cell)
  if (known.firstMs !== undefined && known.firstMs <= firstMs) return known
  const record = { ...known, firstMs }
  draft.put(cellKey(stationId, cell), record)
  knowStationRow(draft, stationId, atMs, partition)
  reclassify(amend, stationId, cell, firstMs, known.firstMs ?? Number.POSITIVE_INFINITY)
  return record
}
