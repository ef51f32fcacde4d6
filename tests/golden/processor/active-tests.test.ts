import { describe, expect, it } from 'vitest'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5)
const PROBE = 'PROBE-01'

interface Sample {
  readonly atS: number
  readonly kind?: 'signal' | 'access' | 'dl' | 'ul'
  readonly ue?: string
  readonly rat?: string
  readonly bytes?: number
  readonly ms?: number
  readonly result?: string
}

function send(run: Reduction, samples: readonly Sample[]): Reduction {
  samples.forEach(({ atS, kind = 'dl', ue = 'ue-1', rat = 'nr-sa', result = 'ok', bytes, ms }, seq) => {
    run.send(PROBE, 'test', {
      boot: '1790000000000-1',
      seq,
      t: T + atS * 1000,
      campaign: 'c1',
      server: 's1',
      ue,
      plmn: '452-04',
      cell: 'HN-0001.1',
      rat,
      place: 'indoor',
      kind,
      ...(bytes !== undefined && { bytes }),
      ...(ms !== undefined && { ms }),
      result,
    })
  })
  return run
}

const of = (run: Reduction, level: '10s' | '1m' | '15m') => run.cell(level, T, PROBE, 'HN-0001.1')

describe('samples of active tests', () => {
  it('two downloads of one minute: 125 MB in 10 s is 100 Mbit/s, 125 MB in 50 s is 20 Mbit/s; mean 60, one of two from 30 on', () => {
    const run = send(new Reduction(), [
      { atS: 2, bytes: 125_000_000, ms: 10_000 },
      { atS: 40, bytes: 125_000_000, ms: 50_000 },
    ])
    const minute = of(run, '1m')
    // (100 + 20) · 10⁶ bit/s over 2 samples
    expect(minute['TestDlMean.speed']).toBe(120_000_000)
    expect(minute['TestDlMean.n']).toBe(2)
    expect(minute['TestDlMean.least']).toBe(1)
    expect(of(run, '10s')['TestDlMean.n']).toBe(1)
  })

  it('under 30 s after the same UE’s last sample of the kind: listed, not counted', () => {
    const run = send(new Reduction(), [
      { atS: 0, bytes: 1_000_000, ms: 1000 },
      { atS: 20, bytes: 1_000_000, ms: 1000 },
      { atS: 21, bytes: 1_000_000, ms: 1000, ue: 'ue-2' },
      { atS: 25, bytes: 1_000_000, ms: 1000, ue: 'ue-3', rat: 'lte' },
    ])
    expect(of(run, '1m')['TestDlMean.n']).toBe(2)
    const listed = [...run.state.changes()].filter(([key]) => key.startsWith('event/test-')).map(([, value]) => value)
    expect(listed).toMatchObject([{ cause: 'too-soon' }, { cause: 'not-nr' }])
  })

  it('a sample that comes late between two others takes the turn of the one behind it', () => {
    const late = { atS: 35, bytes: 1_000_000, ms: 1000 }
    const inOrder = send(new Reduction(), [{ atS: 0, bytes: 1_000_000, ms: 1000 }, late, { atS: 60, bytes: 1, ms: 1 }])
    const mixed = send(new Reduction(), [{ atS: 60, bytes: 1, ms: 1 }, { atS: 0, bytes: 1_000_000, ms: 1000 }, late])
    // 0 and 35 s count; 60 s comes 25 s after 35 s
    for (const run of [inOrder, mixed]) expect(of(run, '15m')['TestDlMean.n']).toBe(2)
  })

  it('hours later, when the state has let the windows of 10 s go, nothing counts twice', () => {
    const run = send(new Reduction(), [
      { atS: 1, bytes: 1_000_000, ms: 1000 },
      { atS: 5 * 3600, kind: 'signal', ue: 'ue-9' },
    ]).forget('row/10s/')
    run.send(PROBE, 'test', {
      boot: '1790000000000-1',
      seq: 2,
      t: T + 4000,
      campaign: 'c1',
      server: 's1',
      ue: 'ue-2',
      plmn: '452-04',
      cell: 'HN-0001.1',
      rat: 'nr',
      place: 'indoor',
      kind: 'dl',
      bytes: 2_000_000,
      ms: 1000,
      result: 'ok',
    })
    // 8 + 16 Mbit/s
    expect(of(run, '1m')).toMatchObject({ 'TestDlMean.n': 2, 'TestDlMean.speed': 24_000_000 })
  })

  it('a probe’s cell is not expected to report', () => {
    const run = send(new Reduction(), [{ atS: 0, kind: 'access', ms: 12.5 }]).settle()
    expect(of(run, '1m')).toMatchObject({ exp: 0, 'TestAccessDelay.n': 1, 'TestAccessDelay.time': 12_500 })
  })
})
