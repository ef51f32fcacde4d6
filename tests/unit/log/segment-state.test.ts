import { describe, expect, it } from 'vitest'
import { decodeState, encodeState } from '../../../log/lmdb/segment-state.ts'

const state = {
  base: 2 ** 52,
  next: 2 ** 52 + 3,
  sealed: true,
  createdAt: 1_790_000_000_000,
  newestReceivedAt: Number.NEGATIVE_INFINITY,
  budgetBytes: 1e12,
}

describe('segment state', () => {
  it('comes out as it went in', () => {
    expect(decodeState(encodeState(state))).toEqual(state)
    expect(decodeState(encodeState({ ...state, sealed: false })).sealed).toBe(false)
  })

  it('refuses another version and other lengths', () => {
    const bytes = encodeState(state)
    expect(() => decodeState(bytes.subarray(1))).toThrow(/another version/)
    bytes[0] = 9
    expect(() => decodeState(bytes)).toThrow(/expected version 1 .* found 9/)
  })
})
