/**
 * Values used lately, decoded: bounded by a number of entries, whatever the horizon. Two generations: when the young one is
 * full it becomes the old one, and what is still asked for moves over.
 */
export class HotSet {
  #capacity: number
  #young = new Map<string, unknown>()
  #old = new Map<string, unknown>()

  /** @param entries at most this many values are kept, at least 2 */
  constructor(entries: number) {
    this.#capacity = half(entries)
  }

  /** From now on at most so many are kept. */
  resize(entries: number): void {
    this.#capacity = half(entries)
  }

  get(key: string): unknown {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: string, value: unknown): void {
    this.#young.set(key, value)
    if (this.#young.size < this.#capacity) return
    this.#old = this.#young
    this.#young = new Map()
  }

  delete(key: string): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }
}

const half = (entries: number): number => Math.max(1, Math.floor(entries / 2))
