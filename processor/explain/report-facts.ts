import {
  entryLevel,
  LEVEL_MS,
  LEVELS,
  type Level,
  LONGEST_HORIZON_MS,
  type PmMessage,
  type ReportedValues,
  windowStart,
} from '../../contract/mod.ts'
import { STATION_ROW } from '../cell.ts'
import { readClock } from '../clock.ts'
import { isClockOff } from '../clock-trust.ts'
import { isStationSuspect, stationReport, sumsOverCells } from '../handlers/station-report.ts'
import { byPeriod, type IndexedReport, reportsIn } from '../identity/report-index.ts'
import { compareRanks } from '../rows/fact.ts'
import { factOfReport } from '../rows/fact-of-report.ts'
import type { Refusal } from '../rows/refusal.ts'
import type { StationRows } from '../rows/station-rows.ts'
import { rowsKeyIn, windowPrefix } from '../state/keys.ts'
import type { StateReader } from '../state/view.ts'
import { readStation } from '../station.ts'
import { type FoundReport, type FoundReports, type Place, rowCellOf } from './found-report.ts'
import { LogTotals } from './log-totals.ts'
import type { LoggedMessage, LoggedMessages } from './logged-messages.ts'
import { withTogether } from './told-together.ts'
import { TotalsTold } from './told-totals.ts'

/** More are not read for one explanation: a day of reports every 10 s is 8,640. */
export const MAX_REPORTS = 12_000

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
  const indexed = byPeriod([...before, ...reportsIn(view, station, t, end)]).flat()
  const totals = new TotalsTold(new LogTotals(view, messages, station, t, end + LEVEL_MS['1d']), place)
  if (indexed.length > MAX_REPORTS) return { list: [], tooMany: indexed.length, indexedFrom }
  const logged = messages.all(indexed.map(({ offset }) => offset))
  const inLog = indexed.flatMap((each, i) => {
    const known = logged[i] ?? undefined
    const found = known && foundReport(view, totals, place, each, known)
    return found === undefined ? [] : [found]
  })
  const gone = indexed.filter((_, i) => logged[i] == null)
  const joined = withTogether(view, place, inLog)
  const list = [...joined, ...gone.flatMap((each) => goneReport(view, place, each, gone, joined))]
  return { list, tooMany: 0, indexedFrom }
}

function foundReport(
  view: StateReader,
  totals: TotalsTold,
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
    const told = totals.of(message, isOff)
    return told && { ...common, ...told }
  }
  const report = toldOf(message, cell)
  if (report === undefined) return undefined
  const fact = factOfReport(view, station, rowCellOf(place), message, onRefused)
  const facts = fact === undefined ? [] : [{ fact, level }]
  const { values, suspect } = report
  return { ...common, values, suspect, facts, alone: fact, differences: undefined }
}

/** Of a station as a whole a report without its own values tells what its cells have together. */
function toldOf(message: PmMessage, cell: string): ReportedValues | undefined {
  if (cell !== STATION_ROW) return message.cells.find((each) => each.cell === cell)
  const cells = message.cells.map(({ values }) => values)
  return (
    stationReport(message) ?? { values: new Map(sumsOverCells(cells, new Map())), suspect: isStationSuspect(message) }
  )
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
