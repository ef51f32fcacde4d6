import { isLasting } from '../../contract/mod.ts'
import type { LogEntry, LogIdentity, LogUsage, Offset, TelemetryLogReader } from '../../log/mod.ts'
import { isWord } from './operators-words.ts'

export interface EditionLogRange {
  readonly first: Offset
  readonly last: Offset
  /** By receipt, [from, to) [epoch ms]; absent: all. */
  readonly receivedFrom?: number | undefined
  readonly receivedTo?: number | undefined
}

/** Retention went over what an edition had still to read. */
export class LogCutError extends Error {
  override readonly name = 'LogCutError'
}

/**
 * The log as an edition reads it: up to its last entry, without the operator's words, which the edition knows from its beginning.
 * What was received before its time and still holds is marked `carried`.
 */
export class EditionLog implements TelemetryLogReader {
  readonly #log: TelemetryLogReader
  readonly #range: EditionLogRange

  constructor(log: TelemetryLogReader, range: EditionLogRange) {
    this.#log = log
    this.#range = range
  }

  get identity(): LogIdentity {
    return this.#log.identity
  }

  /** @throws {LogCutError} where entries behind `after` were let go before they were read. */
  async read(partition: number, after: Offset | undefined, limit: number): Promise<LogEntry[]> {
    const { first, last } = this.#range
    for (let from = after; from === undefined || from < last; ) {
      const entries = await this.#log.read(partition, from, limit)
      if (entries.length === 0) return []
      const { oldest } = await this.#log.usage(partition)
      const reached = from === undefined || from < first ? first : from
      // where the entry it stands at is gone, those behind it may be
      if (oldest === undefined || oldest > reached) throw cutShort(reached, oldest)
      const taken = entries.flatMap((entry) => this.#taken(entry))
      if (taken.length > 0) return taken
      from = entries.at(-1)?.offset
    }
    return []
  }

  async get(partition: number, offsets: readonly Offset[]): Promise<LogEntry[]> {
    return await this.#log.get(partition, offsets)
  }

  async waitForNewer(partition: number, after: Offset | undefined, signal: AbortSignal): Promise<void> {
    if (after === undefined || after < this.#range.last) return await this.#log.waitForNewer(partition, after, signal)
    if (signal.aborted) return
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  }

  async usage(partition: number): Promise<LogUsage> {
    return { ...(await this.#log.usage(partition)), newest: this.#range.last }
  }

  async close(): Promise<void> {
    await this.#log.close()
  }

  #taken(entry: LogEntry): LogEntry[] {
    const { last, receivedFrom = Number.NEGATIVE_INFINITY, receivedTo = Number.POSITIVE_INFINITY } = this.#range
    if (entry.offset > last || isWord(entry)) return []
    if (entry.receivedAt < receivedFrom) return isLasting(entry) ? [{ ...entry, carried: true }] : []
    return entry.receivedAt < receivedTo || entry.carried === true ? [entry] : []
  }
}

function cutShort(reached: Offset, oldest: Offset | undefined): LogCutError {
  return new LogCutError(
    `retention has let go of the log up to ${oldest ?? 'its end'} before the edition, at ${reached}, had read it. Raise TRAM5G_LOG_RETENTION_DAYS of the intake, and make the edition anew: 'tram5g reprocess'.`,
  )
}
