import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ByTags } from '../../../processor/rows/by-tags.ts'
import type { Fact } from '../../../processor/rows/fact.ts'
import { LAYOUT, TIME_SIZE } from '../../../processor/rows/layout.ts'
import type { Parts } from '../../../processor/rows/parts.ts'
import { fold, type Row } from '../../../processor/rows/row.ts'
import { Shape } from '../../../processor/rows/shape.ts'
import { StationRows } from '../../../processor/rows/station-rows.ts'
import { packStationRows, packZoneRow, unpackStationRows, unpackZoneRow } from '../../../processor/state/row-codec.ts'

const whole = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -1000, max: 1000 }), fc.constant(0))
const tags = fc.constantFrom('A1b2', 'C3d4', 'một thẻ')

/** Few sets of slots, as stations have them, so that rows share shapes and do not. */
const shape = fc
  .constantFrom(
    [0],
    [0, 1, 5],
    LAYOUT.slots.map((_, i) => i).filter((i) => i % 7 === 0),
    [LAYOUT.slots.length - 1],
  )
  .map((places) => Shape.of(places.map((i) => LAYOUT.slots[i]!)))

const parts: fc.Arbitrary<Parts> = shape.chain((made) =>
  fc
    .array(fc.oneof({ weight: 9, arbitrary: whole }, fc.constant(Number.NaN)), {
      minLength: made.size,
      maxLength: made.size,
    })
    .map((values) => ({ shape: made, values })),
)

const times = fc.array(fc.nat(86_400), { minLength: TIME_SIZE, maxLength: TIME_SIZE })

function byTags<T>(value: fc.Arbitrary<T>): fc.Arbitrary<ByTags<T>> {
  return fc.uniqueArray(fc.tuple(tags, value), { maxLength: 3, selector: ([label]) => label }).map(
    (pairs) =>
      new ByTags(
        pairs.map(([label]) => label),
        pairs.map(([, each]) => each),
      ),
  )
}

const fact: fc.Arbitrary<Fact> = fc
  .record({
    endMs: fc.integer({ min: 0, max: 4e12 }),
    gpS: fc.integer({ min: 1, max: 86_400 }),
    rank: fc.tuple(whole, whole, whole, whole, whole),
    tags,
    parts,
    ofTotals: fc.constantFrom(
      {},
      { ofTotals: true as const },
      { ofTotals: true as const, bridge: 'counts' as const },
      { ofTotals: true as const, bridge: 'told' as const },
    ),
  })
  .map(({ ofTotals, ...own }) => ({ ...own, ...ofTotals }))

const row: fc.Arbitrary<Row> = fc
  .record({
    own: fc.array(fact, { maxLength: 3 }),
    kids: byTags(parts),
    times: byTags(times),
    gpS: fc.nat(86_400),
    rev: fc.nat(1000),
  })
  .map((each) => ({ ...each, sums: fold(each.own, each.kids) }))

it('rows of a station come out of the state as they went in, those that are alike and those that are not', () =>
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      const cells = rows.map((_, i) => (i === 0 ? '' : `${i}:5qi9`))
      const kept = new StationRows(cells, rows)
      expect(unpackStationRows(packStationRows(kept))).toEqual(kept)
    }),
  ))

it('a row of a zone comes out as it went in, fractions too', () =>
  fc.assert(
    fc.property(parts, times, fc.nat(86_400), fc.nat(1000), fc.boolean(), (made, own, gpS, rev, isWhole) => {
      const weighed = isWhole ? made : { shape: made.shape, values: made.values.map((value) => value / 16) }
      const kept = { parts: weighed, times: own, gpS, rev }
      expect(unpackZoneRow(packZoneRow(kept))).toEqual(kept)
    }),
  ))
