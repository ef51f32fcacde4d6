import { setImmediate as immediate } from 'node:timers/promises'
import { decodeMessage, type Message, parseForeignTopic, parseTopic } from '../../contract/mod.ts'
import type { LogEntry, Offset, TelemetryLogReader } from '../../log/mod.ts'
import { EntriesNeeded } from '../state/view.ts'

/** A message as the log has it. */
export interface LoggedMessage {
  readonly offset: number
  /** [epoch ms] */
  readonly receivedAt: number
  readonly bytes: number
  /** undefined: it cannot be read by today's rules. */
  readonly message: Message | undefined
}

/** Entries read and decoded between two turns of the event loop: some 10 ms. */
const TURN_ENTRIES = 100

/** Messages of the log by offset, each fetched and decoded once; the process that asks has other work to do meanwhile. */
export class LoggedMessages {
  readonly #log: TelemetryLogReader
  readonly #partition: number
  readonly #known = new Map<number, LoggedMessage | null>()

  constructor(log: TelemetryLogReader, partition: number) {
    this.#log = log
    this.#partition = partition
  }

  /** How many were asked for so far. */
  get size(): number {
    return this.#known.size
  }

  /**
   * In the order of the offsets; null where retention has removed one.
   * @throws {EntriesNeeded} where some are not at hand: see {@link run}.
   */
  all(offsets: readonly number[]): (LoggedMessage | null)[] {
    const needed = offsets.filter((offset) => !this.#known.has(offset))
    if (needed.length > 0) throw new EntriesNeeded(needed as Offset[])
    return offsets.map((offset) => this.#known.get(offset) ?? null)
  }

  /** Runs what asks for messages, and again with those that it asks for. */
  async run<T>(take: () => T): Promise<T> {
    for (;;) {
      try {
        return take()
      } catch (error) {
        if (!(error instanceof EntriesNeeded)) throw error
        await this.#fetch(error.offsets)
      }
    }
  }

  async #fetch(offsets: readonly Offset[]): Promise<void> {
    for (let at = 0; at < offsets.length; at += TURN_ENTRIES) {
      const part = offsets.slice(at, at + TURN_ENTRIES)
      for (const offset of part) this.#known.set(offset, null)
      for (const entry of await this.#log.get(this.#partition, part)) this.#known.set(entry.offset, read(entry))
      await immediate()
    }
  }
}

/** What was accepted once is not judged again by its time or its publisher. */
function read({ offset, receivedAt, topic, payload }: LogEntry): LoggedMessage {
  const own = parseForeignTopic(topic)?.topic ?? topic
  const decoded = decodeMessage(own, payload, { realm: parseTopic(own)?.realm ?? '', receivedAtMs: receivedAt })
  return { offset, receivedAt, bytes: payload.byteLength, message: decoded.ok ? decoded.message : undefined }
}
