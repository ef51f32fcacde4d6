export interface BackoffRange {
  /** Upper bound of the first wait [ms]. */
  readonly minMs: number
  /** Upper bound of every later wait [ms]. */
  readonly maxMs: number
}

/**
 * How long to wait [ms] before attempt `attempt` (0: the first repetition): exponential with full jitter, anywhere between
 * 0 and min(maxMs, minMs · 2^attempt), so that a fleet which lost its broker at one instant does not come back at one.
 *
 * Example: minMs 500, maxMs 60,000, attempt 3, random 0.5 → 2,000.
 *
 * @param random yields a number in [0, 1)
 */
export function backoffMs(attempt: number, range: BackoffRange, random: () => number): number {
  const cap = Math.min(range.maxMs, range.minMs * 2 ** Math.min(attempt, 30))
  return Math.round(random() * cap)
}
