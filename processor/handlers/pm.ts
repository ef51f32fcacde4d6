import { entryLevel, LONGEST_HORIZON_MS, type PmMessage } from '../../contract/mod.ts'
import type { Offset } from '../../log/mod.ts'
import { readCell, tagsAt } from '../cell.ts'
import { readClock } from '../clock.ts'
import { indexReport } from '../identity/report-index.ts'
import { changeLedger } from '../ledger.ts'
import { applyFacts, type EnteringFact } from '../rows/amend.ts'
import type { Amendments } from '../rows/amendments.ts'
import { partsOf, rankOf } from '../rows/fact.ts'
import { addCover } from '../timeline/evidence.ts'
import { reclassify } from '../timeline/reclassify.ts'
import { knowCell } from './cells.ts'
import { proveLife } from './life.ts'

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
  // beyond every horizon: kept in the log and counted, in no figure
  const isLate = message.endMs + LONGEST_HORIZON_MS < readClock(draft).realmMs
  const facts = new Map<string, EnteringFact>()
  const rank = rankOf(message, offset)
  for (const report of message.cells) {
    knowCell(amend, station, report.cell, start, partition)
    const { periods } = readCell(draft, station, report.cell)
    const tags = tagsAt(periods, start)
    const parts = partsOf(report, message)
    const entering = { level, fact: { endMs: message.endMs, gpS: message.gpS, rank, parts, tags } }
    if (defer) facts.set(report.cell, entering)
    else if (!isLate) applyFacts(amend, station, report.cell, [entering], false)
    if (addCover(draft, station, report.cell, start, message.endMs, report.suspect)) {
      reclassify(amend, station, report.cell, start, message.endMs)
    }
  }
  proveLife(amend, station, message.id.boot, start, message.endMs)
  if (isLate) changeLedger(draft, station, { late: 1 })
  else indexReport(draft, station, { endMs: message.endMs, gpS: message.gpS, offset })
  return defer ? facts : undefined
}
