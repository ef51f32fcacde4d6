import { describe, expect, test } from 'vitest'
import type { Question } from '../../support/oracle/groups.ts'
import { answersOf, storeOf } from '../../support/oracle/open-answers.ts'
import { Reduction } from '../../support/reduce.ts'
import { FAILED, Station } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (s: number) => T + s * 1000
const ourSideUp = (run: Reduction) =>
  run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })

/** Where the rules know less than there is to know, and what holds there: docs/decisions/020-what-the-rules-leave-open.md. */
describe('holes in the rules', () => {
  const bounds = (run: Reduction) => {
    const { 'avail.up': up = 0, 'avail.unknown': unknown = 0 } = run.settle().times('15m', T, 'HN-0001', '1')
    return { lowest: up, highest: up + unknown }
  }

  test('a covered second is what the last state that came says, though one behind it is missing', () => {
    const run = new Reduction()
    ourSideUp(run)
    // the lost one may have said "down" at any second after 0
    new Station(run, T).birth(0).state(0).loses(1).reports(0, 900, 900).heartbeat(900)
    expect(bounds(run)).toEqual({ lowest: 900, highest: 900 })
  })

  const withTailLost = () => {
    const run = new Reduction()
    ourSideUp(run)
    const station = new Station(run, T).birth(0).state(0).state(300)
    station.heartbeat(310).loses(4).restart(600, 590, 'power').state(600).state(900)
    return { run: run.settle(), station }
  }

  test('the end of a boot whose last message is lost is unknown: it may have been up to 500 s', () => {
    const { run } = withTailLost()
    // up 0 to 300 and 600 to 900; known to be down: nothing
    expect(bounds(run)).toEqual({ lowest: 600, highest: 900 })
    expect(run.times('15m', T, 'HN-0001', '1')).toEqual({
      exp: 900,
      'avail.up': 600,
      'avail.unknown': 300,
      // 310 to 590, longer than three heartbeats
      'avail.unknown_silent': 280,
    })
  })

  test('once that last message has come, what lies behind it is down', () => {
    const { run, station } = withTailLost()
    station.boot = '1790000000000-7'
    station.seq = 7
    station.heartbeat(500)
    // the three between are lost still: they have nothing to say of what lies behind the last one
    expect(run.settle().times('15m', T, 'HN-0001', '1')).toMatchObject({ 'avail.down': 90, 'avail.down_fault': 90 })
  })

  test('without any loss a station is down from its last proof of life on, not from a heartbeat later', () => {
    const run = new Reduction()
    ourSideUp(run)
    // truly up to 340 s, where the next heartbeat would have been due at 360 s
    new Station(run, T).birth(0).state(0).state(300).restart(600, 590, 'power').state(600).state(900)
    // down 300 to 590; 590 to 600, before the first state of the new boot, is unknown
    expect(bounds(run)).toEqual({ lowest: 600, highest: 610 })
  })

  test('a report counts as observed over all of its period, seconds of it in which its cell was down too', async () => {
    const run = new Reduction('sim-oracle')
    const station = new Station(run, T).birth(0).state(0, FAILED).state(300, FAILED).state(450).state(750)
    station.reports(0, 900, 900, { 'RRC.ConnEstabAtt.sum': 450, 'RRC.ConnEstabSucc.sum': 450 })
    station.state(1050).state(1350).state(1650).state(1800)
    const store = await storeOf(run.settle(), at(7200))
    const question: Question = { level: 'all', from: T, to: at(1800), by: ['station', 'cell'] }
    const answers = await answersOf(store, ['RrcSetupSuccess'], question)
    await store.close()
    const point = answers.get('RrcSetupSuccess')!.get('HN-0001 1')!.get(T)!
    // observed 900 s of the 450 + 900 s in which something was due
    expect(point.coverage).toBeCloseTo(900 / 1350, 9)
    // 450 s missing at the 450 / 900 attempts a second of the report: 225 more, all failed
    expect(point.lo).toBeCloseTo((100 * 450) / (450 + 225), 9)
  })
})
