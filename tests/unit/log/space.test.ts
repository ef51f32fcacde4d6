import { describe, expect, it } from 'vitest'
import { fits, fullAt, pagesBytes, segmentLimitBytes } from '../../../log/lmdb/space.ts'
import type { NewEntry } from '../../../log/mod.ts'

const MIB = 1024 * 1024
const entry = (payloadBytes: number): NewEntry => ({
  receivedAt: 0,
  source: 'mqtt',
  topic: '',
  payload: new Uint8Array(payloadBytes),
})

describe('room in the log', () => {
  it('counts what an entry takes at most: a share of a page, or whole pages', () => {
    expect(pagesBytes(entry(700))).toBe(1_098)
    expect(pagesBytes(entry(5_000))).toBe(8_192)
    expect(pagesBytes(entry(8_192))).toBe(16_384)
  })

  it('ends a reserve below the budget, so that the files never grow beyond it', () => {
    expect(fullAt(63 * MIB, 64 * MIB)).toBe(true)
    expect(fullAt(63 * MIB - 1, 64 * MIB)).toBe(false)
    expect(fits(62 * MIB, MIB, 64 * MIB)).toBe(true)
    expect(fits(62 * MIB, MIB + 1, 64 * MIB)).toBe(false)
    expect(fits(63 * MIB, 0, 64 * MIB)).toBe(false)
  })

  it('makes small segments of a small budget', () => {
    expect(segmentLimitBytes(1024 * MIB, 1024 * MIB)).toBe(128 * MIB)
    expect(segmentLimitBytes(1024 * MIB, 100_000 * MIB)).toBe(1024 * MIB)
    expect(segmentLimitBytes(1024 * MIB, MIB)).toBe(128 * 1024)
  })
})
