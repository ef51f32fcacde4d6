import { describe, expect, it } from 'vitest'
import { LEVELS, type Level, windowStart } from '../../../contract/mod.ts'
import { Reduction } from '../../support/reduce.ts'

const DAY = Date.UTC(2026, 8, 30, 17) // 00:00 in Việt Nam on 1 October
const STATION = 'HN-0001'
const BOOT = '1790000000000-7'

/** Where the report of `gp` seconds that ends `endS` after midnight counts: 1 Mbit for each of its seconds. */
function counted(run: Reduction, endS: number, gp: number): Record<string, [mbit: number, obs: number] | undefined> {
  const start = DAY + (endS - gp) * 1000
  return Object.fromEntries(
    LEVELS.map((level) => {
      const row = run.cell(level, windowStart(level, start), STATION, '1')
      const obs = row['TrafficVolumeDl.obs']
      return [level, obs === undefined ? undefined : [(row['TrafficVolumeDl.vol'] ?? 0) / 1e6, obs]]
    }),
  )
}

const report = (endS: number, gp: number, seq: number, mbit = gp) => ({
  boot: BOOT,
  seq,
  end: DAY + endS * 1000,
  gp,
  cells: [{ cell: '1', m: { 'DRB.PdcpSduVolumeDL': mbit } }],
})

const deadLetters = (run: Reduction) =>
  [...run.state.changes()].filter(([key]) => key.startsWith('dead-letter/')).map(([, value]) => value)

/** gp, end after midnight, level at which it enters: the smallest with a window that holds it wholly. */
const PERIODS: readonly [gp: number, endS: number, level: Level][] = [
  [1, 1, '10s'],
  [1, 10, '10s'],
  [5, 10, '10s'],
  [7, 7, '10s'],
  [7, 14, '1m'], // 7 to 14: lies in two windows of 10 s
  [10, 10, '10s'],
  [15, 15, '1m'],
  [30, 60, '1m'],
  [45, 90, '15m'], // 45 to 90: in two minutes
  [60, 60, '1m'],
  [60, 90, '15m'],
  [90, 90, '15m'],
  [300, 300, '15m'],
  [300, 900, '15m'],
  [700, 1400, '1h'], // 700 to 1400: in two quarters of an hour
  [900, 900, '15m'],
  [1800, 1800, '1h'],
  [3600, 3600, '1h'],
  [3600, 5400, '1d'],
  [7200, 7200, '1d'],
  [43_200, 86_400, '1d'],
  [86_399, 86_399, '1d'],
  [86_400, 86_400, '1d'],
]

describe('granularity periods of 1 s to 24 h (semantics §3)', () => {
  it.each(PERIODS)('%i s up to %i s after midnight enter at %s and every level above', (gp, endS, level) => {
    const run = new Reduction()
    run.send(STATION, 'pm', report(endS, gp, 1)).settle()
    const from = LEVELS.indexOf(level)
    expect(counted(run, endS, gp)).toEqual(
      Object.fromEntries(LEVELS.map((each, i) => [each, i < from ? undefined : [gp, gp]])),
    )
  })

  it.each([
    [2, 1],
    [60, 30],
    [3600, 1],
    [86_400, 3600],
    [86_400, 86_399],
  ])('%i s up to %i s after midnight lie in two days and are refused', (gp, endS) => {
    const run = new Reduction()
    run.send(STATION, 'pm', report(endS, gp, 1)).settle()
    expect(deadLetters(run)).toMatchObject([{ code: 'gp-straddles' }])
    expect(run.rows()).toEqual([])
    // its number is known all the same: nothing is missing
    expect(run.state.get(`ledger/${STATION}`)).toMatchObject({ received: 1, rejected: { 'gp-straddles': 1 } })
  })

  it.each([0, -1, 1.5, 86_401])('a gp of %d is refused', (gp) => {
    const run = new Reduction()
    run.send(STATION, 'pm', report(86_400, gp, 1)).settle()
    expect(deadLetters(run)).toMatchObject([{ code: 'bad-period' }])
  })

  it('several periods in one delivery: each second once, the coarsest that holds it', () => {
    // one station sends what it stored: 1 s, 10 s, 60 s and 900 s of the same quarter of an hour, in any order
    const stored = [
      ...Array.from({ length: 900 }, (_, i) => ({ gp: 1, endS: i + 1, mbit: 1 })),
      ...Array.from({ length: 90 }, (_, i) => ({ gp: 10, endS: (i + 1) * 10, mbit: 20 })),
      ...Array.from({ length: 15 }, (_, i) => ({ gp: 60, endS: (i + 1) * 60, mbit: 180 })),
    ]
    const send = (run: Reduction, list: typeof stored) => {
      list.forEach(({ gp, endS, mbit }) => {
        const seq = [1, 10, 60].indexOf(gp) * 1000 + endS
        run.send(STATION, 'pm', report(endS, gp, seq, mbit))
      })
      return run.settle()
    }
    for (const list of [stored, stored.toReversed()]) {
      const run = send(new Reduction('sim-test', 50), list)
      const at = (level: Level) => {
        const row = run.cell(level, DAY, STATION, '1')
        return [(row['TrafficVolumeDl.vol'] ?? 0) / 1e6, row['TrafficVolumeDl.obs']]
      }
      // in its own window of 10 s the report of 10 s stands for those of 1 s, in a minute that of 60 s, and 15 of those make 2700
      expect([at('10s'), at('1m'), at('15m'), at('1d')]).toEqual([
        [20, 10],
        [180, 60],
        [2700, 900],
        [2700, 900],
      ])
      run.send(STATION, 'pm', report(900, 900, 5000, 2718)).settle()
      expect([at('1m'), at('15m'), at('1h')]).toEqual([
        [180, 60],
        [2718, 900],
        [2718, 900],
      ])
    }
  })

  it('periods of another length that lie between: what they touch gives way, and nothing is counted twice', () => {
    const run = new Reduction()
    for (let i = 1; i <= 6; i++) run.send(STATION, 'pm', report(i * 10, 10, i, 10))
    // 7 s to 14 s touches the first two windows of 10 s: in the minute 6 × 10 − 2 × 10 + 7
    run.send(STATION, 'pm', report(14, 7, 100)).settle()
    const row = run.cell('1m', DAY, STATION, '1')
    expect([(row['TrafficVolumeDl.vol'] ?? 0) / 1e6, row['TrafficVolumeDl.obs']]).toEqual([47, 47])
  })
})
