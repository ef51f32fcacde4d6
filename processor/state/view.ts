import type { LogEntry, Offset } from '../../log/mod.ts'

/** State by key. Values are immutable once they are put. */
export interface StateReader {
  get<T>(key: string): T | undefined
}

/** What the reducer may read: its own state, and the log. */
export interface StateView extends StateReader {
  /**
   * A log entry that is still kept, undefined where retention has removed it.
   * @throws {EntriesNeeded} where it is not at hand: the shell fetches it and runs the step again.
   */
  entry(offset: Offset): LogEntry | undefined
}

/** Not an error of anyone: the step needs log entries that the shell must fetch first. */
export class EntriesNeeded extends Error {
  override readonly name = 'EntriesNeeded'
  readonly offsets: readonly Offset[]
  constructor(offsets: readonly Offset[]) {
    super(`log entries needed: ${offsets.length}`)
    this.offsets = offsets
  }
}

const DELETED = Symbol('deleted')

/** Changes over a view: what a batch has put so far. A part of it can be taken back as a whole, see {@link attempt}. */
export class Draft implements StateView {
  readonly #base: StateView
  readonly #puts = new Map<string, unknown>()
  /** What stood under a key before an attempt touched it; keys may come twice, the first counts. */
  #undo: { readonly keys: string[]; readonly values: unknown[] } | undefined

  constructor(base: StateView) {
    this.#base = base
  }

  get<T>(key: string): T | undefined {
    const own = this.#puts.get(key)
    if (own === undefined) return this.#base.get<T>(key)
    return own === DELETED ? undefined : (own as T)
  }

  entry(offset: Offset): LogEntry | undefined {
    return this.#base.entry(offset)
  }

  put(key: string, value: unknown): void {
    if (this.#undo !== undefined) {
      this.#undo.keys.push(key)
      this.#undo.values.push(this.#puts.get(key))
    }
    this.#puts.set(key, value)
  }

  delete(key: string): void {
    this.put(key, DELETED)
  }

  /** How many keys have changed. */
  get size(): number {
    return this.#puts.size
  }

  /** What changed: puts with their values, and deletions as undefined. */
  *changes(): Iterable<[key: string, value: unknown]> {
    for (const [key, value] of this.#puts) yield [key, value === DELETED ? undefined : value]
  }

  /** Runs `change`; where it throws, nothing that it put has happened. */
  attempt<T>(change: () => T): T {
    const undo = { keys: [], values: [] }
    this.#undo = undo
    try {
      return change()
    } catch (error) {
      this.#takeBack(undo)
      throw error
    } finally {
      this.#undo = undefined
    }
  }

  #takeBack({ keys, values }: { readonly keys: readonly string[]; readonly values: readonly unknown[] }): void {
    for (let i = keys.length - 1; i >= 0; i--) {
      const key = keys[i] as string
      if (values[i] === undefined) this.#puts.delete(key)
      else this.#puts.set(key, values[i])
    }
  }
}
