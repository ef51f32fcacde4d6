import type { Boot, PmMessage, ReportedValues, RunningTotal } from '../../contract/mod.ts'
import type { Rank } from '../rows/fact.ts'
import { TOTALS_BUCKET_MS, totalReportKey, totalsKey, totalsLatestKey } from '../state/keys.ts'
import type { Draft, StateReader } from '../state/view.ts'

/** A running total as the state keeps it: a safe integer, or the text of a greater one; null: not available, or impossible. */
type KeptInteger = number | string
type KeptTotal = readonly [value: KeptInteger | null, wrapsAt?: KeptInteger]

/** What a report with running totals says of one cell; of the station itself under `''`. */
export interface KeptValues {
  readonly suspect: boolean
  readonly doubtful?: readonly string[]
  readonly addedUp?: readonly string[]
  readonly unavailable?: readonly string[]
  /** What are no running totals, in their order. */
  readonly values: readonly (readonly [key: string, value: number])[]
  readonly totals: Readonly<Record<string, KeptTotal>>
}

/**
 * A report with running totals, kept for the horizon: the next one's increments are the difference to it, and one that comes
 * late between two others splits what they told.
 */
export interface TotalReport {
  readonly endMs: number
  readonly gpS: number
  readonly boot: Boot
  readonly src: string
  readonly rank: Rank
  readonly cells: Readonly<Record<string, KeptValues>>
}

/** Where one lies: what is asked before it is read. */
export interface TotalLine {
  readonly endMs: number
  readonly boot: Boot
  readonly rank: Rank
}

/** The station's own values stand beside those of its cells. */
export const WHOLE_STATION = ''

const kept = (integer: bigint): KeptInteger =>
  integer <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(integer) : String(integer)

function keptTotal({ value, wrapsAt }: RunningTotal): KeptTotal {
  // what adds up is never below 0: such a value is impossible, and as if it were not there
  const sound = value === undefined || value < 0n ? null : kept(value)
  return wrapsAt === undefined ? [sound] : [sound, kept(wrapsAt)]
}

function keptValues(reported: ReportedValues): KeptValues {
  const { suspect, doubtful, addedUp, unavailable, values, totals = new Map<string, RunningTotal>() } = reported
  return {
    suspect,
    ...(doubtful !== undefined && { doubtful: [...doubtful] }),
    ...(addedUp !== undefined && { addedUp }),
    ...(unavailable !== undefined && { unavailable }),
    values: [...values],
    totals: Object.fromEntries([...totals].map(([key, total]) => [key, keptTotal(total)])),
  }
}

export function totalReportOf(message: PmMessage, rank: Rank): TotalReport {
  const cells: Record<string, KeptValues> = {}
  for (const report of message.cells) cells[report.cell] = keptValues(report)
  if (message.station !== undefined) cells[WHOLE_STATION] = keptValues(message.station)
  const { boot, src } = message.id
  return { endMs: message.endMs, gpS: message.gpS, boot, src, rank, cells }
}

/** undefined: not told, or not available. */
export function totalIn(values: KeptValues | undefined, key: string): bigint | undefined {
  const value = values?.totals[key]?.[0]
  return value === null || value === undefined ? undefined : BigInt(value)
}

export function wrapIn(values: KeptValues, key: string): bigint | undefined {
  const wrapsAt = values.totals[key]?.[1]
  return wrapsAt === undefined ? undefined : BigInt(wrapsAt)
}

type KeptLine = readonly [endMs: number, bootN: number, bootEpochMs: number, rank: Rank]

export function keepTotalReport(draft: Draft, station: string, report: TotalReport): void {
  const { endMs, boot, rank } = report
  const key = totalsKey(station, endMs)
  const line: KeptLine = [endMs, boot.n, boot.epochMs, rank]
  draft.put(key, [...(draft.get<readonly KeptLine[]>(key) ?? []), line])
  draft.put(totalReportKey(station, endMs, rank.join('-')), report)
  if (endMs > latestEnd(draft, station)) draft.put(totalsLatestKey(station), endMs)
}

/** End of the latest report with running totals; 0 before the first. */
export function latestEnd(view: StateReader, station: string): number {
  return view.get<number>(totalsLatestKey(station)) ?? 0
}

/** undefined: the state has let go of it. */
export function readTotalReport(
  view: StateReader,
  station: string,
  { endMs, rank }: TotalLine,
): TotalReport | undefined {
  return view.get<TotalReport>(totalReportKey(station, endMs, rank.join('-')))
}

/** Reports whose end lies in the bucket of an instant, in no order. */
export function linesAt(view: StateReader, station: string, atMs: number): TotalLine[] {
  return (view.get<readonly KeptLine[]>(totalsKey(station, atMs)) ?? []).map(([endMs, n, epochMs, rank]) => ({
    endMs,
    boot: { n, epochMs },
    rank,
  }))
}

export const bucketOf = (atMs: number): number => Math.floor(atMs / TOTALS_BUCKET_MS) * TOTALS_BUCKET_MS
