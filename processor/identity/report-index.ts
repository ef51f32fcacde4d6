import { REPORT_BUCKET_MS, reportsKey } from '../state/keys.ts'
import type { Draft, StateReader } from '../state/view.ts'

/** Where the log has a report of a station: [end in s, gp in s, offset]. Values are not kept twice: they are read from the log again. */
type IndexLine = readonly [endS: number, gpS: number, offset: number]

export interface IndexedReport {
  readonly endMs: number
  readonly gpS: number
  readonly offset: number
}

/** Every accepted report is indexed by the quarter of an hour of its start, superseded ones too: the better one is found by rank. */
export function indexReport(draft: Draft, station: string, report: IndexedReport): void {
  const key = reportsKey(station, report.endMs - report.gpS * 1000)
  const lines = draft.get<readonly IndexLine[]>(key) ?? []
  draft.put(key, [...lines, [report.endMs / 1000, report.gpS, report.offset] satisfies IndexLine])
}

/** Reports whose period starts in [fromMs, toMs), in order of arrival. */
export function reportsIn(view: StateReader, station: string, fromMs: number, toMs: number): IndexedReport[] {
  const out: IndexedReport[] = []
  for (let at = Math.floor(fromMs / REPORT_BUCKET_MS) * REPORT_BUCKET_MS; at < toMs; at += REPORT_BUCKET_MS) {
    for (const [endS, gpS, offset] of view.get<readonly IndexLine[]>(reportsKey(station, at)) ?? []) {
      const start = (endS - gpS) * 1000
      if (start >= fromMs && start < toMs) out.push({ endMs: endS * 1000, gpS, offset })
    }
  }
  return out
}
