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

/** Changes over a view: what one step, or one batch, has put so far. */
export class Draft implements StateView {
  readonly #base: StateView
  readonly puts = new Map<string, unknown>()

  constructor(base: StateView) {
    this.#base = base
  }

  get<T>(key: string): T | undefined {
    const own = this.puts.get(key)
    if (own === undefined) return this.#base.get<T>(key)
    return own === DELETED ? undefined : (own as T)
  }

  entry(offset: Offset): LogEntry | undefined {
    return this.#base.entry(offset)
  }

  put(key: string, value: unknown): void {
    this.puts.set(key, value)
  }

  delete(key: string): void {
    this.puts.set(key, DELETED)
  }

  /** What changed: puts with their values, and deletions as undefined. */
  *changes(): Iterable<[key: string, value: unknown]> {
    for (const [key, value] of this.puts) yield [key, value === DELETED ? undefined : value]
  }

  /** Lays the changes of a draft over this one. */
  absorb(other: Draft): void {
    for (const [key, value] of other.puts) this.puts.set(key, value)
  }
}
