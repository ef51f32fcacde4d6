import {
  type ExplainedDifference,
  entryLevel,
  LEVEL_MS,
  LEVELS,
  type Level,
  LONGEST_HORIZON_MS,
  type Member,
  type PmMessage,
  subCounterOf,
  type Values,
  windowStart,
} from '../../contract/mod.ts'
import { STATION_ROW } from '../cell.ts'
import { readClock } from '../clock.ts'
import { isClockOff } from '../clock-trust.ts'
import { stationReport } from '../handlers/station-report.ts'
import { type IndexedReport, reportsIn } from '../identity/report-index.ts'
import { compareRanks } from '../rows/fact.ts'
import { factOfReport } from '../rows/fact-of-report.ts'
import type { Refusal } from '../rows/refusal.ts'
import type { StationRows } from '../rows/station-rows.ts'
import { rowsKeyIn, windowPrefix } from '../state/keys.ts'
import type { StateReader } from '../state/view.ts'
import { readStation } from '../station.ts'
import { subCell } from '../sub-cell.ts'
import { LogTotals } from './log-totals.ts'
import type { LoggedMessage, LoggedMessages } from './logged-messages.ts'
import { toldTotals } from './told-totals.ts'
import type { Entered } from './verdicts.ts'

/** More are not read for one explanation: a day of reports every 10 s is 8,640. */
export const MAX_REPORTS = 12_000

/** A cell, or (cell '') a station as a whole, in one window. */
export interface Place {
  readonly station: string
  readonly cell: string
  /** Of one PLMN, slice or 5QI of the cell. */
  readonly member?: Member
  readonly level: Level
  readonly t: number
}

/** Under what name the state has the rows of a place. */
export const rowCellOf = ({ cell, member }: Place): string =>
  member === undefined ? cell : subCell(cell, subCounterOf(member))

/** One report of the index that touches the window. */
export interface FoundReport {
  readonly indexed: IndexedReport
  /** Smallest level of which one window holds its period. */
  readonly level: Level
  /** undefined: retention has removed it. */
  readonly logged: LoggedMessage | undefined
  readonly message: PmMessage | undefined
  /** What it says of the cell; undefined: not in the log any more. */
  readonly values: Values | undefined
  readonly suspect: boolean
  /** The station's clock was off when it was made: it is in no figure. */
  readonly isClockOff: boolean
  readonly refused: readonly Refusal[]
  /**
   * Its parts, with the level at which they enter: once, or of running totals once for each point before that they are counted from.
   * Of a report that is gone from the log as far as the state still has them; undefined: nobody knows.
   */
  readonly facts: readonly Entered[] | undefined
  /** Running totals that it tells; undefined: it has none. */
  readonly differences: readonly ExplainedDifference[] | undefined
}

export interface FoundReports {
  readonly list: readonly FoundReport[]
  /** More were indexed than {@link MAX_REPORTS}; the list is empty then. */
  readonly tooMany: number
  /** Reports of periods before this instant are not indexed any more [epoch ms]. */
  readonly indexedFrom: number
}

/**
 * Reports that speak of the place: those whose period lies in the window, and longer ones that reach into it and count from a
 * coarser level on.
 * @throws {EntriesNeeded} where messages must be fetched first.
 */
export function findReports(view: StateReader, messages: LoggedMessages, place: Place): FoundReports {
  const { station, t, level } = place
  const end = t + LEVEL_MS[level]
  // as the shell lets it go
  const indexedFrom = readClock(view).realmMs - LONGEST_HORIZON_MS - 2 * LEVEL_MS['1d']
  const before = reportsIn(view, station, t - LEVEL_MS['1d'], t).filter(({ endMs }) => endMs > t)
  const indexed = [...before, ...reportsIn(view, station, t, end)]
  const totals = new LogTotals(view, messages, station, t, end + LEVEL_MS['1d'])
  if (indexed.length > MAX_REPORTS) return { list: [], tooMany: indexed.length, indexedFrom }
  const logged = messages.all(indexed.map(({ offset }) => offset))
  const inLog = indexed.flatMap((each, i) => {
    const known = logged[i] ?? undefined
    const found = known && foundReport(view, totals, place, each, known)
    return found === undefined ? [] : [found]
  })
  const gone = indexed.filter((_, i) => logged[i] == null)
  const list = [...inLog, ...gone.flatMap((each) => goneReport(view, place, each, gone, inLog))]
  return { list, tooMany: 0, indexedFrom }
}

function foundReport(
  view: StateReader,
  totals: LogTotals,
  place: Place,
  indexed: IndexedReport,
  logged: LoggedMessage,
): FoundReport | undefined {
  const { station, cell } = place
  const level = entryLevel(indexed.endMs - indexed.gpS * 1000, indexed.endMs)
  const { message } = logged
  if (level === undefined || message?.kind !== 'pm') return undefined
  const refused: Refusal[] = []
  const onRefused = (refusals: readonly Refusal[]) => void refused.push(...refusals)
  const isOff = isClockOff(readStation(view, station), message.id, message.endMs)
  const common = { indexed, level, logged, message, isClockOff: isOff, refused }
  if (message.hasTotals) {
    const told = toldTotals(totals, station, rowCellOf(place), message, onRefused)
    return told && { ...common, ...told }
  }
  const report = cell === STATION_ROW ? stationReport(message) : message.cells.find((each) => each.cell === cell)
  if (report === undefined) return undefined
  const fact = factOfReport(view, station, rowCellOf(place), message, onRefused)
  const facts = fact === undefined ? [] : [{ fact, level }]
  const { values, suspect } = report
  return { ...common, values, suspect, facts, differences: undefined }
}

/** What the state still has of a report that the log has let go; where several are of one period nobody can tell which is which. */
function goneReport(
  view: StateReader,
  place: Place,
  indexed: IndexedReport,
  gone: readonly IndexedReport[],
  inLog: readonly FoundReport[],
): FoundReport[] {
  const { endMs, gpS } = indexed
  const start = endMs - gpS * 1000
  const level = entryLevel(start, endMs)
  if (level === undefined) return []
  const isSame = (other: { readonly endMs: number; readonly gpS: number }) => other.endMs === endMs && other.gpS === gpS
  const rows = view.get<StationRows>(rowsKeyIn(windowPrefix(level, windowStart(level, start)), place.station))
  const left = (rows?.get(rowCellOf(place))?.own ?? [])
    .filter(isSame)
    .filter(
      ({ rank }) =>
        !inLog.some(({ facts }) => facts?.some(({ fact }) => isSame(fact) && compareRanks(fact.rank, rank) === 0)),
    )
  const fact = gone.filter(isSame).length === 1 ? left[0] : undefined
  const none = { message: undefined, logged: undefined, values: undefined, suspect: false, refused: [] }
  const facts = fact === undefined ? undefined : [{ fact, level }]
  return [{ ...none, indexed, level, isClockOff: false, facts, differences: undefined }]
}

/** True where a report of this entry level counts in windows of `level`, if nothing replaces it. */
export const entersBy = (entry: Level, level: Level): boolean => LEVELS.indexOf(entry) <= LEVELS.indexOf(level)
