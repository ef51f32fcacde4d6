import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CELL_TAGS, HORIZON_MS, isSafeTagValue, LEVEL_MS, LEVELS } from '../../../contract/mod.ts'
import { identifier, literal } from '../../../store/influx/influxql.ts'
import { decimal } from '../../../store/influx/influxql-terms.ts'
import { kpiLine } from '../../../store/influx/kpi-lines.ts'
import { encodePoint, quoteString, UnsafeRowError } from '../../../store/influx/line-protocol.ts'
import { historyPoint } from '../../../store/influx/side-points.ts'
import { historyRow, kpiRow, tagsOf } from '../../conformance/store-fixtures.ts'

/** Reads a line of line protocol by its grammar: the other half of what the encoder does. */
function read(line: string): { tags: Record<string, string>; fields: Record<string, string>; time: string } {
  const [series = '', ...rest] = line.split(' ')
  const time = rest.pop() ?? ''
  const pairs = (text: string) => Object.fromEntries(text.split(',').map((pair) => pair.split('=') as [string, string]))
  const [, ...tags] = series.split(',')
  return { tags: pairs(tags.join(',')), fields: pairs(rest.join(' ')), time }
}

const anyText = fc.string({ unit: 'binary', maxLength: 20 })

describe('line protocol', () => {
  it('a KPI row comes out as it went in, tags sorted, parts as floats', () =>
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('exp', 'avail.up', 'DlUeThroughput.vol', 'PrbUtilDl.used'),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          { minKeys: 1 },
        ),
        fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }).filter(isSafeTagValue), {
          minLength: 11,
          maxLength: 11,
        }),
        fc.nat(1e6),
        (fields, values, rev) => {
          const tags = Object.fromEntries(CELL_TAGS.map((tag, i) => [tag, values[i]!]))
          const { text } = kpiLine(kpiRow({ t: 60_000, fields, tags, rev }))
          const line = read(text)
          expect(line.tags).toEqual(tags)
          expect(Object.keys(line.tags)).toEqual([...CELL_TAGS].sort())
          const { rev: gotRev, gp, retired, ...parts } = line.fields
          expect([gotRev, gp, retired]).toEqual([`${rev}i`, '60i', '0i'])
          for (const [field, value] of Object.entries(fields)) {
            expect(Number(parts[field])).toBe(value === 0 ? 0 : value)
            expect(parts[field]).not.toMatch(/i$/)
          }
        },
      ),
    ))

  it('any text as a tag is either safe or refused: never more tags, fields or lines than were meant', () =>
    fc.assert(
      fc.property(anyText, (value) => {
        const row = kpiRow({ t: 60_000, fields: { exp: 1 }, tags: { cell: value } })
        if (!isSafeTagValue(value)) {
          expect(() => kpiLine(row)).toThrow(UnsafeRowError)
          return
        }
        const { text } = kpiLine(row)
        expect(text).not.toContain('\n')
        expect(read(text).tags).toEqual(tagsOf('cell_kpi', { cell: value }))
      }),
      { numRuns: 1000 },
    ))

  it('any text in a string field ends where it ends', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        const quoted = quoteString(text)
        const inside = quoted.slice(1, -1)
        expect(inside.replace(/\\([\\"])/g, '$1')).toBe(text)
        // no quote in it is bare
        expect(inside.replace(/\\[\\"]/g, '')).not.toMatch(/["\\]/)
      }),
      { numRuns: 1000 },
    ))

  it('a field name is safe or refused', () =>
    fc.assert(
      fc.property(anyText, (name) => {
        const point = { measurement: 'm', tags: {}, fields: { [name]: 1 }, time: '1' }
        if (/^[A-Za-z0-9.:/+-][A-Za-z0-9_.:/+-]*$/.test(name) && name !== 'time') {
          expect(encodePoint(point)).toBe(`m ${name}=1 1`)
        } else expect(() => encodePoint(point)).toThrow(UnsafeRowError)
      }),
    ))
})

describe('InfluxQL', () => {
  it('a literal or a name ends where it ends', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        expect(
          literal(text)
            .slice(1, -1)
            .replace(/\\[\\'n]/g, ''),
        ).not.toMatch(/['\\\n]/)
        expect(
          identifier(text)
            .slice(1, -1)
            .replace(/\\[\\"n]/g, ''),
        ).not.toMatch(/["\\\n]/)
      }),
      { numRuns: 1000 },
    ))

  it('a number has no exponent and is the same number', () =>
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(decimal(value)).toMatch(/^-?\d+(\.\d+)?$/)
        expect(Number(decimal(value))).toBe(value === 0 ? 0 : value)
      }),
      { numRuns: 1000 },
    ))
})

describe('history', () => {
  it('no two changes of a cell in one instant share a point, over every window that can still change', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...LEVELS),
        fc.uniqueArray(fc.tuple(fc.nat(4_999), fc.nat(199_999)), {
          minLength: 2,
          maxLength: 200,
          selector: ([window, offset]) => `${window} ${offset}`,
        }),
        fc.nat(1e9),
        (level, changes, firstOffset) => {
          expect(HORIZON_MS[level] / LEVEL_MS[level]).toBeLessThan(5_000)
          const times = changes.map(
            ([window, offset]) =>
              historyPoint(
                historyRow(0, 0, {
                  level,
                  t: window * LEVEL_MS[level],
                  offset: firstOffset + offset,
                  changedAt: 1_790_000_000_000,
                }),
              ).time,
          )
          expect(new Set(times).size).toBe(changes.length)
          for (const time of times) {
            expect(BigInt(time) / 1_000_000_000n).toBe(1_790_000_000n)
          }
        },
      ),
    ))
})
