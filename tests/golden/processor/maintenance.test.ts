import { describe, expect, it } from 'vitest'
import { Reduction } from '../../support/reduce.ts'
import { CUT_OFF, FAILED, LOCKED, Station, UP } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (s: number) => T + s * 1000

function quarter(tell: (station: Station, run: Reduction) => unknown) {
  const run = new Reduction()
  run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
  tell(new Station(run, T).birth(0).state(0), run)
  new Station(run, T, 'CLOCK-1').heartbeat(900)
  return run.settle()
}
const times = (run: Reduction, cell = '1') => run.settle().times('15m', T, 'HN-0001', cell)
const work = (run: Reduction, fromS: number, toS: number, target = 'HN-0001', id = 'm1') =>
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
const close = (run: Reduction, toS: number, id = 'm1') =>
  run.control({ type: 'maintenance-close', at: at(900), by: 'nga', why: 'done', id, to: at(toS) })

/** Out of service in this way from 200 s to 500 s. */
const out = (values: object) => (s: Station) => s.state(200, values).state(500).state(800).state(900)

describe('planned work in every form', () => {
  it.each([
    ['locked', LOCKED, 'avail.down_manual'],
    ['disabled', FAILED, 'avail.down_fault'],
    ['cut off', CUT_OFF, 'avail.down_transport'],
  ] as const)(
    '%s from 200 s to 500 s, a window from 100 s to 400 s: 200 s planned, 100 s overrun',
    (_, values, cause) => {
      expect(
        times(
          quarter((s, run) => {
            work(run, 100, 400)
            out(values)(s)
          }),
        ),
      ).toMatchObject({ 'avail.up': 600, 'avail.planned': 200, 'avail.down': 100, [cause]: 100, 'avail.overrun': 100 })
    },
  )

  it('the outage that is left of it begins where the window ends, and says that it overran', () => {
    const run = quarter((s, r) => {
      work(r, 100, 400)
      out(FAILED)(s)
    })
    const listed = run.events('outage').filter(({ cell }) => cell === '1')
    expect(listed).toMatchObject([
      { from: at(400), to: at(500), cause: 'fault', attribution: 'unknown', overrun: true },
    ])
    const unplanned = quarter((s) => out(FAILED)(s))
    expect(unplanned.events('outage')[0]?.overrun).toBeUndefined()
  })

  it('restarting: dead from 200 s to 500 s, the same', () => {
    const run = quarter((s, r) => {
      work(r, 100, 400)
      s.state(200).restart(500, 500, 'upgrade').state(500).state(800).state(900)
    })
    expect(times(run)).toMatchObject({ 'avail.planned': 200, 'avail.down_manual': 100, 'avail.overrun': 100 })
  })

  it('silent: planned to the end of the window, unknown behind it, and no overrun: nobody knows that it was down', () => {
    const run = quarter((s, r) => {
      work(r, 100, 400)
      s.state(200)
    })
    expect(times(run)).toEqual({
      exp: 900,
      'avail.up': 200,
      'avail.planned': 200,
      'avail.unknown': 500,
      'avail.unknown_silent': 500,
    })
  })

  it('first locked, then restarting, then silent: one unavailability, that began inside', () => {
    const run = quarter((s, r) => {
      work(r, 100, 700)
      s.state(200, LOCKED).state(300, LOCKED).restart(400, 400, 'operator').state(400, LOCKED)
    })
    expect(times(run)).toMatchObject({ 'avail.up': 200, 'avail.planned': 500, 'avail.unknown_silent': 200 })
  })

  it('up for a moment between two works begins anew: the second began outside of the window', () => {
    const run = quarter((s, r) => {
      work(r, 100, 400)
      s.state(200, LOCKED).state(300, UP).state(410, LOCKED).state(500).state(800).state(900)
    })
    expect(times(run)).toMatchObject({ 'avail.planned': 100, 'avail.down': 90, 'avail.down_manual': 90 })
    expect(times(run)['avail.overrun']).toBeUndefined()
  })
})

describe('windows of stations and of cells', () => {
  const cells = ['1', '2'].map((cell) => ({ cell, mode: 'SA', band: 'n41', scsKHz: 30 }))
  const both = (tell: (run: Reduction) => unknown) => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    tell(run)
    const station = new Station(run, T).birth(0, { cells })
    for (const [s, values] of [
      [0, UP],
      [200, LOCKED],
      [500, UP],
      [800, UP],
      [900, UP],
    ] as const) {
      station.state(s, values, '1').state(s, values, '2')
    }
    return run.settle()
  }

  it('of one cell it plans nothing of the other', () => {
    const run = both((r) => work(r, 100, 600, 'HN-0001/1'))
    expect(times(run, '1')).toMatchObject({ 'avail.planned': 300 })
    expect(times(run, '2')).toMatchObject({ 'avail.down_manual': 300 })
    expect(times(run, '')).toMatchObject({ 'avail.down_manual': 300 })
  })

  it('a window of the station and a longer one of a cell: each cell by the longest that it began in', () => {
    const run = both((r) => {
      work(r, 100, 300)
      work(r, 150, 450, 'HN-0001/1', 'm2')
    })
    expect(times(run, '1')).toMatchObject({ 'avail.planned': 250, 'avail.overrun': 50 })
    expect(times(run, '2')).toMatchObject({ 'avail.planned': 100, 'avail.overrun': 200 })
    // of the station: planned while both are, then down by the one that is not
    expect(times(run, '')).toMatchObject({ 'avail.planned': 100, 'avail.down_manual': 200, 'avail.overrun': 200 })
  })

  it('said of the station and of its cell at once counts once', () => {
    const run = both((r) => {
      work(r, 100, 600)
      work(r, 100, 600, 'HN-0001/1', 'm2')
    })
    expect(times(run, '1')).toEqual({ exp: 900, 'avail.up': 600, 'avail.planned': 300 })
  })
})

describe('windows that change', () => {
  const down = quarter(out(LOCKED))
  it('registered afterwards, closed early, taken back: the figures follow', () => {
    expect(times(down)).toMatchObject({ 'avail.down': 300, 'avail.down_manual': 300 })
    work(down, 100, 600)
    expect(times(down)).toEqual({ exp: 900, 'avail.up': 600, 'avail.planned': 300 })
    close(down, 300)
    expect(times(down)).toMatchObject({ 'avail.planned': 100, 'avail.down': 200, 'avail.overrun': 200 })
    close(down, 100)
    expect(times(down)).toMatchObject({ 'avail.down': 300, 'avail.down_manual': 300 })
    expect(times(down)['avail.overrun']).toBeUndefined()
    expect(down.events('outage').filter((e) => e.cause !== 'withdrawn' && e.cell === '1')).toMatchObject([
      { from: at(200), to: at(500), cause: 'manual' },
    ])
  })

  it('in the middle of seconds: whole seconds are what adds up', () => {
    const run = quarter(out(LOCKED))
    run.control({
      type: 'maintenance-add',
      at: T,
      by: 'nga',
      why: 'antenna',
      id: 'm1',
      targets: ['HN-0001'],
      from: at(100) + 700,
      to: at(400) + 300,
    })
    expect(times(run)).toMatchObject({ exp: 900, 'avail.up': 600, 'avail.planned': 200, 'avail.down': 100 })
  })

  it('a state that comes late moves the beginning out of the window: what follows it is looked at again', () => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    work(run, 100, 400)
    const station = new Station(run, T).birth(0).state(0)
    const late = station.seq
    station.loses().heartbeat(60).heartbeat(120).state(200, LOCKED).state(500).state(800).state(900)
    expect(times(run)).toMatchObject({ 'avail.planned': 200, 'avail.down': 100, 'avail.overrun': 100 })
    // it was locked at 50 s already
    run.send('HN-0001', 'state', { boot: station.boot, seq: late, t: at(50), cell: '1', ...LOCKED })
    expect(times(run)).toMatchObject({ 'avail.up': 450, 'avail.down': 450, 'avail.down_manual': 450 })
    expect(times(run)['avail.planned']).toBeUndefined()
  })
})
