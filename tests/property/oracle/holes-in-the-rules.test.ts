import { describe, expect, test } from 'vitest'
import type { Question } from '../../support/oracle/ask.ts'
import { answersOf, storeOf } from '../../support/oracle/open-answers.ts'
import { Reduction } from '../../support/reduce.ts'
import { FAILED, Station } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (s: number) => T + s * 1000
const ourSideUp = (run: Reduction) =>
  run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })

/**
 * Where the product does what the rules say, and the bounds miss the truth all the same: holes in the rules. Each says what
 * the truth is.
 */
describe('holes in the rules', () => {
  const bounds = (run: Reduction, level: '15m' | '1h' = '15m') => {
    const { 'avail.up': up = 0, 'avail.unknown': unknown = 0, exp = 0 } = run.settle().times(level, T, 'HN-0001', '1')
    return { lowest: up, highest: up + unknown, exp }
  }

  // §8: "a second is known if a report covers it", though the state that would say what it is is known to be missing
  test.fails('a state that is known to be missing leaves covered seconds unknown: truly up for 300 s', () => {
    const run = new Reduction()
    ourSideUp(run)
    new Station(run, T).birth(0).state(0).loses(1).reports(0, 900, 900).heartbeat(900)
    expect(bounds(run).lowest).toBeLessThanOrEqual(300)
  })

  // §8: "new boot: last proof of life → start: down", though the new boot says that the old one said more, now lost
  test.fails('messages of the old boot that are known to be lost leave its last seconds unknown: truly up to 500 s', () => {
    const run = new Reduction()
    ourSideUp(run)
    const station = new Station(run, T).birth(0).state(0).state(300)
    station.heartbeat(310).loses(4).restart(600, 590, 'power').state(600).state(900)
    expect(bounds(run).highest).toBeGreaterThanOrEqual(500 + 310)
  })

  // the same without any loss: between the last heartbeat and the next that was due nobody knows
  test.fails('up to a heartbeat before a restart is unknown: truly up to 340 s', () => {
    const run = new Reduction()
    ourSideUp(run)
    new Station(run, T).birth(0).state(0).state(300).restart(600, 590, 'power').state(600).state(900)
    expect(bounds(run).highest).toBeGreaterThanOrEqual(340 + 310)
  })

  // §4, §5: `obs` counts seconds in which the cell is known down, `exp` leaves them out: coverage and bounds are too good.
  // One attempt a second while up, all failed in the second quarter, whose report is lost.
  // Due 450 + 900 s, of which 450 s were observed: coverage 1/3; truth 450 / 1350 = 33.3 %
  test.fails('a report over down seconds covers only those in which something was due', async () => {
    const run = new Reduction('sim-oracle')
    const station = new Station(run, T).birth(0).state(0, FAILED).state(300, FAILED).state(450).state(750)
    station.reports(0, 900, 900, { 'RRC.ConnEstabAtt.sum': 450, 'RRC.ConnEstabSucc.sum': 450 })
    station.state(1050).state(1350).state(1650).state(1800)
    const store = await storeOf(run.settle(), at(7200))
    const question: Question = { level: 'all', from: T, to: at(1800), by: ['station', 'cell'] }
    const answers = await answersOf(store, ['RrcSetupSuccess'], question)
    await store.close()
    const point = answers.get('RrcSetupSuccess')!.get('HN-0001 1')!.get(T)!
    expect(point.coverage).toBeCloseTo(1 / 3, 9)
    expect(point.lo).toBeCloseTo(100 / 3, 9)
  })
})
