import { type Boot, compareBoots, LEVEL_MS, windowStart } from '../../contract/mod.ts'
import { isClockOff } from '../clock-trust.ts'
import { MOST_OF_PERIOD } from '../identity/report-index.ts'
import { compareRanks } from '../rows/fact.ts'
import { TOTALS_BUCKET_MS } from '../state/keys.ts'
import type { StateReader } from '../state/view.ts'
import { readStation, type StationState } from '../station.ts'
import { bucketOf, latestEnd, linesAt, readTotalReport, type TotalLine, type TotalReport } from './total-report.ts'

/** Start of the day (Asia/Ho_Chi_Minh) that ends at or after an end: what lies before it is no part of the same fact. */
export const dayOfEnd = (endMs: number): number => windowStart('1d', endMs - 1)

export interface BootTotalsOptions {
  /** As {@link BootTotals.startedMs}. */
  readonly startedMs?: number | undefined
  /** On its way into the state. */
  readonly coming?: TotalReport
  /** Those too that were made while the clock of the station was off: as it was before that was found. */
  readonly believesAll?: boolean
}

/**
 * The reports with running totals of one boot: those of the state, and one that is on its way into it. Since no fact lies
 * across two days, nobody looks further than to the bounds of one; those bounds belong to both.
 */
export class BootTotals {
  readonly #view: StateReader
  readonly #station: string
  readonly boot: Boot
  /** When the counters began at 0, by the birth of the boot, floored to its second; undefined: not told. */
  readonly startedMs: number | undefined
  readonly #coming: TotalReport | undefined
  readonly #known: StationState
  readonly #believesAll: boolean

  constructor(
    view: StateReader,
    station: string,
    boot: Boot,
    { startedMs, coming, believesAll = false }: BootTotalsOptions,
  ) {
    this.#view = view
    this.#station = station
    this.boot = boot
    this.startedMs = startedMs
    this.#coming = coming
    this.#known = readStation(view, station)
    this.#believesAll = believesAll
  }

  /** Those that end at `endMs`, the best first: of more than can count the first that came. */
  at(endMs: number): TotalReport[] {
    const lines = this.#lines(bucketOf(endMs)).filter((line) => line.endMs === endMs)
    const counting = lines.slice(0, MOST_OF_PERIOD).sort((a, b) => compareRanks(b.rank, a.rank))
    return [...this.#read(counting)]
  }

  /** Those of the same day that end before `endMs`: the latest first, of one end the best. */
  *before(endMs: number): Iterable<TotalReport> {
    const first = dayOfEnd(endMs)
    for (let at = bucketOf(endMs - 1); at >= bucketOf(first); at -= TOTALS_BUCKET_MS) {
      const lines = this.#lines(at).filter((line) => line.endMs < endMs && line.endMs >= first)
      lines.sort((a, b) => b.endMs - a.endMs || compareRanks(b.rank, a.rank))
      yield* this.#read(lines)
    }
  }

  /** Those that end in (fromMs, toMs], the earliest first. */
  *within(fromMs: number, toMs: number): Iterable<TotalReport> {
    const last = Math.min(toMs, Math.max(latestEnd(this.#view, this.#station), this.#coming?.endMs ?? 0))
    for (let at = bucketOf(fromMs); at <= last; at += TOTALS_BUCKET_MS) {
      const lines = this.#lines(at).filter((line) => line.endMs > fromMs && line.endMs <= last)
      lines.sort((a, b) => a.endMs - b.endMs || compareRanks(a.rank, b.rank))
      yield* this.#read(lines)
    }
  }

  /**
   * Those of which the increments may change by what one that ends at `endMs` tells: to the end of the day that begins there, and
   * of the next, since what is counted from a value that fell is suspect.
   */
  after(endMs: number): Iterable<TotalReport> {
    return this.within(endMs, windowStart('1d', endMs) + 2 * LEVEL_MS['1d'])
  }

  #lines(at: number): TotalLine[] {
    const lines = linesAt(this.#view, this.#station, at).filter((line) => compareBoots(line.boot, this.boot) === 0)
    const coming = this.#coming
    if (coming !== undefined && bucketOf(coming.endMs) === at) lines.push(coming)
    return lines
  }

  *#read(lines: readonly TotalLine[]): Iterable<TotalReport> {
    for (const line of lines) {
      const report = line === this.#coming ? this.#coming : readTotalReport(this.#view, this.#station, line)
      if (report !== undefined && (this.#believesAll || !this.isClockOff(report))) yield report
    }
  }

  /** Its time is not to be believed: it is in no figure, and nothing is counted from it. */
  isClockOff({ boot, src, rank, endMs }: TotalReport): boolean {
    return isClockOff(this.#known, { boot, src, seq: rank[3] }, endMs)
  }
}
