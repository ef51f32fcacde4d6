import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ControlRecord } from '../../../contract/mod.ts'
import { partsOf } from '../../support/kpi-parts.ts'
import { often } from '../../support/often.ts'
import { Reduction } from '../../support/reduce.ts'
import { CUT_OFF, FAILED, LOCKED, SAVING, UP } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (s: number) => T + s * 1000
const SPAN_S = 1860
const BOOTS = ['1790000000000-7', '1790000900000-8']
const CONDITIONS = [UP, UP, FAILED, LOCKED, CUT_OFF, SAVING]
const CAUSES = ['commercialPowerFailure', 'temperatureUnacceptable', 'equipmentMalfunction', 'indeterminate']

const CELLS = ['1', '2'].map((cell) => ({ cell, mode: 'SA', band: 'n41', scsKHz: 30 }))

const second = fc.integer({ min: 0, max: SPAN_S })
const stretch = fc.record({
  from: second,
  lasts: fc.integer({ min: 1, max: 700 }),
  cell: fc.constantFrom('', '/1', '/2'),
})

/** What a station of two cells goes through, and what its operator says of it. */
const plan = fc.record({
  states: fc.array(fc.tuple(second, fc.constantFrom('1', '2'), fc.nat(5)), { maxLength: 30 }),
  everyS: fc.constantFrom(60, 250, 300),
  reports: fc.subarray([10, 60, 90, 900], { maxLength: 2 }),
  /** Seconds of unavailability that reports tell, taken over and over. */
  away: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })), {
    minLength: 1,
    maxLength: 7,
  }),
  corrected: fc.array(fc.nat(300), { maxLength: 4 }),
  suspect: fc.array(fc.nat(300), { maxLength: 4 }),
  alarms: fc.array(
    fc.tuple(second, fc.nat(3), fc.constantFrom('raise', 'clear', 'list', 'raised-before'), fc.constantFrom('', '1')),
    {
      maxLength: 8,
    },
  ),
  restartAt: fc.option(fc.integer({ min: 300, max: 1500 }), { nil: undefined }),
  silentFrom: fc.option(second, { nil: undefined }),
  lost: fc.array(fc.nat(400), { maxLength: 12 }),
  works: fc.array(stretch, { maxLength: 2 }),
  declared: fc.array(stretch, { maxLength: 2 }),
  withdrawn: fc.boolean(),
  away2: fc.option(second, { nil: undefined }),
  movesAt: fc.option(second, { nil: undefined }),
  inServiceFrom: fc.option(second, { nil: undefined }),
  /** Heartbeats that its births tell [s]: the first, and those of later connections. */
  hb: fc.constantFrom(10, 60, 300),
  connects: fc.array(fc.tuple(second, fc.constantFrom(10, 20, 40, 60)), { maxLength: 3 }),
})
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never
type Delivery = { readonly kind: string; readonly body: Record<string, unknown> } | ControlRecord

function messagesOf(p: Plan): Delivery[] {
  const said: [atS: number, kind: string, body: Record<string, unknown>][] = []
  for (const cell of ['1', '2']) {
    let condition: object = UP
    const own = p.states.filter(([, each]) => each === cell).sort((a, b) => a[0] - b[0])
    for (let s = 0; s <= SPAN_S; s++) {
      const change = own.findLast(([when]) => when === s)
      if (change !== undefined) condition = CONDITIONS[change[2]] as object
      if (s % p.everyS === 0 || change !== undefined) said.push([s, 'state', { t: at(s), cell, ...condition }])
    }
  }
  for (let s = 60; s <= SPAN_S; s += 60) said.push([s, 'state', { t: at(s), queued: 0 }])
  for (const [s, hb] of p.connects) said.push([s, 'birth', { t: at(s), conn: `c${s}`, hb, cells: CELLS }])
  let n = 0
  for (const gp of p.reports) {
    for (let end = gp; end <= SPAN_S; end += gp) {
      for (const rev of p.corrected.includes(n) ? [0, 1] : [0]) {
        const cells = ['1', '2'].map((cell) => {
          const [fault, manual] = p.away[(n + rev + Number(cell)) % p.away.length] as [number, number]
          const share = Math.min(1, gp / 120)
          const [a, b] = [Math.floor(fault * share), Math.floor(manual * share)]
          const m = {
            'RRU.CellUnavailableTime.sum': a + b,
            'RRU.CellUnavailableTime.Fault': a,
            'RRU.CellUnavailableTime.ManualIntervention': b,
          }
          return { cell, suspect: p.suspect.includes(n), m }
        })
        said.push([end, 'pm', { end: at(end), gp, rev, cells }])
      }
      n++
    }
  }
  for (const [s, which, how, cell] of p.alarms) {
    const alarm = {
      alarmId: `a${which}`,
      alarmType: 'x',
      perceivedSeverity: 'MAJOR',
      probableCause: CAUSES[which],
      ...(cell !== '' && { cell }),
    }
    if (how === 'raise') said.push([s, 'alarm', { t: at(s), ...alarm }])
    if (how === 'clear') said.push([s, 'alarm', { t: at(s), ...alarm, perceivedSeverity: 'CLEARED' }])
    if (how === 'raised-before') said.push([s, 'alarm', { t: at(s), ...alarm, raised: at(s - 100) }])
    if (how === 'list') said.push([s, 'alarm', { t: at(s), active: which % 2 === 0 ? [alarm] : [] }])
  }
  return numbered(p, said)
}

/** Counts the messages of each boot, and leaves out what was lost or never made. */
function numbered(p: Plan, said: [atS: number, kind: string, body: Record<string, unknown>][]): Delivery[] {
  const out: Delivery[] = []
  const seqs = [0, 0]
  const tell = (boot: number, kind: string, body: Record<string, unknown>) => {
    out.push({ kind, body: { boot: BOOTS[boot], seq: (seqs[boot] as number)++, ...body } })
  }
  tell(0, 'birth', { t: T, conn: 'c0', started: T, reason: 'power', hb: p.hb, cells: CELLS })
  const restart = p.restartAt ?? Number.POSITIVE_INFINITY
  for (const [s, kind, body] of said.sort((a, b) => a[0] - b[0])) {
    if (s >= restart - 90 && s < restart) continue
    if (s >= (p.silentFrom ?? Number.POSITIVE_INFINITY) && s < (p.silentFrom ?? 0) + 500) continue
    const boot = s >= restart ? 1 : 0
    if (boot === 1 && seqs[1] === 0) {
      const prev = { boot: BOOTS[0], last: (seqs[0] as number) - 1 }
      tell(1, 'birth', {
        t: at(restart),
        conn: 'c1',
        started: at(restart - 20),
        reason: 'watchdog',
        prev,
        hb: p.hb,
        cells: CELLS,
      })
    }
    const gp = body.gp as number | undefined
    if (gp !== undefined && boot === 1 && s - gp < restart) continue
    tell(boot, kind, body)
  }
  return out.filter((_, i) => i === 0 || !p.lost.includes(i))
}

function wordsOf(p: Plan): ControlRecord[] {
  const by = { at: T, by: 'nga', why: 'mast' }
  const place = {
    operator: 'op-a',
    province: 'HN',
    zoneType: 'it-park',
    phase: 'phase-1',
    vendor: 'vendor-x',
    type: 'station',
  } as const
  const line = (zone: string, from: number, more: object = {}) => ({
    station: 'HN-0001',
    from,
    zone,
    ...place,
    ...more,
  })
  const dated = p.inServiceFrom === undefined ? {} : { inServiceFrom: at(p.inServiceFrom) }
  return [
    ...(p.movesAt === undefined
      ? []
      : [
          {
            type: 'registry' as const,
            ...by,
            lines: [line('hoa-lac', T - 1000, dated), line('cau-giay', at(p.movesAt), dated)],
          },
        ]),
    ...p.works.map(({ from, lasts, cell }, i) => ({
      type: 'maintenance-add' as const,
      ...by,
      id: `m${i}`,
      targets: [`HN-0001${cell}`],
      from: at(from),
      to: at(from + lasts),
    })),
    ...p.declared.map(({ from, lasts, cell }, i) => ({
      type: 'outage-declare' as const,
      ...by,
      id: `d${i}`,
      targets: [`HN-0001${cell}`],
      from: at(from),
      to: at(from + lasts),
    })),
    ...(p.withdrawn && p.declared.length > 0 ? [{ type: 'outage-withdraw' as const, ...by, id: 'd0' }] : []),
  ]
}

function ticksOf(p: Plan): ControlRecord[] {
  const tick = (since: number, to: number): ControlRecord => ({
    type: 'tick',
    at: at(to),
    since: at(since),
    connected: true,
    accepting: true,
  })
  return p.away2 === undefined ? [tick(0, 7200)] : [tick(0, p.away2), tick(p.away2 + 200, 7200)]
}

function run(deliveries: readonly Delivery[], batchSize: number, settleEvery: number): Reduction {
  const r = new Reduction('sim-test', batchSize)
  for (const [i, delivery] of deliveries.entries()) {
    if ('kind' in delivery) r.send('HN-0001', delivery.kind, delivery.body)
    else r.control(delivery)
    if ((i + 1) % settleEvery === 0) r.settle()
  }
  return r.settle()
}

/** Everything that has anything, and the events that were not withdrawn. */
function content(r: Reduction): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const row of r.rows()) {
    const fields = Object.entries(partsOf(row)).filter(([, value]) => value !== 0)
    if (fields.length > 0)
      out[JSON.stringify([row.table, row.level, row.t, row.tags])] = Object.fromEntries(fields.sort())
  }
  for (const event of [...r.events('outage'), ...r.events('alarm')])
    if (event.cause !== 'withdrawn') out[event.id] = event
  return out
}

describe('times, outages and alarms in any order', () => {
  it('the same words give the same rows and the same lists', () => {
    fc.assert(
      fc.property(
        plan,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 101 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 200 }),
        (p, keys, batchSize, settleEvery) => {
          const messages = messagesOf(p)
          const inOrder = [...ticksOf(p), ...wordsOf(p), ...messages]
          const key = (i: number) => keys[(i * 31) % keys.length] as number
          // what is said twice of one id holds as it was said first: a word and what takes it back keep their order
          const words = wordsOf(p)
          const ticks: Delivery[] = ticksOf(p)
          const mixed = messages
            .map((delivery, i) => ({ delivery, at: key(i) }))
            // our own side writes its ticks in order
            .concat(ticks.map((delivery, i) => ({ delivery, at: i / 2 - 0.1 })))
            .concat(words.map((delivery, i) => ({ delivery, at: (key(7) + i / words.length) / 2 })))
            .sort((a, b) => a.at - b.at)
            .map(({ delivery }) => delivery)
          expect(content(run(mixed, batchSize, settleEvery))).toEqual(content(run(inOrder, 1, 1e9)))
        },
      ),
      {
        numRuns: often(15),
        ...(process.env.TIMELINE_SEED && { seed: Number(process.env.TIMELINE_SEED) }),
      },
    )
  }, 600_000)
})
