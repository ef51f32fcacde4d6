import { describe, expect, it } from 'vitest'
import { leastFinal, windowStatus } from '../../../store/query/window-status.ts'

const MIN = 60_000
const HOUR = 60 * MIN
const DAY = 24 * HOUR

describe('windowStatus', () => {
  it.each([
    // level, window length, gp [s], open until this long after its end, provisional until
    ['10s', 10_000, 10, 30_000, 2 * HOUR],
    ['1m', MIN, 60, 3 * MIN, 72 * HOUR],
    ['15m', 15 * MIN, 900, 45 * MIN, 7 * DAY],
    ['1h', HOUR, 10, 30_000, 7 * DAY],
    ['1d', DAY, 900, 45 * MIN, 7 * DAY],
    // without any report: 10 s at 10 s, else 60 s
    ['10s', 10_000, 0, 30_000, 2 * HOUR],
    ['15m', 15 * MIN, 0, 3 * MIN, 7 * DAY],
  ] as const)('%s, gp %#', (level, sizeMs, gpS, openMs, horizonMs) => {
    const t = 1_000 * DAY
    const end = t + sizeMs
    const status = (clock: number) => windowStatus(level, t, gpS, clock)
    expect(status(t)).toBe('open')
    expect(status(end + openMs - 1)).toBe('open')
    expect(status(end + openMs)).toBe('provisional')
    expect(status(end + horizonMs - 1)).toBe('provisional')
    expect(status(end + horizonMs)).toBe('final')
  })

  it('stays open past the horizon where the periods are that long', () => {
    // a 10 s window cannot hold such a report, but three hours of openness beat two of horizon
    expect(windowStatus('10s', 0, 3600, 10_000 + 2.5 * HOUR)).toBe('open')
  })
})

describe('leastFinal', () => {
  it('is the one that can change most', () => {
    expect(leastFinal(['final', 'provisional', 'final'])).toBe('provisional')
    expect(leastFinal(['final', 'provisional', 'open'])).toBe('open')
    expect(leastFinal(['final'])).toBe('final')
  })
})
