import type { LogEntry, LogIdentity, LogUsage, Offset, TelemetryLogReader } from '../../log/mod.ts'

/** A log that is there already, shown as it came to one who reads on and on: only what was received up to an instant. */
export class PacedReader implements TelemetryLogReader {
  readonly #log: TelemetryLogReader
  #untilMs = Number.NEGATIVE_INFINITY
  /** Read and not shown yet: a log of many small steps is not read anew at each. */
  #ahead: LogEntry[] = []
  #wake: (() => void)[] = []
  #caughtUp: (() => void) | undefined

  constructor(log: TelemetryLogReader) {
    this.#log = log
  }

  get identity(): LogIdentity {
    return this.#log.identity
  }

  /** Shows what was received up to `untilMs`; resolves when its reader waits for more. */
  async show(untilMs: number): Promise<void> {
    this.#untilMs = untilMs
    const caughtUp = new Promise<void>((resolve) => {
      this.#caughtUp = resolve
    })
    for (const wake of this.#wake.splice(0)) wake()
    await caughtUp
  }

  async read(partition: number, after: Offset | undefined, limit: number): Promise<LogEntry[]> {
    if (this.#ahead.length === 0) this.#ahead = await this.#log.read(partition, after, limit)
    const shown = this.#ahead.findIndex(({ receivedAt }) => receivedAt > this.#untilMs)
    return this.#ahead.splice(0, shown < 0 ? this.#ahead.length : shown)
  }

  get(partition: number, offsets: readonly Offset[]): Promise<LogEntry[]> {
    return this.#log.get(partition, offsets)
  }

  waitForNewer(_partition: number, _after: Offset | undefined, signal: AbortSignal): Promise<void> {
    this.#caughtUp?.()
    return new Promise((resolve) => {
      this.#wake.push(resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  usage(partition: number): Promise<LogUsage> {
    return this.#log.usage(partition)
  }

  close(): Promise<void> {
    return this.#log.close()
  }
}
