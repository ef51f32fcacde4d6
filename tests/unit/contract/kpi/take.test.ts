import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KPIS } from '../../../../contract/kpi/catalogue.ts'
import type { Take } from '../../../../contract/kpi/definition.ts'
import { overProduct, takeOf } from '../../../../contract/kpi/take.ts'
import { measurementByName } from '../../../../contract/measurement/catalogue.ts'
import { keptUnit } from '../../../../contract/measurement/unit.ts'

const values = (all: Readonly<Record<string, number>>) => (name: string) => all[name]

describe('takeOf', () => {
  it('adds, multiplies, divides', () => {
    const rate = values({ 'DRB.UEThpDl': 50_000_000, 'DRB.MeanActiveUeDl': 1_500 })
    const take: Take = { sum: ['DRB.UEThpDl'], times: ['DRB.MeanActiveUeDl', '@period'], per: 1_000 }
    // 50 Mbit/s · 1.5 UE · 900 s = 67.5 Gbit
    expect(takeOf(take, rate, { periodS: 900 })).toBe(67_500_000_000)
    expect(takeOf({ sum: ['a', 'b'], times: ['@period'] }, values({ a: 2, b: 3 }), { periodS: 60 })).toBe(300)
    expect(takeOf({ sum: ['@nrb'], times: ['@period', 1_000] }, values({}), { periodS: 60, nrb: 273 })).toBe(16_380_000)
  })

  it('takes nothing where something is missing', () => {
    expect(takeOf({ sum: ['a', 'b'] }, values({ a: 2 }), { periodS: 60 })).toBeUndefined()
    expect(takeOf({ sum: ['a'], times: ['b'] }, values({ a: 2 }), { periodS: 60 })).toBeUndefined()
    expect(takeOf({ sum: ['a'], per: 'b' }, values({ a: 2 }), { periodS: 60 })).toBeUndefined()
    expect(takeOf({ sum: ['@nrb'] }, values({}), { periodS: 60 })).toBeUndefined()
  })

  it('is 0 where it would be divided by 0, and nothing beyond 2^53', () => {
    expect(takeOf({ sum: ['a'], per: 'b' }, values({ a: 2, b: 0 }), { periodS: 60 })).toBe(0)
    expect(overProduct(2 ** 50, [1_000], 1)).toBeUndefined()
    expect(overProduct(2 ** 50, [1_000], 1_000)).toBe(2 ** 50)
  })

  it('rounds half to even, below and above 2^53 alike', () => {
    expect([5, 15, 25, -5, -15, -25, 6, -6].map((x) => overProduct(x, [], 10))).toEqual([0, 2, 2, 0, -2, -2, 1, -1])
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(fc.integer({ min: 0, max: 1e6 }), { maxLength: 3 }),
        fc.integer({ min: 1, max: 1e6 }),
        (total, factors, per) => {
          const product = factors.reduce((all, factor) => all * BigInt(factor), BigInt(total))
          // an oracle in halves: twice the quotient, floored, tells which side of a tie it lies on
          const twice = floorDiv(2n * product, BigInt(per))
          const isTie = 2n * product === twice * BigInt(per) && twice % 2n !== 0n
          const down = floorDiv(product, BigInt(per))
          const right = isTie ? (down % 2n === 0n ? down : down + 1n) : floorDiv(twice + 1n, 2n)
          const found = overProduct(total, factors, per)
          if (right > BigInt(Number.MAX_SAFE_INTEGER) || right < -BigInt(Number.MAX_SAFE_INTEGER)) {
            expect(found).toBeUndefined()
          } else expect(found).toBe(Number(right))
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

function floorDiv(a: bigint, b: bigint): bigint {
  const whole = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? whole - 1n : whole
}

/** A unit as its size and its dimensions; users, packets and samples are numbers. */
interface Size {
  readonly size: number
  readonly dimensions: Readonly<Record<string, number>>
}

const SIZES: Readonly<Record<string, Size>> = {
  count: { size: 1, dimensions: {} },
  bit: { size: 1, dimensions: { bit: 1 } },
  s: { size: 1, dimensions: { s: 1 } },
  ms: { size: 1e-3, dimensions: { s: 1 } },
  us: { size: 1e-6, dimensions: { s: 1 } },
  'bit/s': { size: 1, dimensions: { bit: 1, s: -1 } },
  '1e-6': { size: 1e-6, dimensions: {} },
  mPRB: { size: 1e-3, dimensions: { PRB: 1 } },
  PRB: { size: 1, dimensions: { PRB: 1 } },
  PRB·ms: { size: 1e-3, dimensions: { PRB: 1, s: 1 } },
  mUE: { size: 1e-3, dimensions: {} },
  mUE·s: { size: 1e-3, dimensions: { s: 1 } },
  mWh: { size: 1e-3, dimensions: { Wh: 1 } },
  mW: { size: 1e-3, dimensions: { W: 1 } },
  mW·s: { size: 1e-3, dimensions: { W: 1, s: 1 } },
  'm°C': { size: 1e-3, dimensions: { K: 1 } },
  'm°C·s': { size: 1e-3, dimensions: { K: 1, s: 1 } },
  us·packet: { size: 1e-6, dimensions: { s: 1 } },
  '1e-6·packet': { size: 1e-6, dimensions: {} },
}

function sizeOf(name: string): Size {
  if (name === '@period') return SIZES.s as Size
  if (name === '@nrb') return SIZES.PRB as Size
  const found = measurementByName(name)
  expect(found?.name, name).toBe(name)
  return SIZES[keptUnit(found!.quantity)] as Size
}

function multiplied(a: Size, b: Size, power: 1 | -1): Size {
  const dimensions: Record<string, number> = { ...a.dimensions }
  for (const [name, exponent] of Object.entries(b.dimensions)) {
    dimensions[name] = (dimensions[name] ?? 0) + power * exponent
    if (dimensions[name] === 0) delete dimensions[name]
  }
  return { size: a.size * b.size ** power, dimensions }
}

function unitOf({ sum, times = [], per = 1 }: Take): Size {
  const units = sum.map(sizeOf)
  for (const unit of units) expect(unit).toEqual(units[0])
  let unit = units[0] as Size
  // a number twice as great says the same of a unit half the size
  for (const by of times) {
    unit = typeof by === 'number' ? { ...unit, size: unit.size / by } : multiplied(unit, sizeOf(by), 1)
  }
  return typeof per === 'number' ? { ...unit, size: unit.size * per } : multiplied(unit, sizeOf(per), -1)
}

describe('every take of the catalogue', () => {
  const all = KPIS.flatMap((kpi) =>
    kpi.stages.flatMap((stage) =>
      stage.variants.flatMap((variant) =>
        stage.parts.flatMap((part) => {
          const take = variant.takes[part.id]
          return take === undefined || 'binsOf' in take ? [] : [{ kpi, variant, part, take }]
        }),
      ),
    ),
  )

  it.each(all.map((one) => [`${one.kpi.id}.${one.part.id} ${one.variant.id}`, one] as const))(
    '%s is in the unit of its part',
    (_, { part, take, variant }) => {
      const found = unitOf(take)
      // PDCP volume as packets of 12 000 bits: a bit is 1 / 12 000 of a packet
      const isPackets = variant.id.startsWith('volume') && take.per === 12_000
      const { bit, ...dimensions } = found.dimensions
      const right = SIZES[part.unit] as Size
      if (isPackets) expect({ bit, dimensions }).toEqual({ bit: 1, dimensions: right.dimensions })
      else expect(found.dimensions).toEqual(right.dimensions)
      expect(isPackets ? found.size / 12_000 : found.size).toBeCloseTo(right.size, 12)
    },
  )

  it('counts distributions of the measurements that are distributions', () => {
    const binned = KPIS.flatMap((kpi) => kpi.stages.flatMap(({ variants }) => variants)).flatMap(({ takes }) =>
      Object.values(takes).flatMap((take) => ('binsOf' in take ? [take.binsOf] : [])),
    )
    expect(binned).toHaveLength(5)
    for (const name of binned) expect(measurementByName(name)?.dimensions).toContain('bin')
  })
})
