import { describe, expect, it } from 'vitest'
import { Reduction } from '../../support/reduce.ts'
import { UP } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const HOUR_MS = 3_600_000
const STATION = 'HN-0001'

/** A station of realm `live` whose clock is behind by `behindMs`; what it says comes at once unless another receipt is given. */
class Clocked {
  readonly run: Reduction
  boot = '1790000000000-7'
  behindMs = 0
  #seqs = new Map<string, number>()

  constructor(run: Reduction) {
    this.run = run
  }

  /** Our side is up over [fromS, toS]. */
  ourSideUp(fromS: number, toS: number): this {
    for (let at = fromS; at <= toS; at += 5) {
      const since = at === fromS ? { since: T + at * 1000 } : {}
      this.run.control({ type: 'tick', at: T + at * 1000, connected: true, accepting: true, ...since })
    }
    return this
  }

  say(kind: string, atS: number, body: Record<string, unknown>, receivedS = atS): this {
    const src = (body.src as string | undefined) ?? '0'
    const seq = (body.seq as number | undefined) ?? this.#seqs.get(`${this.boot} ${src}`) ?? 0
    this.#seqs.set(`${this.boot} ${src}`, Math.max(seq + 1, this.#seqs.get(`${this.boot} ${src}`) ?? 0))
    this.run.send(STATION, kind, { boot: this.boot, ...body, seq }, T + receivedS * 1000)
    return this
  }

  heartbeat(atS: number, receivedS = atS, more: object = {}): this {
    return this.say('state', atS, { t: T + atS * 1000 - this.behindMs, queued: 0, ...more }, receivedS)
  }

  state(atS: number): this {
    return this.say('state', atS, { t: T + atS * 1000 - this.behindMs, cell: '1', ...UP })
  }

  report(endS: number, mbit: number, more: object = {}, receivedS = endS): this {
    const cells = [{ cell: '1', m: { 'DRB.PdcpSduVolumeDL': mbit } }]
    return this.say('pm', endS, { end: T + endS * 1000 - this.behindMs, gp: 60, cells, ...more }, receivedS)
  }

  mbit(t: number, level: '1m' | '15m' = '1m'): number {
    return (this.run.cell(level, t, STATION, '1')['TrafficVolumeDl.vol'] ?? 0) / 1e6
  }
}

const live = () => new Clocked(new Reduction('live'))

describe('a station whose clock is off by more than 5 min (semantics §9)', () => {
  it('is taken at its word up to 5 min', () => {
    const s = live()
    s.behindMs = 300_000
    s.heartbeat(0).report(60, 10)
    expect(s.mbit(T - 300_000)).toBe(10)
    expect(s.run.events('clock')).toEqual([])
  })

  it('counts no running total from what was said meanwhile, and takes back what it had counted', () => {
    const s = live()
    const total = { total: ['DRB.PdcpSduVolumeDL'] }
    s.behindMs = HOUR_MS
    s.report(60, 1000, total).report(120, 1100, total)
    expect(s.mbit(T + 60_000 - HOUR_MS)).toBe(100)
    s.heartbeat(130)
    expect(s.mbit(T + 60_000 - HOUR_MS)).toBe(0)
    s.behindMs = 0
    s.heartbeat(180).report(240, 1300, total).report(300, 1450, total)
    // 1300 − 1100 over an hour that was none is in no window; 1450 − 1300 is
    const day = s.run.cell('1d', Date.UTC(2026, 8, 30, 17), STATION, '1')
    expect([s.mbit(T + 240_000), (day['TrafficVolumeDl.vol'] ?? 0) / 1e6]).toEqual([150, 150])
  })

  it('withdraws what cannot be together with what was said meanwhile', () => {
    const s = live()
    const prb = (src: string, m: Record<string, number>) => ({ src, cells: [{ cell: '1', m }] })
    const said = () => s.run.events('quarantine').map(({ cause }) => cause)
    s.behindMs = HOUR_MS
    s.say('pm', 60, { end: T + 60_000 - HOUR_MS, gp: 60, ...prb('cu', { 'RRU.PrbAvailDl': 273 }) })
    s.say('pm', 61, { end: T + 60_000 - HOUR_MS, gp: 60, ...prb('0', { 'RRU.PrbUsedDl': 300 }) })
    // 300 of 273
    expect(said()).toEqual(['above-100-percent'])
    s.heartbeat(70)
    expect(said()).toEqual(['withdrawn'])
  })

  it('is kept and in no figure beyond, until it is right again; an event says since when, by our clock', () => {
    const s = live()
    s.heartbeat(0).report(60, 10)
    s.behindMs = HOUR_MS
    s.heartbeat(60).report(120, 700)
    s.behindMs = 0
    s.heartbeat(180).report(240, 30)
    expect([s.mbit(T), s.mbit(T + 60_000 - HOUR_MS), s.mbit(T + 180_000)]).toEqual([10, 0, 30])
    expect(s.run.events('clock')).toMatchObject([
      { from: T + 60_000, to: T + 180_000, station: STATION, cause: 'clock-behind', text: '3600 s' },
    ])
    const ledger = s.run.state.get<{ accepted: number }>(`ledger/${STATION}`)
    expect(ledger?.accepted).toBe(6)
  })

  it('leaves the true figures of the time that it claims as they are', () => {
    const s = live()
    s.heartbeat(0).report(60, 10)
    // after a power cut the clock begins an hour behind, and the greater boot would win
    s.boot = '1790000900000-8'
    s.behindMs = HOUR_MS
    s.heartbeat(3600).report(3660, 999)
    expect(s.mbit(T)).toBe(10)
  })

  it('what came before the first measure of its boot is taken out of figures again, and what it had replaced comes back', () => {
    const s = live().ourSideUp(0, 3700)
    s.heartbeat(0).state(0).report(60, 10)
    s.boot = '1790000900000-8'
    s.behindMs = HOUR_MS
    s.report(3660, 999)
    expect([s.mbit(T), s.mbit(T, '15m')]).toEqual([999, 999])
    s.run.settle()
    s.heartbeat(3661)
    expect([s.mbit(T), s.mbit(T, '15m')]).toEqual([10, 10])
    const { before, after } = s.run.history().find((row) => row.level === '1m' && row.reason === 'clock') ?? {}
    expect([before?.['TrafficVolumeDl.vol'], after?.['TrafficVolumeDl.vol']]).toEqual([999_000_000, 10_000_000])
  })

  it.each([1, 7, 100])('however many messages are applied together: %i', (batchSize) => {
    const s = new Clocked(new Reduction('live', batchSize)).ourSideUp(0, 1600)
    s.heartbeat(0).state(0).report(60, 10)
    s.boot = '1790000900000-8'
    s.behindMs = 600_000
    // the window of the last one is open still: its facts wait for others
    s.report(660, 999).report(690, 888, { gp: 30 }).report(1500, 555, { gp: 900 }).heartbeat(1501).report(1560, 777)
    s.run.settle()
    expect([s.mbit(T), s.mbit(T, '15m'), s.mbit(T + 60_000)]).toEqual([10, 10, 0])
  })

  it('its seconds are unknown meanwhile, whatever its states claim', () => {
    const s = live().ourSideUp(0, 900)
    s.boot = '1790000000000-7'
    s.heartbeat(0).state(0)
    for (let at = 60; at <= 300; at += 60) s.heartbeat(at)
    s.state(300)
    s.behindMs = 600_000
    s.heartbeat(301)
    for (let at = 310; at <= 900; at += 10) s.state(at)
    s.run.settle()
    // 300 s are proven by two states; of the rest nothing is known that can be believed
    const times = s.run.times('15m', T, STATION, '1')
    expect({ up: times['avail.up'], unknown: times['avail.unknown'] }).toEqual({ up: 300, unknown: 600 })
  })

  it('a DU that tells no heartbeat of its own is judged by that of its station', () => {
    const s = live()
    s.behindMs = HOUR_MS
    s.heartbeat(0).report(60, 700, { src: 'du' })
    expect(s.mbit(T - HOUR_MS)).toBe(0)
  })

  it('is not measured by a heartbeat that may have waited: queued at the station, sent again, or behind our own downtime', () => {
    const s = live().ourSideUp(0, 100)
    s.heartbeat(0)
    // the station held it back
    s.heartbeat(1, 900, { queued: 5 })
    // our side was away for half an hour, and the broker kept it
    s.ourSideUp(1900, 2000)
    s.heartbeat(200, 1905, {})
    // lost, and sent again when asked
    s.heartbeat(2000, 2000, { seq: 9 })
    s.heartbeat(300, 2001, { seq: 5 })
    s.report(2040, 20, { seq: 10 })
    expect(s.run.events('clock')).toEqual([])
    expect(s.mbit(T + 1_980_000)).toBe(20)
  })

  it('is found off by what came from before our downtime could have held it', () => {
    const s = live().ourSideUp(0, 100).ourSideUp(1900, 2000)
    s.behindMs = 2 * HOUR_MS
    s.heartbeat(1910)
    expect(s.run.events('clock')).toHaveLength(1)
  })

  it('in a simulated or replayed realm times run as they like, and no clock is judged', () => {
    for (const realm of ['sim-test', 'replay-test']) {
      const s = new Clocked(new Reduction(realm))
      s.behindMs = 24 * HOUR_MS
      s.heartbeat(0).report(60, 10)
      expect(s.mbit(T - s.behindMs)).toBe(10)
    }
  })
})
