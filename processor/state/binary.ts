/** Names and labels: character by character they are written sooner than by a call for all. */
const SHORT = 64
/** Below it an integer is taken apart by bits. */
const SMALL = 2 ** 31

/** Writes small records: numbers as they are most often, in few bytes. The buffer is used again for the next record. */
export class BinaryWriter {
  #bytes = Buffer.allocUnsafe(4096)
  #at = 0

  /** Where the next is written; what stands behind it is written anew. */
  get at(): number {
    return this.#at
  }

  set at(at: number) {
    this.#at = at
  }

  /** A copy of what was written since the last time. */
  take(): Buffer {
    const out = Buffer.from(this.#bytes.subarray(0, this.#at))
    this.#at = 0
    return out
  }

  /** An integer, |n| < 2⁵³: the sign and six bits in the first byte, seven in each further one. */
  integer(n: number): void {
    this.#room(9)
    const bytes = this.#bytes
    const sign = n < 0 ? 1 : 0
    let rest = n < 0 ? -n : n
    // bits are quick, and made for 31 of them
    if (rest < SMALL) {
      let small = rest >> 6
      bytes[this.#at++] = (small > 0 ? 128 : 0) | ((rest & 63) << 1) | sign
      while (small > 0) {
        const seven = small & 127
        small >>= 7
        bytes[this.#at++] = (small > 0 ? 128 : 0) | seven
      }
      return
    }
    const low = rest % 64
    rest = (rest - low) / 64
    bytes[this.#at++] = 128 | (low << 1) | sign
    while (rest > 0) {
      const seven = rest % 128
      rest = (rest - seven) / 128
      bytes[this.#at++] = (rest > 0 ? 128 : 0) | seven
    }
  }

  /**
   * Integers one behind the other, as {@link integer} writes each; the usual ones without a call for each.
   * @returns false where one is none: nothing is written then
   */
  integers(numbers: readonly number[]): boolean {
    this.#room(9 * numbers.length)
    const bytes = this.#bytes
    const begin = this.#at
    let at = begin
    for (let i = 0; i < numbers.length; i++) {
      const n = numbers[i] as number
      if (n >= 0 && n < 8192 && (n | 0) === n) {
        if (n < 64) bytes[at++] = n << 1
        else {
          bytes[at++] = 128 | ((n & 63) << 1)
          bytes[at++] = n >> 6
        }
      } else if (Number.isSafeInteger(n)) {
        this.#at = at
        this.integer(n)
        at = this.#at
      } else {
        this.#at = begin
        return false
      }
    }
    this.#at = at
    return true
  }

  text(text: string): void {
    if (text.length < SHORT && this.#ascii(text)) return
    const length = Buffer.byteLength(text)
    this.integer(length)
    this.#room(length)
    this.#at += this.#bytes.write(text, this.#at)
  }

  /** False where it has another character: nothing is written then. */
  #ascii(text: string): boolean {
    const begin = this.#at
    this.integer(text.length)
    this.#room(text.length)
    const bytes = this.#bytes
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code > 127) {
        this.#at = begin
        return false
      }
      bytes[this.#at++] = code
    }
    return true
  }

  double(x: number): void {
    this.#room(8)
    this.#at = this.#bytes.writeDoubleLE(x, this.#at)
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return
    const wider = Buffer.allocUnsafe(this.#bytes.length * 2 + bytes)
    this.#bytes.copy(wider)
    this.#bytes = wider
  }
}

export class BinaryReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  integer(): number {
    const bytes = this.#bytes
    let byte = bytes[this.#at++] as number
    const isNegative = (byte & 1) === 1
    let value = (byte & 127) >> 1
    let shift = 6
    // three more bytes are 27 bits
    for (; byte >= 128 && shift < 27; shift += 7) {
      byte = bytes[this.#at++] as number
      value |= (byte & 127) << shift
    }
    let weight = 2 ** shift
    while (byte >= 128) {
      byte = bytes[this.#at++] as number
      value += (byte & 127) * weight
      weight *= 128
    }
    return isNegative ? -value : value
  }

  /** Fills `numbers` with integers. */
  integers(numbers: number[]): void {
    const bytes = this.#bytes
    for (let i = 0; i < numbers.length; i++) {
      const byte = bytes[this.#at] as number
      if (byte < 128 && (byte & 1) === 0) {
        numbers[i] = byte >> 1
        this.#at++
      } else numbers[i] = this.integer()
    }
  }

  text(): string {
    const length = this.integer()
    const text = this.#bytes.toString('utf8', this.#at, this.#at + length)
    this.#at += length
    return text
  }

  double(): number {
    const x = this.#bytes.readDoubleLE(this.#at)
    this.#at += 8
    return x
  }
}
