import { describe, expect, it } from 'vitest'
import type { Level } from '../../../contract/mod.ts'
import { Reduction } from '../../support/reduce.ts'
import { FAILED, LOCKED, Station, UP } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (s: number) => T + s * 1000
const BOOT = '1790000000000-7'

type Away = Partial<Record<'sum' | 'Fault' | 'TransportProblem' | 'ManualIntervention' | 'EnergySaving', number>>

/** A station of which states are told as `tell` says; then reports with its own counter, with seqs from 1000 on. */
class World {
  readonly run = new Reduction()
  #seq = 1000

  constructor(tell: (station: Station, run: Reduction) => unknown, clockS = 1800) {
    this.run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    tell(new Station(this.run, T), this.run)
    new Station(this.run, T, 'CLOCK-1').heartbeat(clockS)
  }

  counts(endS: number, gp: number, away: Away, extra: object = {}, cell: object = {}): this {
    const m = Object.fromEntries(Object.entries(away).map(([name, s]) => [`RRU.CellUnavailableTime.${name}`, s]))
    const body = { boot: BOOT, seq: this.#seq++, end: at(endS), gp, cells: [{ cell: '1', m, ...cell }], ...extra }
    this.run.send('HN-0001', 'pm', body)
    return this
  }

  times(level: Level, s: number) {
    return this.run.settle().times(level, at(s), 'HN-0001', '1')
  }
}

const allUp = (s: Station) => s.birth(0).state(0).state(300).state(600).state(900).state(1200).state(1500).state(1800)
/** Down by its states from 100 s to 200 s; unknown from 600 s to 900 s, since a message is missing. */
const mixed = (s: Station) =>
  s
    .birth(0)
    .state(0)
    .state(100, FAILED)
    .state(200)
    .state(300)
    .state(600)
    .loses()
    .state(900)
    .state(1200)
    .state(1500)
    .state(1800)

describe('the station’s own counter of unavailable time', () => {
  it('the larger counts: 100 s shown, 450 s told', () => {
    expect(new World(mixed).counts(900, 900, { sum: 450, Fault: 450 }).times('15m', 0)).toEqual({
      exp: 900,
      // the report covers [600, 900): what the state at 600 s said is true of it
      'avail.up': 900 - 450,
      'avail.down': 450,
      'avail.down_fault': 450,
      'avail.disagreement': 450 - 100,
    })
  })

  it('unknown goes first: 350 s told, of 400 s between two boots of which nothing is known', () => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(400), since: T, connected: true, accepting: true })
    run.control({ type: 'tick', at: at(7200), since: at(600), connected: true, accepting: true })
    // its last proof of life at 300 s was not its last: the last message of the old boot is missing; our own side hides [400, 600)
    const station = new Station(run, T).birth(0).state(0).state(300).loses().restart(710, 700, 'power')
    station.state(710).state(900)
    // [700, 710), before the first state of the new boot, is unknown too
    const unknown = { 'avail.unknown': 410, 'avail.unknown_silent': 200, 'avail.unknown_collector': 200 }
    expect(run.settle().times('15m', T, 'HN-0001', '1')).toEqual({ exp: 900, 'avail.up': 490, ...unknown })
    const m = { 'RRU.CellUnavailableTime.sum': 350, 'RRU.CellUnavailableTime.Fault': 350 }
    run.send('HN-0001', 'pm', {
      boot: station.boot,
      seq: station.seq++,
      end: at(900),
      gp: 900,
      cells: [{ cell: '1', m }],
    })
    expect(run.settle().times('15m', T, 'HN-0001', '1')).toEqual({
      exp: 900,
      // [700, 710) is known by the report now
      'avail.up': 500,
      'avail.inferred': 10,
      'avail.down': 350,
      'avail.down_fault': 350,
      // of [300, 700), which a report of the new boot does not prove, the last 50 s are left
      'avail.unknown': 50,
      'avail.disagreement': 350,
    })
  })

  it('speaks of its own period only: [600, 900) stays unknown', () => {
    const world = new World(mixed)
    expect(world.times('15m', 0)).toMatchObject({ 'avail.up': 500, 'avail.down': 100, 'avail.unknown': 300 })
    world.counts(600, 600, { sum: 350, Fault: 350 })
    expect(world.times('15m', 0)).toEqual({
      exp: 900,
      'avail.up': 600 - 350,
      'avail.down': 350,
      'avail.down_fault': 350,
      'avail.unknown': 300,
      'avail.unknown_silent': 300,
      'avail.disagreement': 250,
    })
  })

  it('more down by its states than by its counter: the states stand', () => {
    expect(new World(mixed).counts(900, 900, { sum: 40, Fault: 40 }).times('15m', 0)).toMatchObject({
      'avail.down': 100,
      'avail.up': 800,
    })
  })

  it('finer levels show the timeline, its entry level and all above the larger', () => {
    const world = new World(allUp).counts(900, 900, { sum: 60, Fault: 60 })
    expect(world.times('10s', 0)).toEqual({ exp: 10, 'avail.up': 10 })
    expect(world.times('1m', 60)).toEqual({ exp: 60, 'avail.up': 60 })
    const down = { 'avail.down': 60, 'avail.down_fault': 60, 'avail.disagreement': 60 }
    expect(world.times('15m', 0)).toEqual({ exp: 900, 'avail.up': 840, ...down })
    expect(world.times('1h', 0)).toEqual({ exp: 1800, 'avail.up': 1740, ...down })
    expect(world.times('1d', -12 * 3600)).toEqual({ exp: 1800, 'avail.up': 1740, ...down })
  })

  it('each cause by itself; what is shown of one does not pay for another', () => {
    // 100 s of fault are shown; told are 100 s of transport and 50 s of energy saving: 150 − 100 = 50 s more, transport first
    const world = new World((s) => allUp(s), 1800)
    expect(world.counts(900, 900, { sum: 150, TransportProblem: 100, EnergySaving: 50 }).times('15m', 0)).toEqual({
      exp: 900,
      'avail.up': 750,
      'avail.down': 100,
      'avail.down_transport': 100,
      'avail.down_external': 100,
      'avail.es': 50,
      'avail.disagreement': 150,
    })
    expect(
      new World(mixed).counts(900, 900, { sum: 150, TransportProblem: 100, EnergySaving: 50 }).times('15m', 0),
    ).toMatchObject({
      'avail.down': 150,
      'avail.down_fault': 100,
      'avail.down_transport': 50,
      'avail.disagreement': 50,
    })
  })

  it('a total without causes is a fault', () => {
    expect(new World(allUp).counts(900, 900, { sum: 30 }).times('15m', 0)).toMatchObject({ 'avail.down_fault': 30 })
  })

  it('up by a report alone: the same, and no longer inferred', () => {
    const world = new World((s) => s.birth(0)).counts(900, 900, { sum: 200, Fault: 200 })
    expect(world.times('15m', 0)).toEqual({
      exp: 900,
      'avail.up': 700,
      'avail.inferred': 700,
      'avail.down': 200,
      'avail.down_fault': 200,
      'avail.disagreement': 200,
    })
  })
})

describe('manual intervention is planned only inside a window', () => {
  const withWindow = (fromS: number, toS: number) => (s: Station, run: Reduction) => {
    run.control({
      type: 'maintenance-add',
      at: T,
      by: 'nga',
      why: 'antenna',
      id: 'm1',
      targets: ['HN-0001'],
      from: at(fromS),
      to: at(toS),
    })
    allUp(s)
  }
  it('400 s told, a window of 300 s: 300 s planned, 100 s down', () => {
    expect(
      new World(withWindow(300, 600)).counts(900, 900, { sum: 400, ManualIntervention: 400 }).times('15m', 0),
    ).toEqual({
      exp: 900,
      'avail.up': 500,
      'avail.planned': 300,
      'avail.down': 100,
      'avail.down_manual': 100,
      'avail.disagreement': 400,
    })
  })
  it('without a window all of it is down; a fault is never planned', () => {
    expect(new World(allUp).counts(900, 900, { sum: 400, ManualIntervention: 400 }).times('15m', 0)).toMatchObject({
      'avail.down': 400,
      'avail.down_manual': 400,
    })
    expect(new World(withWindow(0, 900)).counts(900, 900, { sum: 400, Fault: 400 }).times('15m', 0)).toMatchObject({
      'avail.down': 400,
      'avail.down_fault': 400,
    })
  })
  it('a window that is registered afterwards, and one that is closed early', () => {
    const world = new World(allUp).counts(900, 900, { sum: 400, ManualIntervention: 400 })
    world.run.settle()
    world.run.control({
      type: 'maintenance-add',
      at: at(1800),
      by: 'nga',
      why: 'antenna',
      id: 'm1',
      targets: ['HN-0001/1'],
      from: at(300),
      to: at(600),
    })
    expect(world.times('15m', 0)).toMatchObject({ 'avail.planned': 300, 'avail.down': 100 })
    world.run.control({ type: 'maintenance-close', at: at(1800), by: 'nga', why: 'done', id: 'm1', to: at(400) })
    expect(world.times('15m', 0)).toMatchObject({ 'avail.planned': 100, 'avail.down': 300 })
    expect(world.times('1h', 0)).toMatchObject({ 'avail.planned': 100, 'avail.down': 300, 'avail.disagreement': 400 })
  })
  it('planned by its states already: only what is told beyond it', () => {
    const world = new World((s, run) => {
      withWindow(50, 300)({ birth: () => s, state: () => s } as never, run)
      s.birth(0).state(0).state(100, LOCKED).state(250).state(550).state(850).state(900)
    }, 900)
    expect(world.counts(900, 900, { sum: 170, ManualIntervention: 170 }).times('15m', 0)).toMatchObject({
      // 150 s shown; of the 20 s more all may lie in [50, 100) or [250, 300)
      'avail.planned': 170,
      'avail.disagreement': 20,
    })
  })
})

describe('what cannot be has no effect', () => {
  const UNTOUCHED = { exp: 900, 'avail.up': 900 }
  it('more than the period', () => {
    expect(new World(allUp).counts(900, 900, { sum: 901, Fault: 901 }).times('15m', 0)).toEqual(UNTOUCHED)
    expect(new World(allUp).counts(900, 900, { sum: 900, Fault: 900 }).times('15m', 0)).toMatchObject({
      'avail.down': 900,
    })
  })
  it('a total unlike its causes', () => {
    expect(new World(allUp).counts(900, 900, { sum: 100, Fault: 60 }).times('15m', 0)).toEqual(UNTOUCHED)
  })
  it('a suspect report', () => {
    const world = new World(allUp).counts(900, 900, { sum: 100, Fault: 100 }, {}, { suspect: true })
    expect(world.times('15m', 0)).toEqual(UNTOUCHED)
  })
  it('and proves nothing: a cell that has told no state is not up by it', () => {
    expect(new World((s) => s.birth(0)).counts(900, 900, { sum: 901 }).times('15m', 0)).toEqual({
      exp: 900,
      'avail.unknown': 900,
    })
  })
})

describe('each second counts once', () => {
  it('a corrected report replaces the first one, in either order', () => {
    const first: [number, number, Away, object] = [900, 900, { sum: 300, Fault: 300 }, {}]
    const better: typeof first = [900, 900, { sum: 120, Fault: 120 }, { rev: 1 }]
    for (const order of [
      [first, better],
      [better, first],
    ]) {
      const world = new World(allUp)
      for (const [end, gp, away, extra] of order) {
        world.counts(end, gp, away, extra)
        world.run.settle()
      }
      expect(world.times('15m', 0)).toMatchObject({ 'avail.down': 120, 'avail.disagreement': 120 })
      expect(world.times('1h', 0)).toMatchObject({ 'avail.down': 120, 'avail.disagreement': 120 })
    }
  })

  it('corrected to nothing: as if nothing had been told', () => {
    const world = new World(allUp).counts(900, 900, { sum: 300, Fault: 300 })
    world.run.settle()
    world.counts(900, 900, { sum: 0 }, { rev: 1 })
    expect(world.times('15m', 0)).toEqual({ exp: 900, 'avail.up': 900 })
    expect(world.times('1d', -12 * 3600)).toEqual({ exp: 1800, 'avail.up': 1800 })
  })

  it('a minute told 30 s, another 20 s; the quarter of an hour says 40 s: each level what its own report says', () => {
    const tell: ((world: World) => World)[] = [
      (world) => world.counts(60, 60, { sum: 30, Fault: 30 }),
      (world) => world.counts(120, 60, { sum: 20, Fault: 20 }),
      (world) => world.counts(900, 900, { sum: 40, Fault: 40 }),
    ]
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const world = new World(allUp)
      for (const i of order) {
        tell[i]?.(world)
        world.run.settle()
      }
      expect(world.times('1m', 0)).toMatchObject({ 'avail.down': 30 })
      expect(world.times('1m', 60)).toMatchObject({ 'avail.down': 20 })
      expect(world.times('15m', 0)).toMatchObject({ 'avail.down': 40, 'avail.disagreement': 40 })
      expect(world.times('1h', 0)).toMatchObject({ 'avail.down': 40, 'avail.up': 1760 })
    }
  })

  it('without a coarser report those of the minutes add up', () => {
    const world = new World(allUp).counts(60, 60, { sum: 30, Fault: 30 }).counts(960, 60, { sum: 20, Fault: 20 })
    expect(world.times('15m', 0)).toMatchObject({ 'avail.down': 30 })
    expect(world.times('1h', 0)).toMatchObject({ 'avail.down': 50, 'avail.disagreement': 50 })
  })

  it('a coarser report of 0 s silences the finer ones', () => {
    const world = new World(allUp).counts(60, 60, { sum: 30, Fault: 30 })
    expect(world.times('1h', 0)).toMatchObject({ 'avail.down': 30 })
    world.counts(900, 900, { sum: 0 })
    expect(world.times('1m', 0)).toMatchObject({ 'avail.down': 30 })
    expect(world.times('15m', 0)).toEqual({ exp: 900, 'avail.up': 900 })
    expect(world.times('1h', 0)).toEqual({ exp: 1800, 'avail.up': 1800 })
  })

  it('a state that comes late is not counted on top: 200 s told, 150 s of them shown now', () => {
    const world = new World((s) => s.birth(0).state(0).state(300).state(600).state(900)).counts(900, 900, {
      sum: 200,
      Fault: 200,
    })
    expect(world.times('15m', 0)).toMatchObject({ 'avail.down': 200, 'avail.disagreement': 200 })
    world.run.send('HN-0001', 'state', { boot: BOOT, seq: 5, t: at(100), cell: '1', ...FAILED })
    world.run.send('HN-0001', 'state', { boot: BOOT, seq: 6, t: at(250), cell: '1', ...UP })
    expect(world.times('15m', 0)).toMatchObject({ 'avail.down': 200, 'avail.disagreement': 50 })
    expect(world.times('1h', 0)).toMatchObject({ 'avail.down': 200, 'avail.disagreement': 50 })
    expect(world.times('1m', 120)).toMatchObject({ 'avail.down': 60 })
  })
})

describe('the list of outages and the site', () => {
  it('come from the timeline: an amount has no place', () => {
    const world = new World(allUp).counts(900, 900, { sum: 300, Fault: 300 })
    world.run.settle()
    expect(world.run.events('outage')).toEqual([])
    expect(world.run.outages('15m', T, 'HN-0001', '1')).toEqual([0, 0, 0])
    expect(world.run.times('15m', T, 'HN-0001', '')).toEqual({ exp: 900, 'avail.up': 900 })
  })
})
