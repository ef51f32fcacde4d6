import type { Take, TakeBins } from './definition.ts'

/** What a take may need besides measurements. */
export interface TakeContext {
  /** Of the report [s]. */
  readonly periodS: number
  /** Resource blocks of the cell; absent: not told. */
  readonly nrb?: number | undefined
}

/** Names of the measurements that a part is made of. */
export function measurementsOf(take: Take | TakeBins): string[] {
  if ('binsOf' in take) return [take.binsOf]
  const { sum, times = [], per = 1 } = take
  return [...sum, ...times, per].filter((name) => typeof name === 'string').filter((name) => !name.startsWith('@'))
}

/**
 * A part of one report: Σ of `sum`, times each of `times`, over `per`, rounded half to even once. `undefined` where one
 * of them is missing, or the result is no integer below 2^53. Products may pass 2^53 before the division (bit/s times
 * mUE times s do): then they are made in whole numbers of any size.
 *
 * Example: 50 Mbit/s, 1500 mUE, 900 s, per 1000 → 50 000 000 · 1500 · 900 / 1000 = 67 500 000 000 bit.
 */
export function takeOf(
  take: Take,
  measured: (name: string) => number | undefined,
  context: TakeContext,
): number | undefined {
  const { sum, times = [], per = 1 } = take
  const known = (name: string | number) => {
    if (typeof name === 'number') return name
    if (name === '@period') return context.periodS
    return name === '@nrb' ? context.nrb : measured(name)
  }
  let total = 0
  for (const name of sum) {
    const value = known(name)
    if (value === undefined) return undefined
    total += value
  }
  const factors: number[] = []
  for (const name of times) {
    const value = known(name)
    if (value === undefined) return undefined
    factors.push(value)
  }
  const divisor = known(per)
  return divisor === undefined ? undefined : overProduct(total, factors, divisor)
}

/** `total` · factors / divisor, half to even; 0 where the divisor is 0. All of them whole. */
export function overProduct(total: number, factors: readonly number[], divisor: number): number | undefined {
  if (divisor === 0) return 0
  const product = factors.reduce((all, factor) => all * factor, total)
  if (!Number.isSafeInteger(product)) return wide(total, factors, divisor)
  if (divisor === 1) return product + 0
  const rest = product % divisor
  // + 0 makes −0 a 0
  if (rest === 0) return product / divisor + 0
  return Number.isSafeInteger(2 * product)
    ? rounded((product - rest) / divisor, rest, divisor)
    : wide(total, factors, divisor)
}

/** `whole` moved away from 0 by one where `rest` is more than half of the divisor, or half and `whole` odd. */
function rounded(whole: number, rest: number, divisor: number): number {
  const twice = 2 * Math.abs(rest)
  const size = Math.abs(divisor)
  const up = twice > size || (twice === size && whole % 2 !== 0)
  return whole + (up ? Math.sign(rest) * Math.sign(divisor) : 0) + 0
}

function wide(total: number, factors: readonly number[], divisor: number): number | undefined {
  if (![total, divisor, ...factors].every(Number.isSafeInteger)) return undefined
  const product = factors.reduce((all, factor) => all * BigInt(factor), BigInt(total))
  const over = BigInt(divisor)
  const whole = product / over
  const rest = product % over
  const size = (x: bigint) => (x < 0n ? -x : x)
  const twice = 2n * size(rest)
  const up = twice > size(over) || (twice === size(over) && whole % 2n !== 0n)
  const sign = rest < 0n === over < 0n ? 1n : -1n
  const result = Number(up ? whole + sign : whole)
  return Number.isSafeInteger(result) ? result : undefined
}
