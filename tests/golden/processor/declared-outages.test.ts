import { describe, expect, it } from 'vitest'
import { Reduction } from '../../support/reduce.ts'
import { LOCKED, Station } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (s: number) => T + s * 1000

/** Up until 300 s, then nothing more; `end` is where the realm clock stands. */
function silentSince300(run: Reduction) {
  run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
  new Station(run, T).birth(0).state(0).state(300)
  new Station(run, T, 'CLOCK-1').heartbeat(900)
  return run.settle()
}
const declare = (run: Reduction, fromS: number, toS: number, target = 'HN-0001', id = 'd1') =>
  run.control({
    type: 'outage-declare',
    at: at(900),
    by: 'nga',
    why: 'mast fell',
    id,
    targets: [target],
    from: at(fromS),
    to: at(toS),
  })
const withdraw = (run: Reduction, id = 'd1') =>
  run.control({ type: 'outage-withdraw', at: at(900), by: 'nga', why: 'wrong station', id })
const quarter = (run: Reduction) => run.settle().times('15m', T, 'HN-0001', '1')

const UNDECLARED = { exp: 900, 'avail.up': 300, 'avail.unknown': 600, 'avail.unknown_silent': 600 }

describe('outages that the operator declares', () => {
  it('silence from 300 s on, declared from 400 s to 800 s: 400 s down and marked, 200 s unknown still', () => {
    const run = silentSince300(new Reduction())
    expect(quarter(run)).toEqual(UNDECLARED)
    declare(run, 400, 800)
    expect(quarter(run)).toEqual({
      exp: 900,
      'avail.up': 300,
      'avail.down': 400,
      'avail.declared': 400,
      'avail.unknown': 900 - 300 - 400,
      'avail.unknown_silent': 200,
    })
  })

  it('what a state or report proves stays as it is: declared from 100 s, down from 300 s only', () => {
    const run = declare(silentSince300(new Reduction()), 100, 900)
    expect(quarter(run)).toMatchObject({ exp: 900, 'avail.up': 300, 'avail.down': 600, 'avail.declared': 600 })
  })

  it('taken back: as if it had never been', () => {
    const run = declare(silentSince300(new Reduction()), 400, 800)
    run.settle()
    withdraw(run)
    expect(quarter(run)).toEqual(UNDECLARED)
  })

  it('of another cell: nothing; of this one: down', () => {
    const run = declare(silentSince300(new Reduction()), 400, 800, 'HN-0001/2')
    expect(quarter(run)).toEqual(UNDECLARED)
    declare(run, 400, 800, 'HN-0001/1', 'd2')
    expect(quarter(run)['avail.declared']).toBe(400)
  })

  it('said before the silence is known: the same', () => {
    const run = new Reduction()
    declare(run, 400, 800)
    silentSince300(run)
    expect(quarter(run)).toMatchObject({ 'avail.down': 400, 'avail.declared': 400, 'avail.unknown_silent': 200 })
  })

  it('our own downtime within it stays unknown: it is never a station’s outage', () => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(500), since: T, connected: true, accepting: true })
    run.control({ type: 'tick', at: at(7200), since: at(600), connected: true, accepting: true })
    new Station(run, T).birth(0).state(0).state(300)
    new Station(run, T, 'CLOCK-1').heartbeat(900)
    declare(run, 400, 800)
    expect(quarter(run)).toMatchObject({
      'avail.down': 100 + 200,
      'avail.declared': 300,
      'avail.unknown_collector': 100,
      'avail.unknown_silent': 100 + 100,
    })
  })

  it('a silence that began in maintenance is planned; declared, what lies beyond the window is overrun', () => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    run.control({
      type: 'maintenance-add',
      at: T,
      by: 'nga',
      why: 'antenna',
      id: 'm1',
      targets: ['HN-0001'],
      from: at(200),
      to: at(500),
    })
    new Station(run, T).birth(0).state(0).state(250, LOCKED).state(300, LOCKED)
    new Station(run, T, 'CLOCK-1').heartbeat(900)
    declare(run, 300, 900)
    expect(quarter(run)).toMatchObject({
      'avail.up': 250,
      'avail.planned': 250,
      'avail.down': 400,
      'avail.declared': 400,
      'avail.overrun': 400,
    })
  })
})
