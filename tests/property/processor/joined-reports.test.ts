import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limitMs, often } from '../../support/often.ts'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5)
const STATION = 'HN-0001'
const BOOTS = ['1790000000000-7', '1790000900000-8']
const LIMIT_MS = limitMs(120_000)

const ATT = 'RRC.ConnEstabAtt'
const SUCC = 'RRC.ConnEstabSucc'
const VOL = 'DRB.PdcpSduVolumeDL'
const USED = 'RRU.PrbUsedDl'
const AVAIL = 'RRU.PrbAvailDl'
const MAX = 'RRC.ConnMax'
const BINS = 'DRB.UEThpDlDist'
/** Each with the parts of one dimension that it may be told in. */
const COUNTERS: Readonly<Record<string, readonly string[]>> = {
  [ATT]: ['causeMoData', 'causeMtAccess'],
  [SUCC]: [],
  [VOL]: ['5qi1', '5qi9'],
  [USED]: [],
  [AVAIL]: [],
  [MAX]: [],
}
const NAMES = [
  ...Object.entries(COUNTERS).flatMap(([name, parts]) => [name, ...parts.map((part) => `${name}.${part}`)]),
  ...[3, 7, 8].map((bin) => `${BINS}.bin${bin}`),
]

/** [end, gp] [s]: two of 10 s and one of 60 s in the first minute, one of 60 s in the second. */
const PERIODS = [
  [10, 10],
  [20, 10],
  [60, 60],
  [120, 60],
] as const

const report = fc.record({
  period: fc.constantFrom(...PERIODS),
  src: fc.constantFrom('0', 'cu', 'du'),
  rev: fc.constantFrom(0, 0, 0, 1, 2),
  boot: fc.constantFrom(0, 0, 0, 1),
  suspect: fc.constantFrom(false, false, false, true),
  m: fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.oneof({ weight: 12, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.constantFrom(null, -1) }),
    { minKeys: 1, maxKeys: 7 },
  ),
})
type Report = (typeof report extends fc.Arbitrary<infer R> ? R : never) & { readonly seq: number }

/** A counter as all reports of one period tell it together. */
interface Known {
  readonly value: number
  readonly suspect: boolean
}

/** By loops alone: best report first; what a later revision or boot tells in parts it tells whole. */
function joinedByHand(reports: readonly Report[]): Record<string, Known> {
  const sorted = reports.toSorted((a, b) => b.rev - a.rev || b.boot - a.boot || b.seq - a.seq)
  const all: Record<string, Known> = {}
  for (const rev of [2, 1, 0]) {
    for (const boot of [1, 0]) {
      const edition = sorted.filter((each) => each.rev === rev && each.boot === boot)
      const known: Record<string, Known> = {}
      for (const each of edition) {
        for (const [name, value] of Object.entries(each.m)) {
          if (value !== null && known[name] === undefined) known[name] = { value, suspect: each.suspect }
        }
      }
      for (const [name, parts] of Object.entries(COUNTERS)) {
        const keys = parts
          .map((part) => `${name}.${part}`)
          .filter((key) => edition.some(({ m }) => m[key] !== undefined))
        const told = keys.flatMap((key) => known[key] ?? [])
        if (keys.length === 0 || told.length < keys.length) continue
        const sum = told.reduce((total, { value }) => total + value, 0)
        if (known[name] === undefined) known[name] = { value: sum, suspect: told.some((each) => each.suspect) }
        // rounding to the smallest unit aside, the total must be the sum: these are whole counts and whole Mbit
        else if (known[name].value !== sum) known[name] = { value: known[name].value, suspect: true }
      }
      const hasBins = Object.keys(all).some((name) => name.startsWith(BINS))
      for (const [name, each] of Object.entries(known)) {
        if (all[name] === undefined && !(hasBins && name.startsWith(BINS))) all[name] = each
      }
    }
  }
  return all
}

type Figure = Readonly<Record<string, number>>

/** What each KPI makes of the counters of a period; undefined: nothing. */
function figures(known: Record<string, Known>, gp: number): Record<string, Figure | undefined> {
  const make = (names: readonly string[], of: (...values: number[]) => Figure, isSuspect = false) => {
    const told = names.flatMap((name) => known[name] ?? [])
    if (told.length < names.length || told.some(({ value }) => value < 0)) return undefined
    const sus = isSuspect || told.some(({ suspect }) => suspect) ? gp : 0
    return { ...of(...told.map(({ value }) => value)), obs: gp, sus }
  }
  const more = (a: string, b: string) => (known[a]?.value ?? 0) > (known[b]?.value ?? 0)
  const bins = [3, 7, 8].map((bin) => `${BINS}.bin${bin}`).filter((name) => known[name] !== undefined)
  return {
    RrcSetupSuccess: make([ATT, SUCC], (att, succ) => ({ att: att as number, succ: succ as number }), more(SUCC, ATT)),
    TrafficVolumeDl: make([VOL], (vol) => ({ vol: (vol as number) * 1e6 })),
    PrbUtilDl: more(USED, AVAIL)
      ? undefined
      : make([USED, AVAIL], (used, avail) => ({
          used: (used as number) * gp * 1000,
          avail: (avail as number) * gp * 1000,
        })),
    ConnMax: make([MAX], (max) => ({ max: (max as number) * 1000 })),
    UeThpDlDist:
      bins.length === 0
        ? undefined
        : make(bins, (...counts) =>
            Object.fromEntries(bins.map((name, i) => [name.slice(name.lastIndexOf('.') + 1), counts[i] as number])),
          ),
  }
}

/** Of a minute: the report of 60 s, or else those of 10 s added up. */
function minuteByHand(reports: readonly Report[], endS: number): Record<string, Figure> {
  const of = ([end, gp]: readonly [number, number]) =>
    figures(joinedByHand(reports.filter(({ period }) => period[0] === end && period[1] === gp)), gp)
  const whole = of([endS, 60])
  const fine = endS === 60 ? [of([10, 10]), of([20, 10])] : []
  const out: Record<string, Figure> = {}
  for (const kpi of Object.keys(whole)) {
    const counting = whole[kpi] === undefined ? fine.map((each) => each[kpi]) : [whole[kpi]]
    const total: Record<string, number> = {}
    for (const figure of counting) {
      for (const [part, value] of Object.entries(figure ?? {})) {
        const before = total[part] ?? 0
        total[part] = part === 'max' ? Math.max(before, value) : before + value
      }
    }
    out[kpi] = Object.fromEntries(Object.entries(total).filter(([, value]) => value !== 0))
  }
  return out
}

function minuteOf(run: Reduction, endS: number, kpis: readonly string[]): Record<string, Figure> {
  const row = Object.entries(run.cell('1m', T + (endS - 60) * 1000, STATION, '1'))
  return Object.fromEntries(
    kpis.map((kpi) => [
      kpi,
      Object.fromEntries(
        row
          .filter(([field, value]) => field.startsWith(`${kpi}.`) && value !== 0 && !Number.isNaN(value))
          .map(([field, value]) => [field.slice(kpi.length + 1), value]),
      ),
    ]),
  )
}

function runOf(reports: readonly Report[], batchSize: number): Reduction {
  const run = new Reduction('sim-test', batchSize)
  for (const { period, src, rev, boot, seq, suspect, m } of reports) {
    const [end, gp] = period
    const cells = [{ cell: '1', suspect, m }]
    run.send(STATION, 'pm', { boot: BOOTS[boot], src, seq, end: T + end * 1000, gp, rev, cells })
  }
  return run.settle()
}

/** What operators are told of impossible counters. */
const setAside = (run: Reduction) => run.events('quarantine').filter(({ cause }) => cause !== 'withdrawn')

describe('whole and split reports of some periods, corrected and told by several units', () => {
  it(
    'give the figures of their counters together, and the same events, in any order, with repetitions, in any commits',
    () => {
      fc.assert(
        fc.property(
          fc.array(report, { minLength: 1, maxLength: 9 }),
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 13, maxLength: 13 }),
          fc.array(fc.nat(8), { maxLength: 4 }),
          fc.integer({ min: 1, max: 14 }),
          (told, keys, again, batchSize) => {
            const reports = told.map((each, seq): Report => ({ ...each, seq }))
            const order = [...reports, ...again.map((pick) => reports[pick % reports.length] as Report)]
              .map((each, i) => ({ each, key: keys[i % keys.length] as number }))
              .sort((a, b) => a.key - b.key)
            const run = runOf(
              order.map(({ each }) => each),
              batchSize,
            )
            expect(setAside(run)).toEqual(setAside(runOf(reports, 1)))
            for (const end of [60, 120]) {
              const expected = minuteByHand(reports, end)
              expect(minuteOf(run, end, Object.keys(expected))).toEqual(expected)
            }
          },
        ),
        { numRuns: often(150), endOnFailure: true },
      )
    },
    LIMIT_MS,
  )
})
