import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KpiRow } from '../../../store/mod.ts'
import { partsOf } from '../../support/kpi-parts.ts'
import { limitMs, often } from '../../support/often.ts'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5)
const BOOTS = ['1790000000000-7', '1790000900000-8']
const STATIONS = ['HN-0001', 'HN-0002']
/** A whole window of 15 min, and one that stays open. */
const SPEECH_S = 1200
/** Each life is reduced twice, message by message: seconds on a free machine, more than a minute on a loaded one. */
const LIMIT_MS = limitMs(180_000)

interface Sent {
  readonly station: string
  readonly kind: string
  readonly body: Record<string, unknown>
}

/** What two stations say in twenty minutes: births, states, heartbeats, and reports of mixed periods, some twice, some lost, some split. */
const speech = fc.record({
  restartAtS: fc.option(fc.integer({ min: 300, max: 1000 }), { nil: undefined }),
  gps: fc.subarray([10, 60, 300, 900], { minLength: 1 }),
  faultAtS: fc.option(fc.integer({ min: 60, max: 1100 }), { nil: undefined }),
  lost: fc.uniqueArray(fc.integer({ min: 0, max: 270 }), { maxLength: 30 }),
  corrected: fc.uniqueArray(fc.integer({ min: 0, max: 270 }), { maxLength: 5 }),
  /** CU and DU report by themselves, each a part of the counters. */
  isSplit: fc.boolean(),
})
type Speech = typeof speech extends fc.Arbitrary<infer S> ? S : never

function say(station: string, s: Speech): Sent[] {
  const out: Sent[] = []
  let boot = 0
  let seq = 0
  let duSeq = 0
  const startS = [0, s.restartAtS ?? Number.POSITIVE_INFINITY]
  const tell = (kind: string, body: Record<string, unknown>) => {
    out.push({ station, kind, body: { boot: BOOTS[boot], seq: seq++, ...body } })
  }
  const birth = (atS: number) => {
    tell('birth', {
      t: T + atS * 1000,
      conn: `c${boot}`,
      started: T + atS * 1000 - (boot === 0 ? 0 : 20_000),
      reason: 'power',
      hb: 60,
      software: `v${boot}`,
      ...(boot === 1 && { prev: { boot: BOOTS[0], last: seq === 0 ? lastOfFirst : 0 } }),
      cells: [
        { cell: '1', mode: 'SA', band: 'n41', scsKHz: 30 },
        { cell: '2', mode: 'NSA', band: 'n78', scsKHz: 30 },
      ],
    })
  }
  const state = (atS: number, cell: string) => {
    const down = s.faultAtS !== undefined && atS >= s.faultAtS && atS < s.faultAtS + 200 && cell === '1'
    tell('state', {
      t: T + atS * 1000,
      cell,
      operationalState: down ? 'DISABLED' : 'ENABLED',
      administrativeState: 'UNLOCKED',
      cellState: down ? 'INACTIVE' : 'ACTIVE',
      availabilityStatus: down ? ['FAILED'] : [],
      energySavingState: 'isNotEnergySaving',
    })
  }
  let lastOfFirst = 0
  birth(0)
  for (let atS = 10; atS <= SPEECH_S; atS += 10) {
    if (s.restartAtS !== undefined && atS >= s.restartAtS - 100 && atS < s.restartAtS + 20) continue
    if (boot === 0 && s.restartAtS !== undefined && atS >= s.restartAtS + 20) {
      lastOfFirst = seq - 1
      boot = 1
      seq = 0
      duSeq = 0
      birth(atS)
    }
    for (const cell of ['1', '2']) {
      if (
        atS % 300 === 10 ||
        atS === Math.ceil((s.faultAtS ?? -1) / 10) * 10 ||
        atS === Math.ceil(((s.faultAtS ?? -1000) + 200) / 10) * 10
      )
        state(atS, cell)
    }
    if (atS % 60 === 0) tell('state', { t: T + atS * 1000, queued: 0 })
    for (const gp of s.gps) {
      if (atS % gp !== 0 || (startS[boot] ?? 0) > atS - gp) continue
      const told = (rev: number, parts: readonly ('cu' | 'du')[]) => ({
        end: T + atS * 1000,
        gp,
        rev,
        cells: ['1', '2'].map((cell) => ({
          cell,
          m: {
            ...(parts.includes('cu') && {
              'DRB.PdcpSduVolumeDL': gp + rev,
              'RRU.PrbAvailDl': 106,
              ...(gp >= 60 && { 'RRC.ConnEstabAtt.sum': gp }),
            }),
            ...(parts.includes('du') && {
              ...(gp >= 60 && cell === '1' && { 'DRB.PdcpSduVolumeDL.5qi9': gp + rev }),
              'RRU.PrbUsedDl': (atS / 10) % 100,
              ...(gp >= 60 && { 'RRC.ConnEstabSucc.sum': gp - (atS % 7) }),
            }),
          },
        })),
      })
      const report = (rev: number) => {
        if (!s.isSplit) return tell('pm', told(rev, ['cu', 'du']))
        tell('pm', told(rev, ['cu']))
        const du = { boot: BOOTS[boot], src: 'du', seq: duSeq++ }
        out.push({ station, kind: 'pm', body: { ...du, ...told(rev, ['du']) } })
      }
      report(0)
      if (s.corrected.includes(out.length)) report(1)
    }
  }
  return out.filter((_, i) => !s.lost.includes(i))
}

function run(messages: readonly Sent[], batchSize = 1): Reduction {
  const r = new Reduction('sim-test', batchSize)
  for (const { station, kind, body } of messages) r.send(station, kind, body)
  return r.settle()
}

/** Store content but for `rev`: what is left in every row, by its identity. */
function content(r: Reduction): Map<string, unknown> {
  const out = new Map<string, unknown>()
  for (const row of r.rows() as KpiRow[]) {
    const fields = Object.fromEntries(
      Object.entries(partsOf(row))
        .filter(([, v]) => v !== 0)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
    if (Object.keys(fields).length > 0) out.set(JSON.stringify([row.table, row.level, row.t, row.tags]), fields)
  }
  return out
}

function shuffled<T>(list: readonly T[], order: readonly number[]): T[] {
  return list
    .map((item, i) => ({ item, key: order[i % order.length] as number, i }))
    .sort((a, b) => a.key - b.key || a.i - b.i)
    .map((x) => x.item)
}

describe('any order, any duplication', () => {
  it(
    'the same set of messages gives the same store content but for rev',
    () => {
      fc.assert(
        fc.property(
          speech,
          speech,
          fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 997, maxLength: 997 }),
          fc.array(fc.nat(400), { maxLength: 20 }),
          (a, b, order, again) => {
            const messages = [...say(STATIONS[0] as string, a), ...say(STATIONS[1] as string, b)]
            const inOrder = content(run(messages))
            const doubled = [...messages, ...again.flatMap((i) => messages.slice(i, i + 1))]
            const mixed = content(run(shuffled(doubled, order)))
            expect(Object.fromEntries(mixed)).toEqual(Object.fromEntries(inOrder))
          },
        ),
        { numRuns: often(15), endOnFailure: true },
      )
    },
    LIMIT_MS,
  )

  it(
    'however many messages are applied together',
    () => {
      fc.assert(
        fc.property(speech, speech, fc.integer({ min: 2, max: 470 }), (a, b, batchSize) => {
          const messages = [...say(STATIONS[0] as string, a), ...say(STATIONS[1] as string, b)]
          const oneByOne = content(run(messages))
          const together = content(run(messages, batchSize))
          expect(Object.fromEntries(together)).toEqual(Object.fromEntries(oneByOne))
        }),
        { numRuns: often(12), endOnFailure: true },
      )
    },
    LIMIT_MS,
  )

  it('the five times add up to exp in every row, and the zones to their cells', () => {
    fc.assert(
      fc.property(speech, (a) => {
        const rows = run(say(STATIONS[0] as string, a)).rows()
        const sums: Record<string, number> = {}
        for (const row of rows) {
          const f = partsOf(row)
          const parts = ['up', 'down', 'planned', 'es', 'unknown'].reduce((n, k) => n + (f[`avail.${k}`] ?? 0), 0)
          expect(parts).toBe(f.exp ?? 0)
          if (row.table === 'station_kpi' || row.table === 'cell_kpi_sub') continue
          for (const [field, value] of Object.entries(f)) {
            const key = `${row.level} ${row.t} ${field}`
            sums[key] = (sums[key] ?? 0) + (row.table === 'zone_kpi' ? -value : value)
          }
        }
        expect(Object.entries(sums).filter(([, v]) => v !== 0)).toEqual([])
      }),
      { numRuns: often(20), endOnFailure: true },
    )
  })
})
