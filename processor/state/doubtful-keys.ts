import type { Database } from 'lmdb'
import type { Pace } from '../pace.ts'

/** No write of the key has succeeded since one failed. */
const NOT_YET = 0

/**
 * Keys of writes that failed without an answer: the store may still apply such a write, over a newer one. So they are written
 * once more some time after the next success, also where the process was stopped meanwhile.
 */
export class DoubtfulKeys {
  /** By `pace/key`: when to write it again [epoch ms], or {@link NOT_YET}. */
  readonly #lines: Database<number, string>
  /** The least of the instants [epoch ms]. */
  #next = Number.POSITIVE_INFINITY
  /** Nearly always there are none: nobody need look for each key then. */
  #hasAny = false

  constructor(lines: Database<number, string>) {
    this.#lines = lines
    this.#look()
  }

  /** Inside a transaction. */
  add(pace: Pace, keys: Iterable<string>): void {
    for (const key of keys) {
      this.#lines.putSync(`${pace}/${key}`, NOT_YET)
      this.#hasAny = true
    }
  }

  /** Inside a transaction: the key is in the store now. Tells whether it will be written once more, at `againMs`. */
  written(pace: Pace, key: string, againMs: number): boolean {
    if (!this.#hasAny) return false
    const line = `${pace}/${key}`
    const at = this.#lines.get(line)
    if (at === NOT_YET) {
      this.#lines.putSync(line, againMs)
      this.#next = Math.min(this.#next, againMs)
    }
    return at !== undefined
  }

  /** Inside a transaction: takes those whose time has come, as `pace/key`. */
  takeDue(nowMs: number): string[] {
    const due: string[] = []
    for (const { key, value } of this.#lines.getRange()) if (value !== NOT_YET && value <= nowMs) due.push(key)
    for (const key of due) this.#lines.removeSync(key)
    this.#look()
    return due
  }

  isDue(nowMs: number): boolean {
    return this.#next <= nowMs
  }

  #look(): void {
    this.#next = Number.POSITIVE_INFINITY
    this.#hasAny = false
    for (const { value } of this.#lines.getRange()) {
      this.#hasAny = true
      if (value !== NOT_YET) this.#next = Math.min(this.#next, value)
    }
  }
}
