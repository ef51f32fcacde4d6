import type { AwayTime, Told } from '../timeline/away-time.ts'
import type { IndexedReport, ToldInReport } from './report-index.ts'

/**
 * The reports of a station whose periods start in one stretch, in order of arrival. It is written with each of them, so it is
 * one list of numbers, and what they repeat is named once.
 */
export interface ReportBucket {
  /** Of each report: end [s], gp [s], offset, place of its count; of one that tells of its cells' unavailable time more, see {@link withReport}. */
  readonly numbers: readonly number[]
  /** Boot (n, epochMs) and src of those that tell. */
  readonly counts: readonly (readonly [bootN: number, bootEpochMs: number, src: string])[]
  readonly cells: readonly string[]
  readonly amounts: readonly AwayTime[]
}

export const NO_REPORTS: ReportBucket = { numbers: [], counts: [], cells: [], amounts: [] }

/** Stands for a count: the report tells nothing. */
const TELLS_NOTHING = -1
/** What is told of a cell: nothing, 0, what cannot be, or from here on an amount by its place. */
const [NOT_TOLD, ZERO, IMPOSSIBLE, AMOUNT] = [0, 1, 2, 3]

/** The bucket with one report more. One that tells has its rev, its seq and a code for each of so many cells behind its count. */
export function withReport(bucket: ReportBucket, { endMs, gpS, offset, told }: IndexedReport): ReportBucket {
  if (told === undefined) {
    return { ...bucket, numbers: bucket.numbers.concat(endMs / 1000, gpS, offset, TELLS_NOTHING) }
  }
  const { counts, place } = withCount(bucket.counts, told)
  const amounts = bucket.amounts.slice()
  const missing = Object.keys(told.cells).filter((cell) => !bucket.cells.includes(cell))
  const cells = missing.length === 0 ? bucket.cells : [...bucket.cells, ...missing]
  const codes = cells.map((cell) => codeOf(told.cells[cell], amounts))
  const numbers = bucket.numbers.concat(endMs / 1000, gpS, offset, place, told.rev, told.seq, cells.length, codes)
  return { numbers, counts, cells, amounts: amounts.length === bucket.amounts.length ? bucket.amounts : amounts }
}

function withCount(
  counts: ReportBucket['counts'],
  { bootN, bootEpochMs, src = '0' }: ToldInReport,
): { counts: ReportBucket['counts']; place: number } {
  const place = counts.findIndex(([n, epochMs, of]) => n === bootN && epochMs === bootEpochMs && of === src)
  if (place >= 0) return { counts, place }
  return { counts: [...counts, [bootN, bootEpochMs, src]], place: counts.length }
}

/** An amount is added to `amounts`. */
function codeOf(told: Told | undefined, amounts: AwayTime[]): number {
  if (told === undefined) return NOT_TOLD
  if (told === 0) return ZERO
  if (told === null) return IMPOSSIBLE
  return AMOUNT + amounts.push(told) - 1
}

/** The reports of a bucket that start in [fromMs, toMs), added to `out`. */
export function readBucket(bucket: ReportBucket, fromMs: number, toMs: number, out: IndexedReport[]): void {
  const { numbers } = bucket
  for (let i = 0; i < numbers.length; ) {
    const [endS, gpS, offset, count] = numbers.slice(i, i + 4) as [number, number, number, number]
    const startMs = (endS - gpS) * 1000
    if (startMs >= fromMs && startMs < toMs) {
      const told = count === TELLS_NOTHING ? undefined : toldAt(bucket, i + 3)
      out.push({ endMs: endS * 1000, gpS, offset, told })
    }
    i += lengthAt(numbers, i)
  }
}

/** How many reports of a bucket are of one period. */
export function countInBucket({ numbers }: ReportBucket, endMs: number, gpS: number): number {
  let count = 0
  for (let i = 0; i < numbers.length; i += lengthAt(numbers, i)) {
    if ((numbers[i] as number) * 1000 === endMs && numbers[i + 1] === gpS) count++
  }
  return count
}

const lengthAt = (numbers: readonly number[], at: number): number =>
  numbers[at + 3] === TELLS_NOTHING ? 4 : 7 + (numbers[at + 6] as number)

function toldAt({ numbers, counts, cells: names, amounts }: ReportBucket, at: number): ToldInReport {
  const [count, rev, seq, size] = numbers.slice(at, at + 4) as [number, number, number, number]
  const [bootN, bootEpochMs, src] = counts[count] as ReportBucket['counts'][number]
  const cells: Record<string, Told> = {}
  for (let i = 0; i < size; i++) {
    const code = numbers[at + 4 + i] as number
    if (code === NOT_TOLD) continue
    cells[names[i] as string] = code === ZERO ? 0 : code === IMPOSSIBLE ? null : (amounts[code - AMOUNT] as AwayTime)
  }
  return { rev, bootN, bootEpochMs, seq, ...(src !== '0' && { src }), cells }
}
