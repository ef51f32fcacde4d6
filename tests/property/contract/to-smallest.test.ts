import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toSmallest } from '../../../contract/measurement/to-smallest.ts'
import { QUANTITIES, type UnitScale } from '../../../contract/measurement/unit.ts'

const scales: UnitScale[] = Object.values(QUANTITIES).flatMap((quantity) => Object.values<UnitScale>(quantity.units))
const scale = fc.constantFrom(...scales)

interface Decimal {
  readonly digits: bigint
  readonly places: number
}

/** The oracle: whole numbers only, and rounding as the textbook says it. */
function exactly({ digits, places }: Decimal, { num, den }: UnitScale): bigint {
  const top = digits * BigInt(num)
  const bottom = BigInt(den) * 10n ** BigInt(places)
  const floor = top >= 0n ? top / bottom : -((-top + bottom - 1n) / bottom)
  const above = 2n * (top - floor * bottom) - bottom
  if (above < 0n) return floor
  if (above > 0n) return floor + 1n
  return floor % 2n === 0n ? floor : floor + 1n
}

const expected = (decimal: Decimal, unit: UnitScale) => {
  const exact = exactly(decimal, unit)
  const most = BigInt(Number.MAX_SAFE_INTEGER)
  return exact > most || exact < -most ? 'too-big' : Number(exact)
}

function written({ digits, places }: Decimal): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0')
  const whole = text.slice(0, text.length - places)
  return `${digits < 0n ? '-' : ''}${whole}${places === 0 ? '' : `.${text.slice(text.length - places)}`}`
}

/** The decimal that a double stands for: the shortest that reads back as it. */
function shortest(value: number): Decimal {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = BigInt(whole + fraction)
  const places = fraction.length - Number(exponent)
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 }
}

const decimals = (most: bigint, places: number) =>
  fc.record({ digits: fc.bigInt({ min: -most, max: most }), places: fc.nat({ max: places }) })

describe('conversion to the smallest unit is exact', () => {
  test('for decimals of up to 15 digits, as numbers', () => {
    fc.assert(
      fc.property(decimals(10n ** 15n - 1n, 12), scale, (decimal, unit) => {
        expect(toSmallest(Number(written(decimal)), unit)).toBe(expected(decimal, unit))
      }),
      { numRuns: 5_000 },
    )
  })

  test('for decimals of up to 30 digits, as strings', () => {
    fc.assert(
      fc.property(decimals(10n ** 30n, 25), scale, (decimal, unit) => {
        expect(toSmallest(written(decimal), unit)).toBe(expected(decimal, unit))
      }),
      { numRuns: 5_000 },
    )
  })

  test('on ties and beside them', () => {
    const ties = fc.record({
      half: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
      off: fc.constantFrom(-1n, 0n, 1n),
    })
    fc.assert(
      fc.property(ties, fc.constantFrom(1, 1_000, 1_000_000), ({ half, off }, num) => {
        // (half + 1/2) / num, and 1e-4 beside it
        const places = 4 + 1 + Math.log10(num)
        const decimal = { digits: (half * 10n + 5n) * 10n ** 4n + off, places }
        expect(toSmallest(written(decimal), { num, den: 1 })).toBe(expected(decimal, { num, den: 1 }))
        if (written(decimal).replace(/\D/g, '').length <= 15)
          expect(toSmallest(Number(written(decimal)), { num, den: 1 })).toBe(expected(decimal, { num, den: 1 }))
      }),
      { numRuns: 5_000 },
    )
  })

  test('for any double', () => {
    const doubles = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e22, max: 1e22 })
    fc.assert(
      fc.property(doubles, scale, (value, unit) => {
        expect(toSmallest(value, unit)).toBe(expected(shortest(value), unit))
      }),
      { numRuns: 5_000 },
    )
  })

  test('for integers around 2^53 in the smallest unit', () => {
    const near = fc.bigInt({ min: 2n ** 53n - 2_000n, max: 2n ** 53n + 2_000n })
    fc.assert(
      fc.property(near, fc.constantFrom(0, 3, 6), (smallest, places) => {
        const unit = { num: 10 ** places, den: 1 }
        expect(toSmallest(written({ digits: smallest, places }), unit)).toBe(
          expected({ digits: smallest, places }, unit),
        )
      }),
      { numRuns: 5_000 },
    )
  })
})
