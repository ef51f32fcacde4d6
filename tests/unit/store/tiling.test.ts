import { describe, expect, it } from 'vitest'
import { LEVEL_MS, type Level } from '../../../contract/mod.ts'
import { snapToKept, tile } from '../../../store/query/tiling.ts'

const forEver = () => Number.NEGATIVE_INFINITY
const at = (text: string) => Date.parse(`2026-11-${text}Z`)
const shown = (from: string, to: string) =>
  tile(at(from), at(to), forEver)?.map(
    (stretch) =>
      `${stretch.level} ${new Date(stretch.from).toISOString().slice(8, 19)}–${new Date(stretch.to).toISOString().slice(8, 19)}`,
  )

describe('tile', () => {
  it('takes the coarsest windows that fit', () => {
    expect(shown('10T12:00:00', '10T13:00:00')).toEqual(['1h 10T12:00:00–10T13:00:00'])
    expect(shown('10T16:59:50', '10T18:15:00')).toEqual([
      '10s 10T16:59:50–10T17:00:00',
      '1h 10T17:00:00–10T18:00:00',
      '15m 10T18:00:00–10T18:15:00',
    ])
  })

  it('takes days from 17:00Z to 17:00Z', () => {
    expect(shown('10T17:00:00', '13T17:00:00')).toEqual(['1d 10T17:00:00–13T17:00:00'])
    expect(shown('10T00:00:00', '13T00:00:00')).toEqual([
      '1h 10T00:00:00–10T17:00:00',
      '1d 10T17:00:00–12T17:00:00',
      '1h 12T17:00:00–13T00:00:00',
    ])
  })

  it('goes through every level towards both ends', () => {
    expect(shown('10T16:28:40', '12T18:31:20')).toEqual([
      '10s 10T16:28:40–10T16:29:00',
      '1m 10T16:29:00–10T16:30:00',
      '15m 10T16:30:00–10T17:00:00',
      '1d 10T17:00:00–12T17:00:00',
      '1h 12T17:00:00–12T18:00:00',
      '15m 12T18:00:00–12T18:30:00',
      '1m 12T18:30:00–12T18:31:00',
      '10s 12T18:31:00–12T18:31:20',
    ])
  })

  it('takes no window that is not kept any more', () => {
    const kept = (level: Level) => (level === '10s' ? at('10T12:00:00') : Number.NEGATIVE_INFINITY)
    expect(tile(at('10T11:59:50'), at('10T12:05:00'), kept)).toBeUndefined()
    expect(tile(at('10T12:00:10'), at('10T12:01:00'), kept)).toEqual([
      { level: '10s', from: at('10T12:00:10'), to: at('10T12:01:00') },
    ])
    expect(tile(at('10T11:59:00'), at('10T12:00:00'), kept)).toEqual([
      { level: '1m', from: at('10T11:59:00'), to: at('10T12:00:00') },
    ])
  })

  it('goes on at a fine level where the coarser one is gone, as one stretch', () => {
    const kept = (level: Level) => (level === '10s' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)
    expect(tile(at('10T11:00:00'), at('10T12:00:00'), kept)).toEqual([
      { level: '10s', from: at('10T11:00:00'), to: at('10T12:00:00') },
    ])
  })
})

describe('snapToKept', () => {
  const now = at('22T01:23:45')
  const keptDays: Readonly<Record<Level, number>> = { '10s': 7, '1m': 90, '15m': 730, '1h': 1e6, '1d': 1e6 }
  const kept = (level: Level) => now - keptDays[level] * LEVEL_MS['1d']
  const snapped = (days: number) => new Date(snapToKept(now - days * LEVEL_MS['1d'], kept)).toISOString().slice(11, 19)

  it('snaps to ten seconds while they are kept, then to what is', () => {
    expect(snapped(0)).toBe('01:23:40')
    // within the last minute that is kept by ten seconds only in part, the minute is the finest that is whole
    const edge = kept('10s') + 5_000
    expect(snapToKept(edge, kept)).toBe(Math.floor(edge / 60_000) * 60_000)
    expect(snapToKept(edge + 60_000, kept) % 60_000).not.toBe(0)
    expect(snapped(30)).toBe('01:23:00')
    expect(snapped(100)).toBe('01:15:00')
    expect(snapped(800)).toBe('01:00:00')
  })

  it('always snaps to a time from which the way to the next coarser boundary is kept', () => {
    for (let days = 0; days < 1000; days += 0.37) {
      const from = snapToKept(now - days * LEVEL_MS['1d'], kept)
      expect(tile(from, snapToKept(now, kept), kept)).toBeDefined()
    }
  })
})
