import { REPORT_BUCKET_MS, reportsKey } from '../state/keys.ts'
import type { Draft, StateReader } from '../state/view.ts'
import type { Told } from '../timeline/away-time.ts'
import { NO_REPORTS, type ReportBucket, readBucket, withReport } from './report-bucket.ts'

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
