/** Half-open ranges [from, to) of epoch ms, sorted, apart from each other. */
export type Range = readonly [from: number, to: number]
export type Ranges = readonly Range[]

/**
 * The ranges with [from, to) added; ranges that touch, or lie at most `joinMs` apart, become one. The result does not
 * depend on the order of additions. Returns the same array where nothing changes.
 */
export function addRange(ranges: Ranges, from: number, to: number, joinMs = 0): Ranges {
  // the usual case first: at the end
  const last = ranges.at(-1)
  if (last === undefined) return [[from, to]]
  if (from >= last[0] && to <= last[1]) return ranges
  if (from > last[1] + joinMs) return [...ranges, [from, to]]
  const beforeLast = ranges.at(-2)
  if (from >= last[0] && (beforeLast === undefined || beforeLast[1] + joinMs < last[0])) {
    return ranges.with(-1, [last[0], Math.max(last[1], to)])
  }
  let low = from
  let high = to
  const before: Range[] = []
  const after: Range[] = []
  for (const range of ranges) {
    if (range[1] + joinMs < low) before.push(range)
    else if (range[0] - joinMs > high) after.push(range)
    else {
      low = Math.min(low, range[0])
      high = Math.max(high, range[1])
    }
  }
  const merged: Range[] = [...before, [low, high], ...after]
  return merged.length === ranges.length && merged.every((r, i) => r[0] === ranges[i]?.[0] && r[1] === ranges[i]?.[1])
    ? ranges
    : merged
}

export function contains(ranges: Ranges, at: number): boolean {
  for (let i = ranges.length - 1; i >= 0; i--) {
    const range = ranges[i] as Range
    if (at >= range[0]) return at < range[1]
  }
  return false
}

/** What of [from, to) lies in none of the ranges. */
export function gapsIn(ranges: Ranges, from: number, to: number): Range[] {
  const gaps: Range[] = []
  let at = from
  for (const [a, b] of ranges) {
    if (b <= at) continue
    if (a >= to) break
    if (a > at) gaps.push([at, a])
    at = Math.max(at, b)
  }
  if (at < to) gaps.push([at, to])
  return gaps
}

/** Without what ended before `limit`. */
export function since(ranges: Ranges, limit: number): Ranges {
  return ranges.length > 0 && (ranges[0] as Range)[1] < limit ? ranges.filter((r) => r[1] >= limit) : ranges
}

/** [from, to) in pieces, cut at each of `cuts` that lies inside. */
export function* cutAt(from: number, to: number, cuts: readonly number[]): Iterable<Range> {
  let at = from
  for (const cut of cuts.filter((c) => c > from && c < to).sort((a, b) => a - b)) {
    if (cut > at) yield [at, cut]
    at = cut
  }
  if (at < to) yield [at, to]
}

/** The ranges in order, with those that lie at most `joinMs` apart made one. */
export function joined(ranges: readonly Range[], joinMs: number): Range[] {
  if (ranges.length <= 1) return [...ranges]
  const out: Range[] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1)
    if (last !== undefined && from <= last[1] + joinMs) out[out.length - 1] = [last[0], Math.max(last[1], to)]
    else out.push([from, to])
  }
  return out
}
