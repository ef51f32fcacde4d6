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
    for (const [endS, gpS, offset, told] of linesOf(view, station, at)) {
      const start = (endS - gpS) * 1000
      if (start >= fromMs && start < toMs) out.push({ endMs: endS * 1000, gpS, offset, told })
    }
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
  const lines = linesOf(view, station, endMs - gpS * 1000).filter((line) => isOf(line, endMs, gpS))
  return lines.slice(0, MOST_OF_PERIOD).map(([, , offset, told]) => ({ endMs, gpS, offset, told }))
}

/** How many reports of one period came. */
export function countOfPeriod(view: StateReader, station: string, { endMs, gpS }: Period): number {
  let count = 0
  for (const line of linesOf(view, station, endMs - gpS * 1000)) if (isOf(line, endMs, gpS)) count++
  return count
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

const linesOf = (view: StateReader, station: string, startMs: number): readonly IndexLine[] =>
  view.get<readonly IndexLine[]>(reportsKey(station, startMs)) ?? []

const isOf = (line: IndexLine, endMs: number, gpS: number): boolean => line[0] * 1000 === endMs && line[1] === gpS
