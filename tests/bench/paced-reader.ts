import type { LogEntry, LogIdentity, LogUsage, Offset, TelemetryLogReader } from '../../log/mod.ts'

/** A log that is there already, shown as it came: only what was received up to an instant. */
export class PacedReader implements TelemetryLogReader {
  readonly #log: TelemetryLogReader
  #untilMs = Number.NEGATIVE_INFINITY
  #wake: (() => void)[] = []
  #caughtUp: (() => void) | undefined

  constructor(log: TelemetryLogReader) {
    this.#log = log
  }

  get identity(): LogIdentity {
    return this.#log.identity
  }

  /** Shows what was received up to `untilMs`; resolves when its reader has asked for more and got nothing. */
  async show(untilMs: number): Promise<void> {
    this.#untilMs = untilMs
    const caughtUp = new Promise<void>((resolve) => {
      this.#caughtUp = resolve
    })
    for (const wake of this.#wake.splice(0)) wake()
    await caughtUp
  }

  async read(partition: number, after: Offset | undefined, limit: number): Promise<LogEntry[]> {
    const entries = await this.#log.read(partition, after, limit)
    const shown = entries.findIndex(({ receivedAt }) => receivedAt > this.#untilMs)
    const out = shown < 0 ? entries : entries.slice(0, shown)
    if (out.length === 0) this.#caughtUp?.()
    return out
  }

  get(partition: number, offsets: readonly Offset[]): Promise<LogEntry[]> {
    return this.#log.get(partition, offsets)
  }

  waitForNewer(_partition: number, _after: Offset | undefined, signal: AbortSignal): Promise<void> {
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
