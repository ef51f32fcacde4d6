/** Ranges of seqs [first, last], both inclusive, sorted, apart from each other by at least one seq. */
export type SeqRanges = readonly (readonly [first: number, last: number])[]

/** Everything known of one count of a station: which seqs came, and how many there must have been. */
export interface Stream {
  readonly seen: SeqRanges
  /** Highest seq that a later birth says this boot reached; −1 where none has. */
  readonly declaredLast: number
  /** Seqs of holes that were closed as lost, because there were more than {@link MAX_RANGES} ranges. */
  readonly lost: number
}

export const EMPTY_STREAM: Stream = { seen: [], declaredLast: -1, lost: 0 }

/** Holes kept of one stream: an honest station has a few; an endless number would be an attack on memory. */
export const MAX_RANGES = 1024
/** A seq further ahead than this of the highest seen is refused: a day at 1 message a second. */
export const MAX_SEQ_JUMP = 100_000

export function hasSeq(ranges: SeqRanges, seq: number): boolean {
  for (let i = ranges.length - 1; i >= 0; i--) {
    const [first, last] = ranges[i] as readonly [number, number]
    if (seq >= first) return seq <= last
  }
  return false
}

/** True where all of first … last came. */
export function hasAll(ranges: SeqRanges, first: number, last: number): boolean {
  return ranges.some(([a, b]) => a <= first && last <= b)
}

export function highest(ranges: SeqRanges): number {
  return ranges.at(-1)?.[1] ?? -1
}

/** The stream with `seq` seen; a seq seen already changes nothing. */
export function see(stream: Stream, seq: number): Stream {
  const { seen } = stream
  const last = seen.at(-1)
  if (last !== undefined && seq === last[1] + 1) return { ...stream, seen: seen.with(-1, [last[0], seq]) }
  if (hasSeq(seen, seq)) return stream
  let first = seq
  let end = seq
  const rest: (readonly [number, number])[] = []
  for (const range of seen) {
    if (range[1] + 1 === seq) first = range[0]
    else if (range[0] - 1 === seq) end = range[1]
    else rest.push(range)
  }
  const at = rest.findIndex((range) => range[0] > seq)
  rest.splice(at === -1 ? rest.length : at, 0, [first, end])
  return closeOldestHole({ ...stream, seen: rest })
}

function closeOldestHole(stream: Stream): Stream {
  const [a, b, ...rest] = stream.seen
  if (stream.seen.length <= MAX_RANGES || a === undefined || b === undefined) return stream
  return { ...stream, seen: [[a[0], b[1]], ...rest], lost: stream.lost + (b[0] - a[1] - 1) }
}

export function countSeen(stream: Stream): number {
  let total = -stream.lost
  for (const [first, last] of stream.seen) total += last - first + 1
  return total
}

/**
 * How many seqs are known to exist: from 0 (or from the first ever received, in the first boot seen) to the highest seen or
 * declared. Example: seen 3–5 and 8, first boot → 6 published, 4 seen, 2 missing.
 */
export function countPublished(stream: Stream, isFirstBoot: boolean): number {
  const first = stream.seen[0]
  if (isFirstBoot && first === undefined) return 0
  const from = isFirstBoot && first !== undefined ? first[0] : 0
  return Math.max(highest(stream.seen), stream.declaredLast) - from + 1
}

/** Holes and what is missing at the end, as ranges of seqs. */
export function missingRanges(stream: Stream, isFirstBoot: boolean): [first: number, last: number][] {
  const out: [number, number][] = []
  let next = isFirstBoot ? (stream.seen[0]?.[0] ?? 0) : 0
  for (const [first, last] of stream.seen) {
    if (first > next) out.push([next, first - 1])
    next = last + 1
  }
  if (stream.declaredLast >= next && !(isFirstBoot && stream.seen.length === 0)) out.push([next, stream.declaredLast])
  return out
}
