import { REPORT_BUCKET_MS, reportsKey } from '../state/keys.ts'
import type { Draft, StateReader } from '../state/view.ts'
import type { Told } from '../timeline/away-time.ts'

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

/** Where the log has a report of a station: [end in s, gp in s, offset]. Other values are not kept twice: they are read from the log again. */
type IndexLine = readonly [endS: number, gpS: number, offset: number, told?: ToldInReport]

export interface IndexedReport {
  readonly endMs: number
  readonly gpS: number
  readonly offset: number
  /** Absent: it says nothing of it. */
  readonly told?: ToldInReport | undefined
}

/** Every accepted report is indexed by the quarter of an hour of its start, superseded ones too: the better one is found by rank. */
export function indexReport(draft: Draft, station: string, report: IndexedReport): void {
  const key = reportsKey(station, report.endMs - report.gpS * 1000)
  const lines = draft.get<readonly IndexLine[]>(key) ?? []
  const { endMs, gpS, offset, told } = report
  const line: IndexLine = told === undefined ? [endMs / 1000, gpS, offset] : [endMs / 1000, gpS, offset, told]
  draft.put(key, [...lines, line])
}

/** Reports whose period starts in [fromMs, toMs), in order of arrival. */
export function reportsIn(view: StateReader, station: string, fromMs: number, toMs: number): IndexedReport[] {
  const out: IndexedReport[] = []
  for (let at = Math.floor(fromMs / REPORT_BUCKET_MS) * REPORT_BUCKET_MS; at < toMs; at += REPORT_BUCKET_MS) {
    for (const [endS, gpS, offset, told] of view.get<readonly IndexLine[]>(reportsKey(station, at)) ?? []) {
      const start = (endS - gpS) * 1000
      if (start >= fromMs && start < toMs) out.push({ endMs: endS * 1000, gpS, offset, told })
    }
  }
  return out
}
