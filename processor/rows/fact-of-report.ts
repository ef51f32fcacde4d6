import type { PmMessage } from '../../contract/mod.ts'
import { readCell, STATION_ROW, tagsAt } from '../cell.ts'
import { stationReport } from '../handlers/station-report.ts'
import type { StateReader } from '../state/view.ts'
import { cellOfSub, subOf } from '../sub-cell.ts'
import { readTagSet } from '../tag-sets.ts'
import { type Fact, rankOf, type TakeOptions, takeParts } from './fact.ts'

/** What an accepted report said of a cell, of one PLMN, slice or 5QI of it, or of its station as a whole; undefined where nothing. */
export function factOfReport(
  view: StateReader,
  station: string,
  cell: string,
  message: PmMessage,
  onRefused?: TakeOptions['onRefused'],
): Fact | undefined {
  const ofCell = cellOfSub(cell)
  const sub = subOf(cell)
  const isStation = cell === STATION_ROW
  const report = isStation ? stationReport(message) : message.cells.find((each) => each.cell === ofCell)
  if (report === undefined) return undefined
  const { endMs, gpS } = message
  const tags = tagsAt(readCell(view, station, ofCell).periods, endMs - gpS * 1000)
  const options = isStation ? ({ object: 'station' } as const) : { nrb: readTagSet(view, tags).nrb }
  const taken = takeParts(report, message, { ...options, ...(onRefused !== undefined && { onRefused }) })
  const parts = sub === undefined ? taken.parts : taken.members.find(([each]) => each === sub)?.[1]
  return parts && { endMs, gpS, rank: rankOf(message), parts, tags }
}
