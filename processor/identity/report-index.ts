import { REPORT_BUCKET_MS, reportsKey } from '../state/keys.ts'
import type { Draft, StateReader } from '../state/view.ts'
import type { Told } from '../timeline/away-time.ts'
import { countInBucket, NO_REPORTS, type ReportBucket, readBucket, withReport } from './report-bucket.ts'

/** What a report says of how long its cells were unavailable, with what it must be weighed by against another one of its period. */
export interface ToldInReport {
  readonly rev: number
  readonly bootN: number
  readonly bootEpochMs: number
  readonly seq: number
  /** Absent: `"0"`. */
  readonly src?: string
  readonly cells: Readonly<Record<string, Told>>
}

/** Where the log has a report of a station. Other values are not kept twice: they are read from the log again. */
export interface IndexedReport {
  readonly endMs: number
  readonly gpS: number
  readonly offset: number
  /** Absent: it says nothing of it. */
  readonly told?: ToldInReport | undefined
}

/** Every accepted report is indexed by the start of its period, superseded ones too: the better one is found by rank. */
export function indexReport(draft: Draft, station: string, report: IndexedReport): void {
  const key = reportsKey(station, report.endMs - report.gpS * 1000)
  draft.put(key, withReport(draft.get<ReportBucket>(key) ?? NO_REPORTS, report))
}

/** Reports whose period starts in [fromMs, toMs): by the stretch of their start, in order of arrival within it. */
export function reportsIn(view: StateReader, station: string, fromMs: number, toMs: number): IndexedReport[] {
  const out: IndexedReport[] = []
  for (let at = Math.floor(fromMs / REPORT_BUCKET_MS) * REPORT_BUCKET_MS; at < toMs; at += REPORT_BUCKET_MS) {
    const bucket = view.get<ReportBucket>(reportsKey(station, at))
    if (bucket !== undefined) readBucket(bucket, fromMs, toMs, out)
  }
  return out
}

/**
 * Of one period at most so many reports count, the first that came: with each its figures are made anew, for which all of them are
 * read. A station may tell each of its cells in a message of its own.
 */
export const MOST_OF_PERIOD = 256

export type Period = Pick<IndexedReport, 'endMs' | 'gpS'>

/** Reports of one period, in order of arrival. */
export function reportsOfPeriod(view: StateReader, station: string, { endMs, gpS }: Period): IndexedReport[] {
  const startMs = endMs - gpS * 1000
  const starting = reportsIn(view, station, startMs, startMs + 1)
  return starting.filter((report) => report.gpS === gpS).slice(0, MOST_OF_PERIOD)
}

/** How many reports of one period came. */
export function countOfPeriod(view: StateReader, station: string, { endMs, gpS }: Period): number {
  const bucket = view.get<ReportBucket>(reportsKey(station, endMs - gpS * 1000))
  return bucket === undefined ? 0 : countInBucket(bucket, endMs, gpS)
}

/** By their periods, of each those that count. */
export function byPeriod<T extends Period>(reports: readonly T[]): T[][] {
  const periods = new Map<string, T[]>()
  for (const report of reports) {
    const key = `${report.endMs} ${report.gpS}`
    const own = periods.get(key)
    if (own === undefined) periods.set(key, [report])
    else if (own.length < MOST_OF_PERIOD) own.push(report)
  }
  return [...periods.values()]
}
