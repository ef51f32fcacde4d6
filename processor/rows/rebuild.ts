import { entryLevel, LEVEL_MS, LEVELS, type Level, LIMITS, windowStart } from '../../contract/mod.ts'
import { readCell, tagsAt } from '../cell.ts'
import { readClock } from '../clock.ts'
import { byPeriod, type IndexedReport, reportsIn } from '../identity/report-index.ts'
import { addOutage, outagesNear } from '../outages.ts'
import { settledOf } from '../progress.ts'
import type { Draft, StateReader } from '../state/view.ts'
import { probedAlone, readStation } from '../station.ts'
import { cellOfSub, isSubCell } from '../sub-cell.ts'
import { factOfSamples } from '../test-samples.ts'
import { Counters } from '../timeline/counters.ts'
import { addSegment, sumByTags, TimesByTags } from '../timeline/time-vector.ts'
import { Timelines } from '../timeline/timelines.ts'
import { totalFactsIn } from '../totals/total-facts-in.ts'
import { type ByTags, noTags } from './by-tags.ts'
import type { Fact } from './fact.ts'
import { factOfReport } from './fact-of-report.ts'
import { factsTogether, ranked } from './facts-together.ts'
import { withFiner } from './finer-rows.ts'
import { believedIncrements, readReports } from './read-reports.ts'
import { EMPTY_ROW, type Row, withFact, withOwn, withTimes } from './row.ts'
import type { Times } from './times.ts'

/** Where the finer windows come from; the state, or this again. */
export interface RowSource {
  readonly draft: Draft
  row(level: Level, t: number, station: string, cell: string): Row
}

/**
 * A row's facts and sums made again from what is kept: its facts from the log by the index of reports, and its finer windows. For
 * a row that the state has let go; its times are amended no more, and left out.
 * @throws {EntriesNeeded} where log entries must be fetched first.
 */
export function rebuildSums(source: RowSource, level: Level, t: number, station: string, cell: string): Row {
  const end = t + LEVEL_MS[level]
  if (level === '10s') {
    const tags = tagsAt(readCell(source.draft, station, cell).periods, t)
    const tests = factOfSamples(source.draft, station, cell, t, tags)
    if (tests !== undefined) return withOwn(EMPTY_ROW, [tests], tests.gpS)
  }
  const reports = reportsOfCell(source.draft, station, cell, t, end)
  const totals = totalFactsIn(source.draft, station, cell, level, t)
  let row: Row = EMPTY_ROW
  // samples enter at 10 s
  let isFinerThere = totals.areThere || readStation(source.draft, station).probed?.[cell] !== undefined
  if (reports.length === 0 && !isFinerThere) return EMPTY_ROW
  const here = reports.filter((report) => {
    const start = report.endMs - report.gpS * 1000
    const entry = entryLevel(start, report.endMs)
    if (entry !== undefined && LEVELS.indexOf(entry) < LEVELS.indexOf(level)) isFinerThere = true
    return entry === level && windowStart(level, start) === t
  })
  const facts = factsOf(source, here, station, cell).map((fact) => ({ fact, gpS: fact.gpS }))
  for (const { fact, gpS } of [...facts, ...totals.facts]) {
    const own = withFact(row.own, fact)
    if (own !== undefined) row = withOwn(row, own, gpS)
  }
  return isFinerThere ? withFiner(source, { level, station, cell }, t, row) : row
}

/**
 * Reports whose period starts in [fromMs, toMs). Nobody has told of a cell before its first evidence, nor further behind the realm
 * clock than a report may lie in the future: there a day is not looked through in vain.
 */
function reportsOfCell(
  view: StateReader,
  station: string,
  cell: string,
  fromMs: number,
  toMs: number,
): IndexedReport[] {
  const { firstMs } = readCell(view, station, cellOfSub(cell))
  if (firstMs === undefined) return []
  return reportsIn(view, station, Math.max(fromMs, firstMs), Math.min(toMs, readClock(view).realmMs + LIMITS.futureMs))
}

/** A row that is still amended, made again whole: sums and times, of which a PLMN, slice or 5QI, or what a probe measured, has none. */
export function rebuildRow(source: RowSource, level: Level, t: number, station: string, cell: string): Row {
  if (isSubCell(cell) || probedAlone(readStation(source.draft, station)).includes(cell)) {
    return rebuildSums(source, level, t, station, cell)
  }
  return withTimes(rebuildSums(source, level, t, station, cell), timesIn(source.draft, level, t, station, cell))
}

/** The five times of a window, and its outages, made again from the evidence. */
export function timesIn(view: StateReader, level: Level, fromMs: number, station: string, cell: string): ByTags<Times> {
  const end = Math.min(fromMs + LEVEL_MS[level], settledOf(view, station))
  if (end <= fromMs) return noTags()
  const times = new TimesByTags()
  const timeline = new Timelines(view, station).of(cell)
  for (const segment of timeline(fromMs, end)) addSegment(times, segment, fromMs, end)
  const { periods } = readCell(view, station, cell)
  for (const outage of outagesNear(view, station, cell, fromMs, end)) {
    if (outage.fromMs >= fromMs && outage.fromMs < end) addOutage(times.of(tagsAt(periods, outage.fromMs)), outage, 1)
  }
  return sumByTags(times.take(), new Counters(view, station, cell, timeline).changeOf(level, fromMs))
}

function factsOf(source: RowSource, reports: readonly IndexedReport[], station: string, cell: string): Fact[] {
  const { draft } = source
  const counting = byPeriod(reports).flat()
  const messages = believedIncrements(readReports(draft, station, counting))
  return byPeriod(messages).flatMap((ofPeriod) => {
    const [only] = ofPeriod
    if (only !== undefined && ofPeriod.length === 1) return factOfReport(draft, station, cell, only) ?? []
    const facts = factsTogether(draft, station, cellOfSub(cell), ranked(ofPeriod)).get(cell) ?? []
    return facts.map(({ fact }) => fact)
  })
}
