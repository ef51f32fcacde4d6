import { entryLevel, type Level, LONGEST_HORIZON_MS, type PmMessage } from '../../contract/mod.ts'
import type { Offset } from '../../log/mod.ts'
import { readCell, STATION_ROW, tagsAt } from '../cell.ts'
import { readClock } from '../clock.ts'
import { indexReport } from '../identity/report-index.ts'
import { changeLedger } from '../ledger.ts'
import { applyFacts, type EnteringFact } from '../rows/amend.ts'
import type { Amendments } from '../rows/amendments.ts'
import { type Fact, partsOf, rankOf } from '../rows/fact.ts'
import { readTagSet } from '../tag-sets.ts'
import { addCover } from '../timeline/evidence.ts'
import { reclassify } from '../timeline/reclassify.ts'
import { knowCell, knowStationRow } from './cells.ts'
import { proveLife } from './life.ts'
import { stationReport } from './station-report.ts'

/**
 * One report: its facts into the rows, its period into what is known of each cell. `defer`: the facts are handed back instead,
 * by cell, to be entered with others.
 */
export function handlePm(
  amend: Amendments,
  station: string,
  message: PmMessage,
  offset: Offset,
  partition: string,
  defer: boolean,
): ReadonlyMap<string, EnteringFact> | undefined {
  const { draft } = amend
  const start = message.endMs - message.gpS * 1000
  const level = entryLevel(start, message.endMs)
  if (level === undefined) throw new Error('a period that straddles days is refused when it is decoded')
  for (const { cell, suspect } of message.cells) {
    knowCell(amend, station, cell, start, partition)
    if (addCover(draft, station, cell, start, message.endMs, suspect)) {
      reclassify(amend, station, cell, start, message.endMs)
    }
  }
  const facts = factsOf(amend, station, message, offset, level, partition)
  // beyond every horizon: kept in the log and counted, in no figure
  const isLate = message.endMs + LONGEST_HORIZON_MS < readClock(draft).realmMs
  if (!defer && !isLate) for (const [cell, fact] of facts) applyFacts(amend, station, cell, [fact], false)
  proveLife(amend, station, message.id.boot, start, message.endMs)
  if (isLate) changeLedger(draft, station, { late: 1 })
  else indexReport(draft, station, { endMs: message.endMs, gpS: message.gpS, offset })
  return defer ? facts : undefined
}

/** The facts of each cell, and of the station as a whole where it told anything. */
function factsOf(
  amend: Amendments,
  station: string,
  message: PmMessage,
  offset: Offset,
  level: Level,
  partition: string,
): Map<string, EnteringFact> {
  const { draft } = amend
  const { endMs, gpS } = message
  const start = endMs - gpS * 1000
  const rank = rankOf(message, offset)
  const facts = new Map<string, EnteringFact>()
  const enter = (cell: string, tags: string, parts: Fact['parts']): void => {
    facts.set(cell, { level, fact: { endMs, gpS, rank, parts, tags } })
  }
  for (const report of message.cells) {
    const tags = tagsAt(readCell(draft, station, report.cell).periods, start)
    enter(report.cell, tags, partsOf(report, message, { nrb: readTagSet(draft, tags).nrb }))
  }
  const whole = stationReport(message)
  if (whole !== undefined) {
    knowStationRow(draft, station, start, partition)
    const tags = tagsAt(readCell(draft, station, STATION_ROW).periods, start)
    enter(STATION_ROW, tags, partsOf(whole, message, { object: 'station' }))
  }
  return facts
}
