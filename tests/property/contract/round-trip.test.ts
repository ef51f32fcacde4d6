import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeMessage, lookUpName, MEASUREMENTS, type Measurement, scaleOf, unitsOf } from '../../../contract/mod.ts'

const CONTEXT = { realm: 'sim-x', receivedAtMs: 0 }
const DAY_S = 86_400

const SUB_COUNTERS = {
  cause: 'causeabc',
  plmn: 'plmn452-04',
  snssai: 'snssai1-000001',
  '5qi': '5qi9',
  bin: 'bin3',
} as const

interface Reported {
  readonly key: string
  readonly measurement: Measurement
  readonly unit: string | undefined
  readonly value: number
}

/** A whole number of a unit, so small that no unit of its quantity makes it too big. */
const reported: fc.Arbitrary<Reported> = fc.constantFrom(...MEASUREMENTS).chain((measurement) =>
  fc.record({
    measurement: fc.constant(measurement),
    key: fc.constantFrom(
      measurement.name,
      ...measurement.dimensions.map((dimension) => `${measurement.name}.${SUB_COUNTERS[dimension]}`),
    ),
    unit: fc.option(fc.constantFrom(...unitsOf(measurement.quantity)), { nil: undefined }),
    value: fc.integer({ min: 0, max: 1_000_000 }),
  }),
)

/** The same name as someone else would spell it. */
const respelt = (name: string, flips: readonly boolean[]) =>
  [...name]
    .map((letter, i) => (flips[i % flips.length] === true ? letter.toUpperCase() : letter.toLowerCase()))
    .join('')

const oneEach = (reports: readonly Reported[]) => [...new Map(reports.map((each) => [each.measurement, each])).values()]

const smallest = ({ measurement, unit, value }: Reported) => {
  const scale = scaleOf(measurement.quantity, unit ?? measurement.unit)
  if (scale === undefined) throw new Error(measurement.name)
  const twice = (2n * BigInt(value) * BigInt(scale.num)) / BigInt(scale.den)
  const exact = (BigInt(value) * BigInt(scale.num)) % BigInt(scale.den) === 0n
  if (exact) return Number(twice / 2n)
  // 5/18: never on a tie unless twice the value is whole and odd
  const tie = (2n * BigInt(value) * BigInt(scale.num)) % BigInt(scale.den) === 0n
  const down = twice / 2n
  if (tie) return Number(down % 2n === 0n ? down : down + 1n)
  return Number(twice % 2n === 0n ? down : down + 1n)
}

/** Totals that are told by one of their parts alone. */
function addedUpIn(reports: readonly Reported[]): { addedUp?: string[] } {
  const alone = reports.filter(({ key, measurement }) => measurement.additive && key !== measurement.name)
  return alone.length === 0 ? {} : { addedUp: alone.map(({ measurement }) => measurement.name) }
}

const cell = fc.record({
  reports: fc.array(reported, { maxLength: 20 }).map(oneEach),
  suspect: fc.option(fc.boolean(), { nil: undefined }),
})

const pm = fc.record({
  epochMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  n: fc.nat(),
  seq: fc.maxSafeNat(),
  src: fc.option(fc.stringMatching(/^[A-Za-z0-9_.:-]{1,32}$/), { nil: undefined }),
  day: fc.integer({ min: 1, max: 20_000 }),
  gp: fc.constantFrom(1, 10, 60, 300, 900, 3_600, DAY_S),
  slot: fc.nat({ max: DAY_S }),
  rev: fc.option(fc.nat({ max: 1_000_000 }), { nil: undefined }),
  cells: fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_.-]{1,32}$/), { maxLength: 5 }),
  flips: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
  indent: fc.nat({ max: 2 }),
})

describe('what a station says is what is decoded', () => {
  test('pm: any sound message, however its names are spelt', () => {
    fc.assert(
      fc.property(pm, fc.array(cell, { minLength: 5, maxLength: 5 }), (head, bodies) => {
        const slot = head.slot % (DAY_S / head.gp)
        // a day of Vietnam begins at 17:00Z
        const end = (head.day * DAY_S + 17 * 3_600 + (slot + 1) * head.gp) * 1_000
        const spelt = (name: string) => respelt(name, head.flips)
        const wire = {
          boot: `${head.epochMs}-${head.n}`,
          seq: head.seq,
          src: head.src,
          end,
          gp: head.gp,
          rev: head.rev,
          cells: head.cells.map((id, i) => ({
            cell: id,
            suspect: bodies[i]?.suspect,
            m: Object.fromEntries(bodies[i]?.reports.map((each) => [spelt(each.key), each.value]) ?? []),
            u: Object.fromEntries(
              bodies[i]?.reports
                .filter((each) => each.unit !== undefined)
                .map((each) => [spelt(each.key), each.unit]) ?? [],
            ),
          })),
        }
        const payload = new TextEncoder().encode(JSON.stringify(wire, undefined, head.indent))
        const decoded = decodeMessage('tram5g/v1/sim-x/HN-0001/pm', payload, CONTEXT)
        expect(decoded).toEqual({
          ok: true,
          topic: { realm: 'sim-x', station: 'HN-0001', kind: 'pm' },
          message: {
            kind: 'pm',
            id: { boot: { epochMs: head.epochMs, n: head.n }, src: head.src ?? '0', seq: head.seq },
            endMs: end,
            gpS: head.gp,
            rev: head.rev ?? 0,
            cells: head.cells.map((id, i) => ({
              cell: id,
              suspect: bodies[i]?.suspect ?? false,
              values: new Map(
                bodies[i]?.reports.flatMap((each): [string, number][] => [
                  [each.key, smallest(each)],
                  // one part alone is the sum of its dimension
                  ...(each.measurement.additive ? [[each.measurement.name, smallest(each)] as [string, number]] : []),
                ]),
              ),
              ...addedUpIn(bodies[i]?.reports ?? []),
            })),
            hasTotals: false,
            foreignNames: 0,
          },
        })
      }),
      { numRuns: 500 },
    )
  })

  test('a name means the same in any case', () => {
    const spelling = fc.constantFrom(
      ...MEASUREMENTS.flatMap((each) => [each.name, ...each.aliases].map((name) => ({ name, canonical: each.name }))),
    )
    fc.assert(
      fc.property(spelling, fc.array(fc.boolean(), { minLength: 1 }), ({ name, canonical }, flips) => {
        expect(lookUpName(respelt(name, flips))).toMatchObject({ kind: 'known', key: canonical, sub: undefined })
        expect(lookUpName(respelt(`${name}.sum`, flips))).toMatchObject({
          kind: 'known',
          key: canonical,
          sub: undefined,
        })
      }),
    )
  })

  test('a name repeated with other letters is refused, wherever it stands', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MEASUREMENTS), fc.nat(), ({ name }, value) => {
        const wire = {
          boot: '1-1',
          seq: 1,
          end: 60_000,
          gp: 60,
          cells: [{ cell: '1', m: { [name.toLowerCase()]: value, [name.toUpperCase()]: value } }],
        }
        const decoded = decodeMessage(
          'tram5g/v1/sim-x/HN-0001/pm',
          new TextEncoder().encode(JSON.stringify(wire)),
          CONTEXT,
        )
        expect(decoded).toMatchObject({ ok: false, reject: { code: 'duplicate-name' }, id: { seq: 1 } })
      }),
    )
  })
})
