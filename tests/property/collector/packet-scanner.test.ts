import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PacketScanner } from '../../../collector/packet-scanner.ts'

const LIMIT = 5_000

/** A packet of this type with a body of this many bytes, its length as MQTT 3.1.1 §2.2.3 has it. */
function packetOf(type: number, bodyBytes: number): Buffer {
  const length: number[] = []
  let left = bodyBytes
  do {
    length.push((left % 128) + (left >= 128 ? 128 : 0))
    left = Math.floor(left / 128)
  } while (left > 0)
  return Buffer.concat([Buffer.from([type << 4, ...length]), Buffer.alloc(bodyBytes, 0xff)])
}

const packet = fc.oneof(
  fc.nat({ max: 20_000 }).map((bytes) => packetOf(3, bytes)),
  fc.constant(packetOf(12, 0)),
  fc.constant(packetOf(4, 2)),
)

/** Cuts the bytes at the places given, each a share of their length. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => Math.floor(place * bytes.length)))].sort((a, b) => a - b)
  return [0, ...at].map((start, i) => bytes.subarray(start, at[i] ?? bytes.length))
}

/** Length of a packet without its fixed header. */
function bodyLength(bytes: Buffer): number {
  let header = 1
  while ((bytes[header] ?? 0) & 0x80) header += 1
  return bytes.length - header - 1
}

test('the first packet beyond the limit is found, and no other, however the bytes are cut', () => {
  const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { maxLength: 20 })
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 12 }), places, (packets, cuts) => {
      const scanner = new PacketScanner(() => LIMIT)
      const found = cut(Buffer.concat(packets), cuts)
        .map((chunk) => scanner.scan(chunk))
        .find((oversized) => oversized !== undefined)
      const expected = packets.find((bytes) => bodyLength(bytes) > LIMIT)
      // A header that came in several chunks is judged by what its first bytes say already.
      expect(found === undefined).toBe(expected === undefined)
      if (found) {
        expect(found.type).toBe(3)
        expect(found.bytes).toBeGreaterThan(LIMIT)
        expect(found.bytes).toBeLessThanOrEqual(bodyLength(expected!))
      } else expect(scanner.openBytes).toBe(0)
    }),
  )
})

test('a packet that is not complete is accounted for with its announced size', () => {
  const scanner = new PacketScanner(() => LIMIT)
  const bytes = packetOf(3, 1_000)
  scanner.scan(bytes.subarray(0, 10))
  expect(scanner.openBytes).toBe(bodyLength(bytes))
  scanner.scan(bytes.subarray(10))
  expect(scanner.openBytes).toBe(0)
})

test('a length that never ends is refused', () => {
  expect(new PacketScanner(() => 2 ** 40).scan(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x01]))).toBeDefined()
})
