import { describe, expect, it } from 'vitest'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5) // 12:00 in Việt Nam, start of a quarter of an hour
const BOOT = '1790000000000-7'

/** Reports of `mbit` each, ending every `gpS` seconds from T on. */
function reports(run: Reduction, gpS: number, count: number, mbit: number, firstSeq: number): void {
  for (let i = 1; i <= count; i++) {
    run.send('HN-0001', 'pm', {
      boot: BOOT,
      seq: firstSeq + i,
      end: T + i * gpS * 1000,
      gp: gpS,
      cells: [{ cell: '1', m: { 'DRB.PdcpSduVolumeDL': mbit } }],
    })
  }
}

const volume = (run: Reduction, level: '10s' | '1m' | '15m' | '1h' = '15m', t = T) => {
  const row = run.settle().cell(level, t, 'HN-0001', '1')
  return { mbit: (row['TrafficVolumeDl.vol'] ?? 0) / 1e6, obs: row['TrafficVolumeDl.obs'], exp: row.exp }
}

describe('each second of a cell and measurement counts once (semantics §3)', () => {
  it('a 900 s report of 900 Mbit and ninety 10 s reports of 10 Mbit: 900 Mbit, coverage 1', () => {
    const run = new Reduction()
    reports(run, 10, 90, 10, 0)
    reports(run, 900, 1, 900, 1000)
    expect(volume(run)).toEqual({ mbit: 900, obs: 900, exp: 900 })
    expect(volume(run, '1h')).toMatchObject({ mbit: 900, obs: 900 })
    // the finer windows keep what they have
    expect(volume(run, '1m')).toMatchObject({ mbit: 60, obs: 60 })
  })

  it('the same the other way round', () => {
    const run = new Reduction()
    reports(run, 900, 1, 900, 0)
    reports(run, 10, 90, 10, 1000)
    expect(volume(run)).toEqual({ mbit: 900, obs: 900, exp: 900 })
  })

  it('without the last ten of them: still 900', () => {
    const run = new Reduction()
    reports(run, 10, 80, 10, 0)
    reports(run, 900, 1, 900, 1000)
    expect(volume(run)).toEqual({ mbit: 900, obs: 900, exp: 900 })
  })

  it('only eighty 10 s reports: 800 Mbit, coverage 800/900 = 0.889', () => {
    const run = new Reduction()
    reports(run, 10, 80, 10, 0)
    run.send('HN-0001', 'state', { boot: BOOT, seq: 500, t: T + 900_000, queued: 0 })
    expect(volume(run)).toEqual({ mbit: 800, obs: 800, exp: 900 })
  })

  it('a 90 s report replaces the child windows that it overlaps, even in part: 15 min is not 15 × 60 + 90', () => {
    const run = new Reduction()
    reports(run, 60, 15, 60, 0)
    run.send('HN-0001', 'pm', {
      boot: BOOT,
      seq: 900,
      end: T + 120_000,
      gp: 90,
      cells: [{ cell: '1', m: { 'DRB.PdcpSduVolumeDL': 99 } }],
    })
    // [30 s, 120 s) stands for minutes 0 and 1: 13 × 60 + 99
    expect(volume(run)).toEqual({ mbit: 13 * 60 + 99, obs: 13 * 60 + 90, exp: 900 })
  })

  it('a corrected report (rev 1) replaces the first one at every level, whichever came last', () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const run = new Reduction()
      for (const rev of order) {
        run.send('HN-0001', 'pm', {
          boot: BOOT,
          seq: rev,
          end: T + 10_000,
          gp: 10,
          rev,
          cells: [{ cell: '1', m: { 'DRB.PdcpSduVolumeDL': rev === 0 ? 10 : 12 } }],
        })
      }
      expect(volume(run, '10s')).toMatchObject({ mbit: 12, obs: 10 })
      expect(volume(run, '15m')).toMatchObject({ mbit: 12, obs: 10 })
    }
  })
})
