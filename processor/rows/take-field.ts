import { overProduct, type TakeContext } from '../../contract/mod.ts'

/** What is multiplied: a measurement by its place, what the context has, or a number. */
export type PlannedFactor = number | '@period' | '@nrb' | { readonly constant: number }

/** One field: Σ of values · times ÷ per, by their places among the values of a report. */
export interface PlannedField {
  readonly sum: readonly (number | '@nrb')[]
  readonly times: readonly PlannedFactor[]
  readonly per: number | { readonly place: number }
  /** It is nothing but the value in this place. */
  readonly alone?: number
}

/**
 * An integer, rounded half to even, once; not a safe integer where the result is none. As `takeOf` of the contract has it,
 * with names looked up before.
 *
 * Example: 250 000 · 10⁻⁶ of 3 bit → 0.75 → 1; of 2 bit → 0.5 → 0.
 */
export function takeField({ sum, times, per }: PlannedField, values: Float64Array, context: TakeContext): number {
  let total = 0
  for (let i = 0; i < sum.length; i++) total += factor(sum[i] as number | '@nrb', values, context)
  if (times.length === 0 && per === 1) return total
  let product = total
  for (const by of times) product *= factor(by, values, context)
  if (per === 1 && Number.isSafeInteger(product)) return product
  const factors = times.map((by) => factor(by, values, context))
  const divisor = typeof per === 'number' ? per : (values[per.place] as number)
  return overProduct(total, factors, divisor) ?? Number.NaN
}

function factor(by: PlannedFactor, values: Float64Array, { periodS, nrb }: TakeContext): number {
  if (typeof by === 'number') return values[by] as number
  if (typeof by === 'object') return by.constant
  return by === '@period' ? periodS : (nrb ?? 0)
}
