import { hash } from 'node:crypto'

/** First 53 bits of the SHA-256 of a payload: enough to tell two contents of one seq apart, and exact as a number. */
export function payloadHash(payload: Uint8Array): number {
  const digest = hash('sha256', payload, 'buffer')
  return digest.readUInt32BE(0) * 0x20_0000 + (digest.readUInt32BE(4) >>> 11)
}
