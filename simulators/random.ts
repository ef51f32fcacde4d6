/**
 * Seeded randomness in two forms: a hash for figures that are a function of (cell, instant), so that they do not depend
 * on who asks when, and a generator for what is drawn once in order (a fleet, a scenario).
 */

/** A well-mixed unsigned 32-bit hash of two 32-bit integers. */
export function mix32(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b ^ 0x27d4eb2f, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return (h ^ (h >>> 16)) >>> 0
}

/** FNV-1a of the text's UTF-16 units, mixed with the seed. */
export function hashText(text: string, seed: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix32(hash, seed)
}

/** [0, 1) from an unsigned 32-bit hash. */
export function unit(hash: number): number {
  return hash / 0x1_0000_0000
}

/** Noise in [−1, 1] that moves smoothly from one lattice point to the next; `position` counts in lattice steps. */
export function smoothNoise(key: number, position: number): number {
  const step = Math.floor(position)
  const x = position - step
  const from = unit(mix32(key, step))
  const to = unit(mix32(key, step + 1))
  return 2 * (from + (to - from) * x * x * (3 - 2 * x)) - 1
}

/** Small fast counting generator of 32-bit words (the sfc32 scheme): the same seed draws the same row for ever. */
export class SeededRandom {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number) {
    this.#a = mix32(seed, 1)
    this.#b = mix32(seed, 2)
    this.#c = mix32(seed, 3)
    for (let i = 0; i < 12; i++) this.next()
  }

  /** [0, 1) */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return unit(sum >>> 0)
  }

  /** Integer in [0, below). */
  below(below: number): number {
    return Math.floor(this.next() * below)
  }

  /** Number in [from, to). */
  between(from: number, to: number): number {
    return from + (to - from) * this.next()
  }

  /** A new array in drawn order. */
  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item)
  }
}
