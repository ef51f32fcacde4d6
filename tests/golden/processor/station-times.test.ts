import { describe, expect, it } from 'vitest'
import { Reduction } from '../../support/reduce.ts'
import { CUT_OFF, FAILED, LOCKED, SAVING, Station, UP } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (s: number) => T + s * 1000
const CELLS = ['1', '2'].map((cell) => ({ cell, mode: 'SA', band: 'n41', scsKHz: 30 }))

/** Two cells; each tells its states at these seconds and what they are, and UP at 0, 300, 600, 900 where nothing else is said. */
function twoCells(
  one: Record<number, object>,
  two: Record<number, object>,
  before: (run: Reduction) => unknown = () => undefined,
) {
  const run = new Reduction()
  run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
  before(run)
  const station = new Station(run, T).birth(0, { cells: CELLS })
  const instants = [...new Set([0, 300, 600, 900, ...Object.keys(one).map(Number), ...Object.keys(two).map(Number)])]
  const latest = (told: Record<number, object>, s: number) =>
    Object.entries(told).findLast(([from]) => Number(from) <= s)?.[1] ?? UP
  for (const s of instants.sort((a, b) => a - b)) {
    station.state(s, latest(one, s), '1').state(s, latest(two, s), '2')
  }
  return run.settle()
}
const whole = (run: Reduction) => run.times('15m', T, 'HN-0001', '')

describe('the five times of a station as a whole', () => {
  it('one cell down from 100 s to 200 s, the other from 150 s to 250 s: down where both are, degraded where one is', () => {
    const run = twoCells({ 100: FAILED, 200: UP }, { 150: FAILED, 250: UP })
    expect(whole(run)).toEqual({
      exp: 900,
      'avail.up': 850,
      // [100, 150) and [200, 250)
      'avail.degraded': 100,
      'avail.down': 50,
      'avail.down_fault': 50,
    })
  })

  it('of several causes the first: Fault > TransportProblem > ManualIntervention > EnergySaving', () => {
    const downBy = (a: object, b: object) => whole(twoCells({ 100: a, 200: UP }, { 100: b, 200: UP }))
    expect(downBy(FAILED, CUT_OFF)).toMatchObject({ 'avail.down': 100, 'avail.down_fault': 100 })
    expect(downBy(LOCKED, CUT_OFF)).toMatchObject({ 'avail.down': 100, 'avail.down_transport': 100 })
    expect(downBy(LOCKED, SAVING)).toMatchObject({ 'avail.down': 100, 'avail.down_manual': 100 })
    expect(downBy(SAVING, SAVING)).toMatchObject({ 'avail.up': 800, 'avail.es': 100 })
  })

  it('only what lies outside of the station for all its cells lies outside of it', () => {
    const external = (a: object, b: object) =>
      whole(twoCells({ 100: a, 200: UP }, { 100: b, 200: UP }))['avail.down_external'] ?? 0
    expect(external(CUT_OFF, CUT_OFF)).toBe(100)
    expect(external(CUT_OFF, FAILED)).toBe(0)
  })

  const window = (target: string) => (run: Reduction) =>
    run.control({
      type: 'maintenance-add',
      at: T,
      by: 'nga',
      why: 'antenna',
      id: 'm1',
      targets: [target],
      from: at(50),
      to: at(150),
    })

  it('planned where all cells are; beyond the window overrun', () => {
    const run = twoCells({ 100: LOCKED, 200: UP }, { 100: LOCKED, 200: UP }, window('HN-0001'))
    expect(whole(run)).toMatchObject({
      exp: 900,
      'avail.up': 800,
      'avail.planned': 50,
      'avail.down': 50,
      'avail.down_manual': 50,
      'avail.overrun': 50,
    })
  })

  it('work on one cell while the other fails: down; while the other is up: degraded', () => {
    const both = twoCells({ 100: LOCKED, 150: UP }, { 100: FAILED, 150: UP }, window('HN-0001/1'))
    expect(whole(both)).toMatchObject({ 'avail.up': 850, 'avail.down': 50, 'avail.down_fault': 50 })
    const one = twoCells({ 100: LOCKED, 150: UP }, {}, window('HN-0001/1'))
    expect(whole(one)).toEqual({ exp: 900, 'avail.up': 900, 'avail.degraded': 50 })
  })

  it('unknown where no cell is up and not all are known', () => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    const station = new Station(run, T).birth(0, { cells: CELLS })
    station.state(0, UP, '1').state(0, FAILED, '2').state(200, UP, '1').heartbeat(250).heartbeat(310)
    station.loses().state(311, UP, '2')
    for (const s of [400, 500, 600, 700, 800]) station.heartbeat(s)
    station.state(900, UP, '1')
    // cell 1 is known until 200 s; cell 2 is never known
    expect(whole(run.settle())).toEqual({ exp: 900, 'avail.up': 200, 'avail.unknown': 700 })
  })

  it('expected as soon as any cell is in service', () => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    const station = new Station(run, T).birth(300)
    station.state(300).state(600, UP, '1').state(600, UP, '2').state(900, UP, '1').state(900, UP, '2')
    run.settle()
    expect(run.times('15m', T, 'HN-0001', '1').exp).toBe(600)
    expect(run.times('15m', T, 'HN-0001', '2').exp).toBe(300)
    expect(whole(run)).toEqual({ exp: 600, 'avail.up': 600 })
  })
})
