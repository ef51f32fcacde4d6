import { describe, expect, it } from 'vitest'
import { Reduction } from '../../support/reduce.ts'
import { CUT_OFF, FAILED, LOCKED, SAVING, Station } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (s: number) => T + s * 1000

/** Our own side up all the time, the clock at the end of the quarter of an hour. */
function quarter(tell: (station: Station, run: Reduction) => void, ourSideUp = true) {
  const run = new Reduction()
  if (ourSideUp) run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
  const station = new Station(run, T)
  tell(station, run)
  new Station(run, T, 'CLOCK-1').heartbeat(900)
  return run.settle().times('15m', T, 'HN-0001', '1')
}

const maintenance = (run: Reduction, fromS: number, toS: number, id = 'm1', target = 'HN-0001') =>
  run.control({
    type: 'maintenance-add',
    at: T,
    by: 'nga',
    why: 'antenna',
    id,
    targets: [target],
    from: at(fromS),
    to: at(toS),
  })

describe('the five times of a quarter of an hour (900 s), exact to the second', () => {
  it('states every 300 s, nothing missing: up', () => {
    expect(quarter((s) => s.birth(0).state(0).state(300).state(600).state(900))).toEqual({ exp: 900, 'avail.up': 900 })
  })

  it('a message missing between two states: what lies between them is unknown', () => {
    const times = quarter((s) => {
      s.birth(0)
        .state(0)
        .heartbeat(60)
        .heartbeat(120)
        .heartbeat(180)
        .heartbeat(240)
        .state(300)
        .state(600)
        .loses()
        .state(900)
    })
    expect(times).toEqual({ exp: 900, 'avail.up': 600, 'avail.unknown': 300, 'avail.unknown_silent': 300 })
  })

  it('two states more than 310 s apart prove nothing between them', () => {
    expect(quarter((s) => s.birth(0).state(0).heartbeat(100).heartbeat(200).state(311).state(600).state(900))).toEqual({
      exp: 900,
      'avail.up': 589,
      'avail.unknown': 311,
    })
  })

  it('a fault from 100 s to 250 s, by its states', () => {
    expect(quarter((s) => s.birth(0).state(0).state(100, FAILED).state(250).state(550).state(850).state(900))).toEqual({
      exp: 900,
      'avail.up': 750,
      'avail.down': 150,
      'avail.down_fault': 150,
    })
  })

  it('each cause in its place: transport 60 s, locked without a window 90 s, energy saving 120 s', () => {
    const times = quarter((s) => {
      s.birth(0)
        .state(0)
        .state(100, CUT_OFF)
        .state(160)
        .state(300, LOCKED)
        .state(390)
        .state(600, SAVING)
        .state(720)
        .state(900)
    })
    expect(times).toEqual({
      exp: 900,
      'avail.up': 900 - 60 - 90 - 120,
      'avail.down': 150,
      'avail.down_transport': 60,
      // the way lies outside the station
      'avail.down_external': 60,
      'avail.down_manual': 90,
      'avail.es': 120,
    })
  })

  it('reports of a cell that never told a state: up for the seconds they cover, and marked', () => {
    expect(quarter((s) => s.reports(0, 600, 60))).toEqual({
      exp: 900,
      'avail.up': 600,
      'avail.inferred': 600,
      'avail.unknown': 300,
      'avail.unknown_silent': 300,
    })
  })

  it('a suspect report alone proves nothing', () => {
    const times = quarter((s, run) => {
      s.birth(0)
      run.send('HN-0001', 'pm', {
        boot: s.boot,
        seq: s.seq++,
        end: at(900),
        gp: 900,
        cells: [{ cell: '1', suspect: true, m: {} }],
      })
    })
    expect(times).toEqual({ exp: 900, 'avail.unknown': 900 })
  })

  it('silence while it lasts: unknown, from the last proof of life on', () => {
    expect(quarter((s) => s.birth(0).state(0).state(300))).toEqual({
      exp: 900,
      'avail.up': 300,
      'avail.unknown': 600,
      'avail.unknown_silent': 600,
    })
  })

  it('back with the same boot and its stored messages: what they say', () => {
    const times = quarter((s) => {
      s.birth(0).state(0).state(300)
      // the way was cut; all of it is sent at 890 s
      for (const t of [360, 420, 480, 540]) s.heartbeat(t)
      s.state(600).state(900)
    })
    expect(times).toEqual({ exp: 900, 'avail.up': 900 })
  })

  it('back with a new boot: down from the last proof of life to its start, then unknown until it tells its state', () => {
    const times = quarter((s) =>
      s.birth(0).state(0).state(300).restart(520, 500, 'power').state(520).state(820).state(900),
    )
    expect(times).toEqual({
      exp: 900,
      'avail.up': 300 + 380,
      'avail.down': 200,
      'avail.down_fault': 200,
      'avail.unknown': 20,
    })
  })

  it('an operator’s restart is manual; a watchdog’s a fault', () => {
    const down = (reason: string) =>
      quarter((s) => s.birth(0).state(0).state(300).restart(400, 400, reason).state(400).state(700).state(900))
    expect(down('operator')).toMatchObject({ 'avail.down': 100, 'avail.down_manual': 100 })
    expect(down('watchdog')).toMatchObject({ 'avail.down': 100, 'avail.down_fault': 100 })
  })

  it('time without ticks is ours, never the station’s; its messages take it away again', () => {
    expect(quarter((s) => s.birth(0).state(0).state(300), false)).toEqual({
      exp: 900,
      'avail.up': 300,
      'avail.unknown': 600,
      'avail.unknown_collector': 600,
    })
    expect(quarter((s) => s.birth(0).state(0).state(300).state(600).state(900), false)).toEqual({
      exp: 900,
      'avail.up': 900,
    })
  })

  it('locked inside a window: planned; what began inside and outlasts it: overrun, unplanned', () => {
    const times = quarter((s, run) => {
      maintenance(run, 100, 400)
      s.birth(0).state(0).state(150, LOCKED).state(440, LOCKED).state(500).state(800).state(900)
    })
    // 150–400 planned, 400–500 down (manual, overrun)
    expect(times).toEqual({
      exp: 900,
      'avail.up': 550,
      'avail.planned': 250,
      'avail.down': 100,
      'avail.down_manual': 100,
      'avail.overrun': 100,
    })
  })

  it('begun before the window: keeps its cause, inside it too', () => {
    const times = quarter((s, run) => {
      maintenance(run, 200, 400)
      s.birth(0).state(0).state(100, FAILED).state(300).state(600).state(900)
    })
    expect(times).toEqual({ exp: 900, 'avail.up': 700, 'avail.down': 200, 'avail.down_fault': 200 })
  })

  it('up inside a window is up; silent inside a window is planned', () => {
    const times = quarter((s, run) => {
      maintenance(run, 250, 900)
      s.birth(0).state(0).state(300)
    })
    expect(times).toEqual({ exp: 900, 'avail.up': 300, 'avail.planned': 600 })
  })

  it('two windows that overlap: planned as long as one is open in which it began', () => {
    const times = quarter((s, run) => {
      maintenance(run, 100, 300)
      maintenance(run, 140, 400, 'm2', 'HN-0001/1')
      s.birth(0).state(0).state(150, LOCKED).state(440, LOCKED).state(500).state(800).state(900)
    })
    // began at 150 s, inside both: planned to 400 s, then overrun to 500 s
    expect(times).toEqual({
      exp: 900,
      'avail.up': 150 + 400,
      'avail.planned': 250,
      'avail.down': 100,
      'avail.down_manual': 100,
      'avail.overrun': 100,
    })
  })

  it('a second window that begins after the work has: what began before it overruns the first', () => {
    const times = quarter((s, run) => {
      maintenance(run, 100, 300)
      maintenance(run, 200, 600, 'm2')
      s.birth(0).state(0).state(150, LOCKED).state(440, LOCKED).state(500).state(800).state(900)
    })
    // began at 150 s, inside the first alone: planned to 300 s, then overrun, though the second is open
    expect(times).toEqual({
      exp: 900,
      'avail.up': 150 + 400,
      'avail.planned': 150,
      'avail.down': 200,
      'avail.down_manual': 200,
      'avail.overrun': 200,
    })
  })

  it('a window over another cell plans nothing of this one', () => {
    const times = quarter((s, run) => {
      maintenance(run, 100, 600, 'm1', 'HN-0001/2')
      s.birth(0).state(0).state(150, LOCKED).state(440, LOCKED).state(500).state(800).state(900)
    })
    expect(times).toEqual({ exp: 900, 'avail.up': 550, 'avail.down': 350, 'avail.down_manual': 350 })
  })

  it('a window closed early: what lasts longer overruns its new end; named twice it stays as it was said first', () => {
    const times = quarter((s, run) => {
      maintenance(run, 100, 600)
      maintenance(run, 0, 900)
      s.birth(0).state(0).state(150, LOCKED).state(440, LOCKED).state(500).state(800).state(900)
      run.control({ type: 'maintenance-close', at: at(300), by: 'nga', why: 'done', id: 'm1', to: at(300) })
      run.control({ type: 'maintenance-close', at: at(310), by: 'nga', why: 'no', id: 'm1', to: at(700) })
    })
    // 150–300 planned, 300–500 overrun
    expect(times).toMatchObject({ 'avail.planned': 150, 'avail.down_manual': 200, 'avail.overrun': 200 })
  })

  it('a restart begun inside a window is planned, whatever its reason', () => {
    const times = quarter((s, run) => {
      maintenance(run, 250, 600)
      s.birth(0).state(0).state(300).restart(520, 500, 'watchdog').state(520).state(820).state(900)
    })
    // last proof of life 300 s, start 500 s: planned; from 500 s to its state at 520 s nothing says that it was unavailable
    expect(times).toEqual({ exp: 900, 'avail.up': 300 + 380, 'avail.planned': 200, 'avail.unknown': 20 })
  })

  it('a window registered afterwards changes the figures, and one taken back gives them back', () => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    new Station(run, T).birth(0).state(0).state(150, LOCKED).state(440, LOCKED).state(500).state(800).state(900)
    run.settle()
    expect(run.times('15m', T, 'HN-0001', '1')).toMatchObject({ 'avail.down_manual': 350 })
    maintenance(run, 100, 600)
    expect(run.times('15m', T, 'HN-0001', '1')).toEqual({ exp: 900, 'avail.up': 550, 'avail.planned': 350 })
    run.control({ type: 'maintenance-close', at: at(900), by: 'nga', why: 'mistake', id: 'm1', to: at(100) })
    expect(run.times('15m', T, 'HN-0001', '1')).toMatchObject({ 'avail.down_manual': 350 })
  })

  it('not installed is outside: nothing is expected of it', () => {
    expect(
      quarter((s) =>
        s
          .birth(0)
          .state(0)
          .state(300, { ...FAILED, availabilityStatus: ['NOT_INSTALLED'] })
          .state(600)
          .state(900),
      ),
    ).toEqual({
      exp: 600,
      'avail.up': 600,
    })
  })
})
