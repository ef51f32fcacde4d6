/** What is multiplied besides measurements, of one report of one cell. */
export interface TakeContext {
  /** Granularity period [s]. */
  readonly periodS: number
  /** Resource blocks of the cell, by its birth; undefined: not told. */
  readonly nrb: number | undefined
}

/** One field: Σ of values · times ÷ per, by their places among the values of a report. */
export interface PlannedField {
  readonly sum: readonly number[]
  readonly times: readonly (number | '@period' | '@nrb')[]
  readonly per: number
}

/**
 * An integer, rounded half to even, once; not a safe integer where the result is none.
 *
 * Example: 250 000 · 10⁻⁶ of 3 bit → 0.75 → 1; of 2 bit → 0.5 → 0.
 */
export function takeField({ sum, times, per }: PlannedField, values: Float64Array, context: TakeContext): number {
  let total = 0
  for (let i = 0; i < sum.length; i++) total += values[sum[i] as number] as number
  if (times.length === 0 && per === 1) return total
  let product = total
  for (const by of times) product *= factor(by, values, context)
  if (Number.isSafeInteger(product)) return per === 1 ? product : divided(product, per)
  let exact = BigInt(total)
  for (const by of times) exact *= BigInt(factor(by, values, context))
  return Number(dividedExactly(exact, BigInt(per)))
}

function factor(by: number | '@period' | '@nrb', values: Float64Array, { periodS, nrb }: TakeContext): number {
  if (by === '@period') return periodS
  return by === '@nrb' ? (nrb ?? 0) : (values[by] as number)
}

function divided(value: number, per: number): number {
  const rest = ((value % per) + per) % per
  const down = (value - rest) / per
  if (2 * rest !== per) return 2 * rest < per ? down : down + 1
  return down % 2 === 0 ? down : down + 1
}

function dividedExactly(value: bigint, per: bigint): bigint {
  const rest = ((value % per) + per) % per
  const down = (value - rest) / per
  if (2n * rest !== per) return 2n * rest < per ? down : down + 1n
  return down % 2n === 0n ? down : down + 1n
}
