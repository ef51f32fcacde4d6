import { describe, expect, test } from 'vitest'
import { MEASUREMENTS, type Measurement, scaleOf, type UnitScale, unitsOf } from '../../../../contract/mod.ts'
import { cellOf, refusedCell } from './sample-messages.ts'

/** Each measurement with each unit that may be named for it. */
const PAIRS = MEASUREMENTS.flatMap((measurement) =>
  unitsOf(measurement.quantity).map((unit) => ({ measurement, unit, name: measurement.name })),
)
const MOST = BigInt(Number.MAX_SAFE_INTEGER)

const scale = ({ quantity }: Measurement, unit: string): UnitScale => {
  const found = scaleOf(quantity, unit)
  if (found === undefined) throw new RangeError(`${quantity} has no ${unit}`)
  return found
}

/** `top / bottom` as a decimal; only for those that have one. */
function decimal(top: bigint, bottom: bigint): string {
  let places = 0
  let scaled = top
  while (scaled % bottom !== 0n) {
    scaled *= 10n
    if (++places > 30) throw new RangeError(`${top}/${bottom} is no decimal`)
  }
  const digits = String(scaled / bottom).padStart(places + 1, '0')
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** The number in `unit` that is `halves / 2` of the smallest unit. */
const written = (halves: bigint, { num, den }: UnitScale) => decimal(halves * BigInt(den), 2n * BigInt(num))

describe('every unit that the catalogue allows, of every measurement', () => {
  test.each(PAIRS)('$name in $unit: named in u, and as the catalogue has it', ({ measurement, unit, name }) => {
    const { num, den } = scale(measurement, unit)
    // 18 of a unit are whole in the smallest one, also of J: 5 mWh
    const kept = (18 * num) / den
    expect(cellOf({ [name]: 18 }, { [name]: unit }).entries[name]).toBe(kept)
    expect(cellOf({ [name]: '18' }, { [name]: unit }).entries[name]).toBe(kept)
    // another name of the same message keeps the catalogue's own
    const other = MEASUREMENTS.find((each) => each.quantity === measurement.quantity && each !== measurement)
    if (other === undefined) return
    const own = scale(other, other.unit)
    expect(cellOf({ [name]: 18, [other.name]: 18 }, { [name]: unit }).entries[other.name]).toBe(
      (18 * own.num) / own.den,
    )
  })

  test.each(PAIRS.filter(({ measurement, unit }) => scale(measurement, unit).den === 1))(
    '$name in $unit: halves of the smallest unit go to the even one',
    ({ measurement, unit, name }) => {
      const kept = (halves: bigint) => {
        const text = written(halves, scale(measurement, unit))
        const one = cellOf({ [name]: text }, { [name]: unit }).entries[name]
        const negative = cellOf({ [name]: `-${text}` }, { [name]: unit }).entries[name] as number
        expect(negative + (one as number)).toBe(0)
        return one
      }
      // 0.5, 1.5, 2.5, 3.5
      expect([1n, 3n, 5n, 7n].map(kept)).toEqual([0, 2, 2, 4])
      // the greatest half that is kept: 2^53 − 1.5 lies between two odd and even neighbours
      expect(kept(2n * MOST - 1n)).toBe(Number(MOST) - 1)
    },
  )

  test.each(PAIRS)(
    '$name in $unit: up to 2^53 − 1 of the smallest unit, and no further',
    ({ measurement, unit, name }) => {
      const { num, den } = scale(measurement, unit)
      const whole = (MOST * BigInt(den)) / BigInt(num)
      const u = { [name]: unit }
      // whole numbers as strings: above 2^53 JSON has no others
      expect(cellOf({ [name]: String(whole) }, u).entries[name]).toBeLessThanOrEqual(Number(MOST))
      expect(cellOf({ [name]: `-${whole}` }, u).entries[name]).toBeGreaterThanOrEqual(-Number(MOST))
      const beyond = ((MOST + 1n) * BigInt(den)) / BigInt(num) + 1n
      expect(refusedCell({ [name]: String(beyond) }, u).code).toBe('bad-number')
      expect(refusedCell({ [name]: `-${beyond}` }, u).code).toBe('bad-number')
    },
  )

  test('Mbit and kbit of one name differ by 1000, in one message and in two', () => {
    const name = 'DRB.PdcpSduVolumeDL'
    expect(cellOf({ [name]: 1.2505 }).entries[name]).toBe(1_250_500)
    expect(cellOf({ [name]: 1250.5 }, { [name]: 'kbit' }).entries[name]).toBe(1_250_500)
    const parts = { [`${name}.5qi9`]: 1250.5, [`${name}.5qi1`]: 1.25 }
    // the unit of a part is its own, the other's that of the total
    expect(cellOf(parts, { [name]: 'Mbit', [`${name}.5qi9`]: 'kbit' }).entries).toEqual({
      [`${name}.5qi9`]: 1_250_500,
      [`${name}.5qi1`]: 1_250_000,
      [name]: 2_500_500,
    })
  })

  test.each(MEASUREMENTS.map(({ name, quantity }) => ({ name, quantity })))(
    '$name refuses a unit of another quantity, and says which it takes',
    ({ name, quantity }) => {
      const foreign = quantity === 'volume' ? 's' : 'kbit'
      expect(refusedCell({ [name]: 1 }, { [name]: foreign })).toEqual({
        code: 'unknown-unit',
        detail: `cells[0].u["${name}"]: expected one of ${unitsOf(quantity).join(', ')}, got "${foreign}"`,
      })
    },
  )
})
