import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SubDimension } from '../../../contract/measurement/measurement.ts'
import { KPIS, measurementByName, measurementsOf } from '../../../contract/mod.ts'
import type { KpiRow } from '../../../store/mod.ts'
import { partsOf } from '../../support/kpi-parts.ts'
import { limitMs, often } from '../../support/often.ts'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5)
const STATION = 'HN-0001'
const BOOT = '1790000000000-7'
const CELLS = ['1', '2']
const LIMIT_MS = limitMs(120_000)

type Values = Record<string, number | null>
interface Message {
  readonly src: string
  readonly seq: number
  readonly end: number
  readonly gp: number
  readonly cells: readonly { readonly cell: string; readonly m: Values }[]
  readonly station?: { readonly m: Values }
}

const PARTS: Readonly<Partial<Record<SubDimension, readonly string[]>>> = {
  '5qi': ['5qi1', '5qi9'],
  plmn: ['plmn452-04'],
  snssai: ['snssai1'],
  cause: ['causex'],
  bin: ['bin2', 'bin5'],
}

/** The counters of each KPI of this object, whole and in typed parts, in every way in which it can be counted. */
const namesOf = (object: 'cell' | 'station'): string[][] =>
  KPIS.filter((kpi) => kpi.object === object && kpi.basis === 'report' && kpi.stages.length > 0).map(({ stages }) =>
    stages
      .flatMap(({ variants }) => variants.flatMap(({ takes }) => Object.values(takes).flatMap(measurementsOf)))
      .flatMap((name) => [name, ...(measurementByName(name)?.dimensions ?? []).flatMap((d) => partsNamed(name, d))]),
  )
const partsNamed = (name: string, of: SubDimension) => (PARTS[of] ?? []).map((sub) => `${name}.${sub}`)

/** What a report tells, each counter with the message that is to tell it where the report is told in several. */
const counters = (kpis: readonly (readonly string[])[]) =>
  fc
    .record({
      kpis: fc.subarray([...kpis], { maxLength: Math.min(8, kpis.length) }),
      lacking: fc.array(fc.nat(40), { maxLength: 12 }),
      told: fc.array(
        fc.record({
          value: fc.oneof(
            { weight: 15, arbitrary: fc.integer({ min: 0, max: 60 }) },
            { weight: 1, arbitrary: fc.constantFrom(null, -1) },
          ),
          message: fc.nat(2),
        }),
        { minLength: 5, maxLength: 23 },
      ),
    })
    .map(({ kpis: of, lacking, told }) =>
      [...new Set(of.flat())]
        .filter((_, i) => !lacking.includes(i % 41))
        .map((name, i) => ({ name, ...(told[i % told.length] as { value: number | null; message: number }) })),
    )

const report = fc.record({
  endS: fc.constantFrom(10, 60, 120, 900),
  gp: fc.constantFrom(10, 60),
  cells: fc.tuple(counters(namesOf('cell')), counters(namesOf('cell'))),
  station: counters(namesOf('station')),
  srcs: fc.constantFrom(['0', '0', '0'], ['cu', 'du', 'ru'], ['0', 'du', 'du']),
})
type Report = typeof report extends fc.Arbitrary<infer R> ? R : never

/** The messages of one report: only those counters that `isIn` lets through. */
function message(each: Report, src: string, seq: number, isIn: (message: number) => boolean): Message {
  const told = (of: Report['station']) =>
    Object.fromEntries(of.filter((counter) => isIn(counter.message)).map(({ name, value }) => [name, value]))
  return {
    src,
    seq,
    end: T + each.endS * 1000,
    gp: each.gp,
    cells: each.cells.map((own, i) => ({ cell: CELLS[i] as string, m: told(own) })),
    station: { m: told(each.station) },
  }
}

function content(messages: readonly Message[], batchSize: number): Record<string, unknown> {
  const run = new Reduction('sim-test', batchSize)
  for (const body of messages) run.send(STATION, 'pm', { boot: BOOT, ...body })
  run.settle()
  const out: Record<string, unknown> = {}
  for (const row of run.rows() as KpiRow[]) {
    const fields = Object.entries(partsOf(row)).filter(([, value]) => value !== 0 && !Number.isNaN(value))
    if (fields.length > 0)
      out[JSON.stringify([row.table, row.level, row.t, row.tags])] = Object.fromEntries(fields.sort())
  }
  return out
}

describe('one report told in several messages', () => {
  it(
    'gives what it gives in one, however it is split, in any order, with repetitions, in any commits',
    () => {
      fc.assert(
        fc.property(
          fc.uniqueArray(report, { selector: ({ endS, gp }) => `${endS} ${gp}`, minLength: 1, maxLength: 3 }),
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 13, maxLength: 13 }),
          fc.array(fc.nat(8), { maxLength: 4 }),
          fc.integer({ min: 1, max: 12 }),
          (reports, keys, again, batchSize) => {
            const whole = reports.map((each, i) => message(each, '0', i, () => true))
            const split = reports.flatMap((each, i) =>
              each.srcs.map((src, part) => message(each, src, i * 3 + part, (own) => own === part)),
            )
            const twice = [...split, ...again.map((pick) => split[pick % split.length] as Message)]
            const order = twice
              .map((each, i) => ({ each, key: keys[i % keys.length] as number }))
              .sort((a, b) => a.key - b.key)
              .map(({ each }) => each)
            expect(content(order, batchSize)).toEqual(content(whole, 1))
          },
        ),
        { numRuns: often(30), endOnFailure: true },
      )
    },
    LIMIT_MS,
  )
})
