/**
 * A bounded memory of what was used lately: two generations of at most half the limit each; when the young one is full it
 * becomes the old one, the old one is forgotten, and what is still asked for moves over. So a sender of ever new names costs no
 * memory, and does not drive out for long what everyone uses.
 */
export class Recent<Value> {
  #half: number
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()

  /** @param limit most entries kept, at least 2 */
  constructor(limit: number) {
    this.#half = half(limit)
  }

  /** From now on at most so many are kept. */
  resize(limit: number): void {
    this.#half = half(limit)
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }

  delete(key: string): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }
}

const half = (limit: number): number => Math.max(1, Math.floor(limit / 2))
