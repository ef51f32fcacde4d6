import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEntry, encodedBytes, encodeEntry } from '../../../log/lmdb/entry-codec.ts'
import type { NewEntry, Offset } from '../../../log/mod.ts'

const offset = 7 as Offset
const encoded = (entry: NewEntry) => {
  const bytes = Buffer.alloc(encodedBytes(entry) + 3, 0xee)
  const end = encodeEntry(entry, bytes, 3)
  expect(end).toBe(bytes.length)
  return bytes.subarray(3)
}

describe('log entry as bytes', () => {
  it('has the layout that is written down', () => {
    const bytes = encoded({ receivedAt: 1, source: 'control', topic: 'ạ', payload: Uint8Array.of(255) })
    expect(bytes.toString('hex')).toBe(`0101${'0300'}${'000000000000f03f'}${'e1baa1'}ff`)
  })

  it('comes out as it went in', () => {
    const entries = fc.record({
      receivedAt: fc.double({ noNaN: true }),
      source: fc.constantFrom('mqtt' as const, 'control' as const),
      topic: fc.string({ unit: 'binary' }),
      payload: fc.uint8Array({ maxLength: 200 }),
    })
    fc.assert(
      fc.property(entries, (entry) => {
        expect(decodeEntry(offset, encoded(entry))).toEqual({ ...entry, offset })
      }),
    )
  })

  it.each([
    ['of another version', Buffer.from('0200000000000000000000000000', 'hex')],
    ['of an unknown source', Buffer.from('0102000000000000000000000000', 'hex')],
    ['cut in its topic', Buffer.from('0100090000000000000000000000', 'hex')],
    ['cut in its head', Buffer.from('0100', 'hex')],
    ['empty', Buffer.alloc(0)],
  ])('refuses bytes that are %s', (_, bytes) => {
    expect(() => decodeEntry(offset, bytes)).toThrow(/log entry 7 is unreadable/)
  })
})
