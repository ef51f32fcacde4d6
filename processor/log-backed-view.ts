import type { LogEntry, Offset, TelemetryLogReader } from '../log/mod.ts'
import { EntriesNeeded, type StateReader, type StateView } from './state/view.ts'

/** The state with the log behind it: what is run over it, and asks for entries that are not at hand, is run again with them. */
export class LogBackedView implements StateView {
  readonly #state: StateReader
  readonly #log: TelemetryLogReader
  readonly #partition: number
  /** null: the log does not have it any more. */
  readonly #fetched = new Map<Offset, LogEntry | null>()

  constructor(state: StateReader, log: TelemetryLogReader, partition: number) {
    this.#state = state
    this.#log = log
    this.#partition = partition
  }

  get<T>(key: string): T | undefined {
    return this.#state.get<T>(key)
  }

  entry(offset: Offset): LogEntry | undefined {
    const entry = this.#fetched.get(offset)
    if (entry === undefined) throw new EntriesNeeded([offset])
    return entry ?? undefined
  }

  /** At once where all is at hand. */
  run<T>(take: () => T): T | Promise<T> {
    try {
      return take()
    } catch (error) {
      if (!(error instanceof EntriesNeeded)) throw error
      return this.#fetch(error.offsets).then(() => this.run(take))
    }
  }

  /** Lets go of the entries fetched. */
  forget(): void {
    this.#fetched.clear()
  }

  async #fetch(offsets: readonly Offset[]): Promise<void> {
    const found = await this.#log.get(this.#partition, offsets)
    for (const offset of offsets) this.#fetched.set(offset, null)
    for (const entry of found) this.#fetched.set(entry.offset, entry)
  }
}
