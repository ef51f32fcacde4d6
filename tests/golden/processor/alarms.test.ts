import { describe, expect, it } from 'vitest'
import { Reduction } from '../../support/reduce.ts'
import { CUT_OFF, FAILED, Station, UP } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (s: number) => T + s * 1000
const BOOT = '1790000000000-7'

const alarm = (alarmId: string, probableCause: string, more: object = {}) => ({
  alarmId,
  alarmType: 'EQUIPMENT_ALARM',
  perceivedSeverity: 'MAJOR',
  probableCause,
  ...more,
})
const MAINS = alarm('a1', 'commercialPowerFailure')
const cleared = (one: object) => ({ ...one, perceivedSeverity: 'CLEARED' })

/** Down by a fault from 100 s to 400 s; `tell` says alarms with seqs 10, 11, …, before or after the states. */
function faulty(tell: (say: (s: number, body: object) => void) => void, values: object = FAILED, states = true) {
  const run = new Reduction()
  run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
  const station = new Station(run, T)
  if (states) station.birth(0).state(0, UP).state(100, values).state(400, UP).state(700, UP).state(900, UP)
  let seq = 10
  tell((s, body) => run.send('HN-0001', 'alarm', { boot: BOOT, seq: seq++, t: at(s), ...body }))
  return run.settle()
}
const external = (run: Reduction, cell = '1') => run.times('15m', T, 'HN-0001', cell)['avail.down_external'] ?? 0
const attributions = (run: Reduction) =>
  run
    .events('outage')
    .filter((e) => e.cell === '1' && e.cause !== 'withdrawn')
    .map((e) => e.attribution)
const listed = (run: Reduction) =>
  run
    .events('alarm')
    .map(({ from, to, cause, text }) => [(from - T) / 1000, to === null ? null : (to - T) / 1000, cause, text])

describe('what is down from outside of the station', () => {
  it('while an alarm of its power was active: 80 s of 300 s', () => {
    const run = faulty((say) => {
      say(120, MAINS)
      say(200, cleared(MAINS))
    })
    expect(run.times('15m', T, 'HN-0001', '1')).toMatchObject({
      'avail.down': 300,
      'avail.down_fault': 300,
      'avail.down_external': 80,
    })
    expect(attributions(run)).toEqual(['power'])
  })

  it('since it was raised, if it says when', () => {
    const run = faulty((say) => {
      say(180, { ...MAINS, raised: at(90) })
      say(200, cleared(MAINS))
    })
    expect(external(run)).toBe(100)
  })

  it('until a list does not name it any more', () => {
    const run = faulty((say) => {
      say(150, { active: [MAINS] })
      say(250, { active: [MAINS, alarm('a2', 'temperatureUnacceptable')] })
      say(300, { active: [] })
    })
    expect(external(run)).toBe(150)
    expect(listed(run)).toEqual([
      [150, 300, 'MAJOR', 'commercialPowerFailure; not-in-list'],
      [250, 300, 'MAJOR', 'temperatureUnacceptable; not-in-list'],
    ])
  })

  it('of another cell it says nothing', () => {
    expect(external(faulty((say) => say(120, { ...MAINS, cell: '2' })))).toBe(0)
    expect(external(faulty((say) => say(120, { ...MAINS, cell: '1' })))).toBe(280)
  })

  it('an alarm of anything else leaves it with the station, and tells what it is put down to', () => {
    const run = faulty((say) => say(120, alarm('a3', 'Radio unit failure')))
    expect(external(run)).toBe(0)
    expect(attributions(run)).toEqual(['hardware'])
    expect(attributions(faulty(() => undefined))).toEqual(['unknown'])
    expect(attributions(faulty(() => undefined, CUT_OFF))).toEqual(['transport'])
  })

  it('through a dead period: raised before the battery was empty, not in the list after the start', () => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    const station = new Station(run, T).birth(0).state(0).state(300)
    run.send('HN-0001', 'alarm', { boot: BOOT, seq: station.seq++, t: at(310), ...MAINS })
    station.restart(620, 600, 'power').state(620).state(900)
    run.send('HN-0001', 'alarm', { boot: station.boot, seq: station.seq++, t: at(625), active: [] })
    run.settle()
    expect(run.times('15m', T, 'HN-0001', '1')).toMatchObject({ 'avail.down': 290, 'avail.down_external': 290 })
    expect(attributions(run)).toEqual(['power'])
  })

  it('never makes anybody unavailable', () => {
    const run = faulty((say) => say(500, MAINS))
    expect(run.times('15m', T, 'HN-0001', '1')).toMatchObject({ 'avail.up': 600, 'avail.down': 300 })
    expect(external(run)).toBe(0)
  })
})

describe('alarms in any order', () => {
  const words: [number, object][] = [
    [120, MAINS],
    [150, { active: [MAINS, alarm('a2', 'fan failure')] }],
    [200, cleared(MAINS)],
    [230, { ...MAINS, raised: at(220), perceivedSeverity: 'CRITICAL' }],
    [260, { active: [alarm('a2', 'fan failure')] }],
    [350, { active: [] }],
  ]
  const told = (order: readonly number[], first: 'states' | 'alarms') => {
    const run = new Reduction()
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    const station = new Station(run, T)
    const states = () => station.birth(0).state(0, UP).state(100, FAILED).state(400, UP).state(700, UP).state(900, UP)
    if (first === 'states') states()
    for (const i of order) {
      const [s, body] = words[i] as [number, object]
      run.send('HN-0001', 'alarm', { boot: BOOT, seq: 10 + i, t: at(s), ...body })
      if (first === 'states') run.settle()
    }
    if (first === 'alarms') states()
    return run.settle()
  }

  it('the same events and the same seconds', () => {
    const expected = [
      [120, 200, 'MAJOR', 'commercialPowerFailure'],
      [150, 350, 'MAJOR', 'fan failure; not-in-list'],
      [220, 260, 'CRITICAL', 'commercialPowerFailure; not-in-list'],
    ]
    for (const order of [
      [0, 1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [3, 0, 5, 2, 1, 4],
      [1, 5, 0, 4, 2, 3],
    ]) {
      for (const first of ['states', 'alarms'] as const) {
        const run = told(order, first)
        expect(listed(run).filter(([, , cause]) => cause !== 'withdrawn')).toEqual(expected)
        // [120, 200) and [220, 260)
        expect(external(run)).toBe(120)
      }
    }
  })
})
