import { entryLevel, type PmMessage } from '../../contract/mod.ts'
import type { Offset } from '../../log/mod.ts'
import { readCell, tagsAt } from '../cell.ts'
import { indexReport } from '../identity/report-index.ts'
import { changeLedger } from '../ledger.ts'
import { applyFact } from '../rows/amend.ts'
import type { Amendments } from '../rows/amendments.ts'
import { partsOf, rankOf } from '../rows/fact.ts'
import { addCover } from '../timeline/evidence.ts'
import { reclassify } from '../timeline/reclassify.ts'
import { knowCell } from './cells.ts'
import { proveLife } from './life.ts'

/** One report: its facts into the rows, its period into what is known of each cell. */
export function handlePm(
  amend: Amendments,
  station: string,
  message: PmMessage,
  offset: Offset,
  partition: string,
): void {
  const { draft } = amend
  const start = message.endMs - message.gpS * 1000
  const level = entryLevel(start, message.endMs)
  if (level === undefined) throw new Error('a period that straddles days is refused when it is decoded')
  let late = false
  for (const report of message.cells) {
    knowCell(amend, station, report.cell, start, partition)
    const { periods } = readCell(draft, station, report.cell)
    const outcome = applyFact(amend, station, report.cell, level, {
      endMs: message.endMs,
      gpS: message.gpS,
      rank: rankOf(message, offset),
      parts: partsOf(report, message),
      tags: tagsAt(periods, start),
    })
    late ||= outcome === 'late'
    if (addCover(draft, station, report.cell, start, message.endMs, report.suspect)) {
      reclassify(amend, station, report.cell, start, message.endMs)
    }
  }
  proveLife(amend, station, message.id.boot, start, message.endMs)
  if (late) changeLedger(draft, station, { late: 1 })
  else indexReport(draft, station, { endMs: message.endMs, gpS: message.gpS, offset })
}
