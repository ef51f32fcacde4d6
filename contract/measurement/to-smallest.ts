import type { UnitScale } from './unit.ts'

/** Why a value has no integer in the smallest unit. */
export type Unconvertible = 'not-a-number' | 'not-finite' | 'too-big'

// 40 digits hold every integer of a 128-bit counter, three of an exponent every double; both bound the work in BigInt
const DECIMAL = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/
const NOT_FINITE = /^[+-]?(nan|inf(inity)?)$/i
/** Up to 15 significant digits a decimal survives the way through a double unchanged. */
const SHORT_DECIMAL = /^-?\d{1,9}(\.\d{1,6})?$/

/**
 * A wire value as an integer of its smallest unit, rounded half to even, once. A JSON number stands for the shortest
 * decimal that reads back as it, which is what the sender wrote up to 15 digits; a string for exactly its decimal.
 *
 * Example: `0.0123` kWh → 12300 mWh; `"9007199254740993"` bit → too-big; `2.5` bit → 2; `1` J → 0 mWh (5/18).
 */
export function toSmallest(value: number | string, scale: UnitScale): number | Unconvertible {
  if (typeof value === 'number') return numberToSmallest(value, scale)
  if (SHORT_DECIMAL.test(value)) return numberToSmallest(Number(value), scale)
  if (NOT_FINITE.test(value)) return 'not-finite'
  return decimalToSmallest(value, scale)
}

function numberToSmallest(value: number, { num, den }: UnitScale): number | Unconvertible {
  if (!Number.isFinite(value)) return 'not-finite'
  const product = den === 1 ? value * num : (value * num) / den
  // a true 2^53 can come no further than this, whatever the three roundings do
  if (Math.abs(product) > 2 ** 53 + 4) return 'too-big'
  const rounded = Math.round(product)
  // The double of a decimal, one multiplication and one division each err by at most 2^-53 of the result. Where even
  // 2^-51 cannot reach a tie, rounding the double rounds the decimal; where it could, count in integers.
  const toTie = 0.5 - Math.abs(product - rounded)
  if (rounded === product && den === 1 && Number.isInteger(value)) return inRange(rounded)
  if (toTie > Math.abs(product) * 2 ** -51) return inRange(rounded)
  return decimalToSmallest(String(value), { num, den })
}

function inRange(integer: number): number | Unconvertible {
  // + 0 makes −0 a 0
  return Math.abs(integer) <= Number.MAX_SAFE_INTEGER ? integer + 0 : 'too-big'
}

function decimalToSmallest(text: string, scale: UnitScale): number | Unconvertible {
  const integer = wideToSmallest(text, scale)
  if (typeof integer === 'string') return integer
  // beyond every safe integer the number is only too big, however it rounds
  return inRange(Number(integer))
}

/**
 * The same as an integer of any size, of the up to 40 digits of a 128-bit counter: for running totals, of which only the
 * difference has to be below 2^53.
 *
 * Example: `"18446744073709551616"` kbit → 18 446 744 073 709 551 616 000 bit.
 */
export function wideToSmallest(
  value: number | string,
  { num, den }: UnitScale,
): bigint | Exclude<Unconvertible, 'too-big'> {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not-finite'
  const text = String(value)
  if (NOT_FINITE.test(text)) return 'not-finite'
  const match = DECIMAL.exec(text)
  if (match === null) return 'not-a-number'
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const tens = Number(exponent) - fraction.length
  let top = BigInt(whole + fraction) * BigInt(num)
  let bottom = BigInt(den)
  if (tens >= 0) top *= 10n ** BigInt(tens)
  else bottom *= 10n ** BigInt(-tens)
  const integer = halfEven(top, bottom)
  return sign === '-' ? -integer : integer
}

/** Of a rational that is not negative. */
function halfEven(top: bigint, bottom: bigint): bigint {
  const down = top / bottom
  const twiceRest = 2n * (top % bottom)
  if (twiceRest < bottom) return down
  if (twiceRest > bottom) return down + 1n
  return down % 2n === 0n ? down : down + 1n
}
