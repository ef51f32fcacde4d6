import { describe, expect, it } from 'vitest'
import { Reduction } from '../../support/reduce.ts'
import { CUT_OFF, FAILED, LOCKED, Station, UP } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (s: number) => T + s * 1000

function cellThat(tell: (station: Station) => unknown, clockS = 1800) {
  const run = new Reduction()
  run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
  tell(new Station(run, T).birth(0).state(0))
  new Station(run, T, 'CLOCK-1').heartbeat(clockS)
  return run.settle()
}

/** From, to (null: goes on) [s], cause of each outage of the cell in the list. */
const listed = (run: Reduction, cell = '1') =>
  run
    .events('outage')
    .filter((event) => event.cell === cell && event.cause !== 'withdrawn')
    .map(({ from, to, cause }) => [(from - T) / 1000, to === null ? null : (to - T) / 1000, cause])

const quarters = (run: Reduction, cell = '1') => [0, 900].map((s) => run.outages('15m', at(s), 'HN-0001', cell))
const NONE = [0, 0, 0]

/** Down by a fault over these stretches, up otherwise; a state every 300 s at least. */
function faults(...stretches: [fromS: number, toS: number][]) {
  return cellThat((station) => {
    const instants = new Set([300, 600, 900, 1200, 1500, 1800, ...stretches.flat()])
    for (const s of [...instants].sort((a, b) => a - b)) {
      station.state(s, stretches.some(([from, to]) => from <= s && s < to) ? FAILED : UP)
    }
  })
}

describe('the list of outages', () => {
  it('down for 9 s: none; for 10 s: one', () => {
    expect(listed(faults([100, 109]))).toEqual([])
    expect(listed(faults([100, 110]))).toEqual([[100, 110, 'fault']])
  })

  it('59 s up between two: one, and its duration has the 59 s in it; 60 s: two', () => {
    const one = faults([100, 120], [179, 199])
    expect(listed(one)).toEqual([[100, 199, 'fault']])
    expect(quarters(one)).toEqual([[1, 1, 99], NONE])
    const two = faults([100, 120], [180, 200])
    expect(listed(two)).toEqual([
      [100, 120, 'fault'],
      [180, 200, 'fault'],
    ])
    expect(quarters(two)).toEqual([[2, 2, 40], NONE])
  })

  it('what is too short to be an outage is not up either: 20 s down, 50 s up, 5 s down, 9 s up, 20 s down are one', () => {
    expect(listed(faults([100, 120], [170, 175], [184, 204]))).toEqual([[100, 204, 'fault']])
    // two that are too short are none together
    expect(listed(faults([100, 109], [120, 129]))).toEqual([])
  })

  it('counts in the window in which it began, with all of its duration, at every level', () => {
    const run = faults([890, 1000])
    expect(quarters(run)).toEqual([[1, 1, 110], NONE])
    expect(run.outages('10s', at(890), 'HN-0001', '1')).toEqual([1, 1, 110])
    expect(run.outages('1m', at(840), 'HN-0001', '1')).toEqual([1, 1, 110])
    expect(run.outages('1h', T, 'HN-0001', '1')).toEqual([1, 1, 110])
    expect(run.outages('1d', T - 12 * 3_600_000, 'HN-0001', '1')).toEqual([1, 1, 110])
    // its seconds lie where they lie
    expect(run.times('15m', T, 'HN-0001', '1')['avail.down']).toBe(10)
  })

  it('one that goes on is open: it is not over, and lasts no time yet', () => {
    const run = cellThat((s) => s.state(100, FAILED).state(400, FAILED).state(700, FAILED), 700)
    expect(listed(run)).toEqual([[100, null, 'fault']])
    expect(quarters(run)[0]).toEqual([1, 0, 0])
  })

  it('as long as nothing is known behind it it goes on; then it ended where its last known second did', () => {
    const silent = (s: Station) => s.state(100, FAILED).state(400, FAILED)
    expect(listed(cellThat(silent, 1700))).toEqual([[100, null, 'fault']])
    // back with the same boot, some messages lost for ever: [400, 1500) stays unknown
    const back = cellThat((s) => silent(s).loses().state(1500, UP).state(1800, UP))
    expect(listed(back)).toEqual([[100, 400, 'fault']])
    expect(quarters(back)).toEqual([[1, 1, 300], NONE])
  })

  it('back with another boot: the silence was part of the outage', () => {
    const run = cellThat((s) =>
      s.state(300, FAILED).state(600, FAILED).restart(1010, 1000, 'watchdog').state(1010).state(1300).state(1600),
    )
    expect(listed(run)).toEqual([[300, 1000, 'fault']])
  })

  it('is of the cause with which it began', () => {
    expect(listed(cellThat((s) => s.state(100, CUT_OFF).state(150, FAILED).state(200).state(500)))).toEqual([
      [100, 200, 'transport'],
    ])
    expect(listed(cellThat((s) => s.state(100, LOCKED).state(200).state(500)))).toEqual([[100, 200, 'manual']])
  })

  it('planned work is none; what lasts beyond it is, from the end of the window on', () => {
    const run = cellThat((s) => s.state(100, LOCKED).state(400))
    run.control({
      type: 'maintenance-add',
      at: T,
      by: 'nga',
      why: 'antenna',
      id: 'm1',
      targets: ['HN-0001'],
      from: at(50),
      to: at(380),
    })
    run.settle()
    expect(listed(run)).toEqual([[380, 400, 'manual']])
    run.control({ type: 'maintenance-close', at: T, by: 'nga', why: 'done', id: 'm1', to: at(200) })
    run.settle()
    expect(listed(run)).toEqual([[200, 400, 'manual']])
    expect(quarters(run)).toEqual([[1, 1, 200], NONE])
  })
})

describe('the list follows the truth', () => {
  it('an outage that turns out not to have been one is withdrawn', () => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    const station = new Station(run, T).birth(0).state(0).state(290)
    run.send('HN-0001', 'state', { boot: station.boot, seq: 4, t: at(500), cell: '1', ...UP })
    run.control({
      type: 'outage-declare',
      at: T,
      by: 'nga',
      why: 'mast',
      id: 'd1',
      targets: ['HN-0001'],
      from: at(0),
      to: at(500),
    })
    new Station(run, T, 'CLOCK-1').heartbeat(900)
    run.settle()
    expect(listed(run)).toEqual([[290, 500, 'declared']])
    expect(quarters(run)[0]).toEqual([1, 1, 210])
    // the message that was missing comes: it was up
    run.send('HN-0001', 'state', { boot: station.boot, seq: 3, t: at(400), cell: '1', ...UP })
    run.settle()
    expect(listed(run)).toEqual([])
    expect(run.events('outage').map(({ from, to, cause }) => [from, to, cause])).toEqual([
      [at(290), at(290), 'withdrawn'],
      [at(290), at(290), 'withdrawn'],
    ])
    expect(quarters(run)[0]).toEqual(NONE)
  })

  it('a state that comes late splits one outage in two, and the other way round', () => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    new Station(run, T).birth(0)
    const boot = '1790000000000-7'
    const say = (seq: number, s: number, values: object) =>
      run.send('HN-0001', 'state', { boot, seq, t: at(s), cell: '1', ...values })
    say(1, 0, UP)
    say(2, 100, FAILED)
    say(5, 300, UP)
    say(6, 600, UP)
    // nothing missing after this one, so [100, 300) is known only when 3 and 4 have come
    say(4, 220, FAILED)
    run.settle()
    expect(listed(run)).toEqual([[220, 300, 'fault']])
    say(3, 140, UP)
    run.settle()
    expect(listed(run)).toEqual([
      [100, 140, 'fault'],
      [220, 300, 'fault'],
    ])
    expect(quarters(run)[0]).toEqual([2, 2, 120])
  })
})

describe('outages of the station as a whole', () => {
  it('only where no cell served', () => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    const cells = ['1', '2'].map((cell) => ({ cell, mode: 'SA', band: 'n41', scsKHz: 30 }))
    const station = new Station(run, T).birth(0, { cells })
    const both = (s: number, one: object, two: object) => station.state(s, one, '1').state(s, two, '2')
    both(0, UP, UP)
    both(100, FAILED, UP)
    both(150, FAILED, FAILED)
    both(200, UP, FAILED)
    both(250, UP, UP)
    both(500, UP, UP)
    run.settle()
    expect(listed(run, '1')).toEqual([[100, 200, 'fault']])
    expect(listed(run, '2')).toEqual([[150, 250, 'fault']])
    expect(listed(run, '')).toEqual([[150, 200, 'fault']])
    expect(run.outages('15m', T, 'HN-0001', '')).toEqual([1, 1, 50])
  })
})
