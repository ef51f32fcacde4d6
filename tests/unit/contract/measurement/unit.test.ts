import { describe, expect, test } from 'vitest'
import { keptUnit, QUANTITIES, type QuantityId, scaleOf, unitsOf } from '../../../../contract/measurement/unit.ts'

const IDS = Object.keys(QUANTITIES) as QuantityId[]

describe('units', () => {
  test.each([
    ['volume', 'Mbit', 1_000_000, 1],
    ['volume', 'kbit', 1_000, 1],
    ['energy', 'kWh', 1_000_000, 1],
    ['energy', 'J', 5, 18],
    ['duration', 's', 1_000, 1],
    ['delay', '0.1ms', 100, 1],
    ['ratio', '%', 10_000, 1],
    ['ratio', '1', 1_000_000, 1],
    ['prb', 'PRB', 1_000, 1],
    ['rate', 'Mbit/s', 1_000_000, 1],
  ] as const)('%s: 1 %s is %i / %i smallest units', (quantity, unit, num, den) => {
    expect(scaleOf(quantity, unit)).toEqual({ num, den })
  })

  test.each([
    ['volume', 'mbit'],
    ['volume', 'MB'],
    ['power', 'MW'],
    ['energy', 'MWh'],
    ['volume', 'toString'],
    ['volume', ''],
  ] as const)('%s does not come in %j', (quantity, unit) => {
    expect(scaleOf(quantity, unit)).toBeUndefined()
  })

  test.each(IDS)('every unit of %s is a positive rational of whole numbers', (id) => {
    expect(keptUnit(id)).not.toBe('')
    expect(unitsOf(id).length).toBeGreaterThan(0)
    for (const unit of unitsOf(id)) {
      const scale = scaleOf(id, unit)
      expect(scale?.num).toSatisfy((n) => Number.isSafeInteger(n) && n > 0)
      expect(scale?.den).toSatisfy((n) => Number.isSafeInteger(n) && n > 0)
    }
  })

  test('thousandths of a block times whole seconds are PRB·ms, and a day of 30,000 cells stays exact', () => {
    const { num } = QUANTITIES.prb.units.PRB
    expect(120 * num * 60).toBe(120 * 60_000)
    // 273 PRB at 120 kHz weigh 8
    expect(30_000 * 273 * num * 86_400 * 8).toBeLessThan(2 ** 53)
  })
})
