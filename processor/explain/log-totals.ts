import { LEVEL_MS } from '../../contract/mod.ts'
import { type IndexedReport, reportsIn } from '../identity/report-index.ts'
import { compareRanks, rankOf } from '../rows/fact.ts'
import { REPORT_BUCKET_MS, TOTALS_BUCKET_MS, totalsKey } from '../state/keys.ts'
import { Draft, type StateReader } from '../state/view.ts'
import {
  bucketOf,
  keepTotalReport,
  linesAt,
  readTotalReport,
  type TotalReport,
  totalReportOf,
} from '../totals/total-report.ts'
import type { LoggedMessages } from './logged-messages.ts'

/** Beyond so many messages the points before are taken from the state: days of a station that reports every second. */
const MOST_READ = 24_000

/**
 * The state as it is, but for the reports with running totals of one station: those are made from the messages of the log again,
 * a quarter of an hour at a time where they are asked for. What the log has let go is as the state still has it.
 */
export class LogTotals implements StateReader {
  readonly #view: StateReader
  readonly #messages: LoggedMessages
  readonly #station: string
  readonly #made: Draft
  /** Quarters of an hour that were not looked at yet, by key. */
  readonly #open = new Map<string, number>()
  readonly #index = new Map<number, readonly IndexedReport[]>()
  readonly #offsets = new Map<TotalReport, number>()

  /** For reports that end in (fromMs, toMs]. Nobody looks back further than to the day before theirs. */
  constructor(view: StateReader, messages: LoggedMessages, station: string, fromMs: number, toMs: number) {
    this.#view = view
    this.#messages = messages
    this.#station = station
    for (let at = bucketOf(fromMs - 2 * LEVEL_MS['1d']); at <= toMs; at += TOTALS_BUCKET_MS) {
      this.#open.set(totalsKey(station, at), at)
    }
    const get = <T>(key: string) => (/^totals?\//.test(key) ? undefined : view.get<T>(key))
    this.#made = new Draft({ get, entry: () => undefined })
  }

  /** @throws {EntriesNeeded} where messages must be fetched first. */
  get<T>(key: string): T | undefined {
    const at = this.#open.get(key)
    if (at !== undefined) this.#read(at, key)
    return this.#made.get<T>(key)
  }

  /** Where the log has a report; undefined: nowhere any more. */
  offsetOf(report: TotalReport): number | undefined {
    return this.#offsets.get(report)
  }

  #read(at: number, key: string): void {
    const isTooMuch = this.#messages.size > MOST_READ
    const indexed = isTooMuch ? [] : this.#endingIn(at)
    const logged = this.#messages.all(indexed.map(({ offset }) => offset))
    this.#open.delete(key)
    for (const each of logged) {
      const message = each?.message
      if (each == null || message?.kind !== 'pm' || !message.hasTotals) continue
      const report = totalReportOf(message, rankOf(message))
      this.#offsets.set(report, each.offset)
      keepTotalReport(this.#made, this.#station, report)
    }
    if (isTooMuch || logged.includes(null)) this.#readState(at)
  }

  #readState(at: number): void {
    const made = linesAt(this.#made, this.#station, at)
    for (const line of linesAt(this.#view, this.#station, at)) {
      if (made.some(({ endMs, rank }) => endMs === line.endMs && compareRanks(rank, line.rank) === 0)) continue
      const report = readTotalReport(this.#view, this.#station, line)
      if (report !== undefined) keepTotalReport(this.#made, this.#station, report)
    }
  }

  #endingIn(at: number): IndexedReport[] {
    const end = at + TOTALS_BUCKET_MS
    const out: IndexedReport[] = []
    for (let start = at - LEVEL_MS['1d']; start < end; start += REPORT_BUCKET_MS) {
      let starting = this.#index.get(start)
      if (starting === undefined) {
        starting = reportsIn(this.#view, this.#station, start, start + REPORT_BUCKET_MS)
        this.#index.set(start, starting)
      }
      out.push(...starting.filter(({ endMs }) => endMs >= at && endMs < end))
    }
    return out
  }
}
