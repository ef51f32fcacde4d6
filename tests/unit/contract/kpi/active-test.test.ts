import { describe, expect, it } from 'vitest'
import { notCountableOf, type TestSample } from '../../../../contract/kpi/countable.ts'
import { testParts } from '../../../../contract/kpi/test-parts.ts'

const at = (s: number, test: TestSample['test'], rat = 'NR'): TestSample => ({ atMs: s * 1_000, test, rat })

describe('what counts', () => {
  it('lies 30 s after the sample before it of the same kind', () => {
    expect(notCountableOf([at(0, 'dl'), at(10, 'signal'), at(20, 'dl'), at(50, 'dl'), at(80, 'dl')])).toEqual([
      undefined,
      undefined,
      'too-soon',
      undefined,
      undefined,
    ])
    // the sample before need not count itself
    expect(notCountableOf([at(0, 'dl'), at(20, 'dl'), at(40, 'dl')])).toEqual([undefined, 'too-soon', 'too-soon'])
    expect(notCountableOf([at(0, 'dl'), at(30, 'dl')])).toEqual([undefined, undefined])
    expect(notCountableOf([at(0, 'dl'), at(29.999, 'dl')])).toEqual([undefined, 'too-soon'])
  })

  it('is on 5G', () => {
    expect(notCountableOf([at(0, 'dl', 'LTE'), at(40, 'dl', 'nr'), at(80, 'dl', 'EN-DC')])).toEqual([
      'not-nr',
      undefined,
      undefined,
    ])
  })
})

describe('parts of a sample', () => {
  const sample = (differing: Partial<Parameters<typeof testParts>[0]>) =>
    Object.fromEntries(
      testParts(
        { test: 'dl', result: 'ok', ssRsrpDbm: undefined, bytes: undefined, ms: undefined, ...differing },
        { countable: true },
      ),
    )

  it('speed is the size of the file over the time of its transfer', () => {
    // 8 · 125 000 000 bit / 10 s = 100 Mbit/s
    expect(sample({ bytes: 125_000_000, ms: 10_000 })).toEqual({
      'TestDrop.n': 1,
      'TestDrop.dropped': 0,
      'TestDlMean.n': 1,
      'TestDlMean.speed': 100_000_000,
      'TestDlMean.least': 1,
    })
    expect(sample({ bytes: 3_749_999, ms: 1_000 })).toMatchObject({
      'TestDlMean.speed': 29_999_992,
      'TestDlMean.least': 0,
    })
    expect(sample({ test: 'ul', bytes: 50_000_000, ms: 8_000 })).toEqual({
      'TestDrop.n': 1,
      'TestDrop.dropped': 0,
      'TestUlMean.n': 1,
      'TestUlMean.speed': 50_000_000,
    })
  })

  it('a dropped transfer has no speed; one that could not begin is no transfer', () => {
    expect(sample({ result: 'dropped', bytes: 10, ms: 10 })).toEqual({ 'TestDrop.n': 1, 'TestDrop.dropped': 1 })
    expect(sample({ result: 'access-failed' })).toEqual({})
    expect(sample({ bytes: 1, ms: 0 })).toEqual({ 'TestDrop.n': 1, 'TestDrop.dropped': 0 })
  })

  it('access has a result, and a delay where it succeeded', () => {
    expect(sample({ test: 'access', ms: 20.5 })).toEqual({
      'TestAccessFail.n': 1,
      'TestAccessFail.failed': 0,
      'TestAccessDelay.n': 1,
      'TestAccessDelay.time': 20_500,
    })
    expect(sample({ test: 'access', result: 'access-failed', ms: 9_000 })).toEqual({
      'TestAccessFail.n': 1,
      'TestAccessFail.failed': 1,
    })
  })

  it('a signal is strong enough or not', () => {
    expect(sample({ test: 'signal', ssRsrpDbm: -110 })).toEqual({ 'TestSignalShare.n': 1, 'TestSignalShare.ok': 1 })
    expect(sample({ test: 'signal', ssRsrpDbm: -110.1 })).toEqual({ 'TestSignalShare.n': 1, 'TestSignalShare.ok': 0 })
    expect(sample({ test: 'signal' })).toEqual({})
  })

  it('faults of the test server, and what does not count, add nothing', () => {
    expect(sample({ result: 'server-error', bytes: 1, ms: 1 })).toEqual({})
    const dl = { test: 'dl', result: 'ok', ssRsrpDbm: undefined, bytes: 10, ms: 10 } as const
    expect(testParts(dl, { countable: false }).size).toBe(0)
  })
})
