/** Largest packet of a type, fixed header not counted [bytes]; types: 1 CONNECT, 3 PUBLISH, 8 SUBSCRIBE … */
export type PacketLimit = (type: number) => number

export interface OversizedPacket {
  readonly type: number
  readonly bytes: number
  readonly limitBytes: number
}

type Expecting = 'type' | 'length' | 'body'

/**
 * Follows the packet boundaries in a stream of bytes that comes in chunks of any size. A packet announces its size in its
 * first two to five bytes (MQTT 3.1.1 §2.2.3): one that is too large is found before it is buffered.
 */
export class PacketScanner {
  readonly #limit: PacketLimit
  #expecting: Expecting = 'type'
  #type = 0
  #length = 0
  #shift = 0
  #left = 0

  constructor(limit: PacketLimit) {
    this.#limit = limit
  }

  /** Announced size of the packet that is not complete yet [bytes]; 0 between packets. */
  get openBytes(): number {
    return this.#expecting === 'body' ? this.#length : 0
  }

  /** The first packet of the chunk that is beyond its limit; nothing behind it is looked at. */
  scan(chunk: Uint8Array): OversizedPacket | undefined {
    let at = 0
    while (at < chunk.length) {
      if (this.#expecting === 'body') {
        const taken = Math.min(this.#left, chunk.length - at)
        at += taken
        this.#left -= taken
        if (this.#left === 0) this.#expecting = 'type'
        continue
      }
      const byte = chunk[at++] ?? 0
      if (this.#expecting === 'type') {
        this.#begin(byte)
        continue
      }
      const oversized = this.#addLengthByte(byte)
      if (oversized) return oversized
    }
    return undefined
  }

  #begin(byte: number): void {
    this.#type = byte >> 4
    this.#length = 0
    this.#shift = 0
    this.#expecting = 'length'
  }

  #addLengthByte(byte: number): OversizedPacket | undefined {
    this.#length += (byte & 0x7f) * 2 ** this.#shift
    this.#shift += 7
    const limitBytes = this.#limit(this.#type)
    // Four bytes at most; a fifth would be malformed, and its packet never end.
    if (this.#length > limitBytes || this.#shift > 28) return { type: this.#type, bytes: this.#length, limitBytes }
    if ((byte & 0x80) !== 0) return undefined
    this.#left = this.#length
    this.#expecting = this.#left === 0 ? 'type' : 'body'
    return undefined
  }
}
