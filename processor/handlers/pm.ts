import { entryLevel, type Level, LONGEST_HORIZON_MS, type PmMessage } from '../../contract/mod.ts'
import type { Offset } from '../../log/mod.ts'
import { type AwayHull, type CellStateRecord, readCell, STATION_ROW, tagsAt } from '../cell.ts'
import { readClock } from '../clock.ts'
import { countOfPeriod, indexReport, MOST_OF_PERIOD, type ToldInReport } from '../identity/report-index.ts'
import { changeLedger } from '../ledger.ts'
import type { EnteringFact } from '../rows/amend.ts'
import type { Amendments } from '../rows/amendments.ts'
import { enterFacts } from '../rows/enter-facts.ts'
import { type Fact, partsOf, rankOf, takeParts } from '../rows/fact.ts'
import type { Refusal } from '../rows/refusal.ts'
import { cellKey } from '../state/keys.ts'
import type { Draft } from '../state/view.ts'
import { knowSubs, subCell } from '../sub-cell.ts'
import { readTagSet } from '../tag-sets.ts'
import { awayTimeOf, type Told, whyNotAwayTime } from '../timeline/away-time.ts'
import { mayMatter } from '../timeline/counters.ts'
import { addCover, type Covered } from '../timeline/evidence.ts'
import { reclassify, reclassifyAll } from '../timeline/reclassify.ts'
import { takeTotals } from '../totals/take-totals.ts'
import { knowCell, knowStationRow } from './cells.ts'
import { proveLife } from './life.ts'
import { noteRefusals } from './quarantine.ts'
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
  let told: Record<string, Told> | undefined
  const covered: Covered[] = []
  for (const report of message.cells) {
    const { cell } = report
    const record = knowCell(amend, station, cell, start, partition)
    const refused = whyNotAwayTime(report.values, message.gpS)
    // of a report of totals they are told with those
    if (refused !== undefined && !message.hasTotals) {
      noteRefusals(amend, { station, cell, startMs: start, endMs: message.endMs }, [refused])
    }
    const away = awayTimeOf(report, refused)
    if (away !== undefined) {
      told ??= {}
      told[cell] = away
      if (noteAway(draft, station, cell, record, message, level, away)) {
        reclassify(amend, station, cell, start, message.endMs)
      }
    }
    // who says what cannot be has not shown that the cell was up
    covered.push([cell, report.suspect || away === null])
  }
  const news = addCover(draft, station, covered, start, message.endMs)
  reclassifyAll(amend, station, news, start, message.endMs)
  // beyond every horizon: kept in the log and counted, in no figure
  const isLate = message.endMs + LONGEST_HORIZON_MS < readClock(draft).realmMs
  if (message.hasTotals && !isLate) takeTotals(amend, station, message, partition)
  const before = countOfPeriod(draft, station, message)
  const isLeftOut = message.hasTotals || before >= MOST_OF_PERIOD
  const facts = isLeftOut ? NO_FACTS : factsOf(amend, station, message, { level, isAlone: before === 0 }, partition)
  if (!defer && !isLate) enterFacts(amend, station, lists(facts), false, message)
  proveLife(amend, station, message.id.boot, start, message.endMs)
  if (isLate) changeLedger(draft, station, { late: 1 })
  else indexReport(draft, station, { endMs: message.endMs, gpS: message.gpS, offset, told: withRank(told, message) })
  return defer ? facts : undefined
}

const lists = (facts: ReadonlyMap<string, EnteringFact>): ReadonlyMap<string, readonly EnteringFact[]> =>
  new Map([...facts].map(([cell, fact]) => [cell, [fact]]))

const NO_FACTS: ReadonlyMap<string, EnteringFact> = new Map()

function withRank(cells: Record<string, Told> | undefined, { id, rev }: PmMessage): ToldInReport | undefined {
  if (cells === undefined) return undefined
  const { boot, src, seq } = id
  return { rev, bootN: boot.n, bootEpochMs: boot.epochMs, seq, ...(src !== '0' && { src }), cells }
}

/** Keeps where a counter of unavailable time may matter; true where what it says may change the times of its period. */
function noteAway(
  draft: Draft,
  station: string,
  cell: string,
  record: CellStateRecord,
  { endMs, gpS }: PmMessage,
  level: Level,
  away: Told,
): boolean {
  const known = record.away ?? { fromMs: Number.MAX_SAFE_INTEGER, toMs: 0, gpS: 0, levels: [] }
  const start = endMs - gpS * 1000
  const isMore = away !== null && away !== 0
  const next: AwayHull = {
    fromMs: isMore ? Math.min(known.fromMs, start) : known.fromMs,
    toMs: isMore ? Math.max(known.toMs, endMs) : known.toMs,
    gpS: Math.max(known.gpS, gpS),
    levels: known.levels.includes(level) ? known.levels : [...known.levels, level],
  }
  if (
    next.fromMs !== known.fromMs ||
    next.toMs !== known.toMs ||
    next.gpS !== known.gpS ||
    next.levels !== known.levels
  ) {
    draft.put(cellKey(station, cell), { ...record, away: next })
  }
  return mayMatter(next, start, endMs)
}

/** The facts of each cell and its PLMNs, slices and 5QIs, and of the station as a whole where it told anything. */
function factsOf(
  amend: Amendments,
  station: string,
  message: PmMessage,
  { level, isAlone }: { readonly level: Level; readonly isAlone: boolean },
  partition: string,
): Map<string, EnteringFact> {
  const { draft } = amend
  const { endMs, gpS } = message
  const start = endMs - gpS * 1000
  const rank = rankOf(message)
  const facts = new Map<string, EnteringFact>()
  const enter = (cell: string, tags: string, parts: Fact['parts']): void => {
    const fact = { endMs, gpS, rank, parts, tags }
    facts.set(cell, isAlone ? { level, fact } : { level, fact, isOneOfSeveral: true })
  }
  const refusedIn = (cell: string) => (refusals: readonly Refusal[]) =>
    noteRefusals(amend, { station, cell, startMs: start, endMs }, refusals)
  for (const report of message.cells) {
    const tags = tagsAt(readCell(draft, station, report.cell).periods, start)
    const onRefused = refusedIn(report.cell)
    const { parts, members } = takeParts(report, message, { nrb: readTagSet(draft, tags).nrb, onRefused })
    enter(report.cell, tags, parts)
    if (members.length === 0) continue
    const known = knowSubs(
      draft,
      station,
      report.cell,
      members.map(([sub]) => sub),
    )
    for (const [sub, own] of members) if (known.includes(sub)) enter(subCell(report.cell, sub), tags, own)
  }
  const whole = stationReport(message)
  if (whole !== undefined) {
    knowStationRow(draft, station, start, partition)
    const tags = tagsAt(readCell(draft, station, STATION_ROW).periods, start)
    enter(STATION_ROW, tags, partsOf(whole, message, { object: 'station', onRefused: refusedIn(STATION_ROW) }))
  }
  return facts
}
