import { LogFullError, type NewEntry, type TelemetryLog } from '../log/mod.ts'
import type { AlarmBoard } from './alarm.ts'
import { fitEntry } from './fit-entry.ts'
import type { Schedule } from './schedule.ts'
import { pause } from './schedule.ts'
import { topicPartition } from './topic-partition.ts'
import { type Batch, WaitingEntries } from './waiting-entries.ts'

/**
 * Most that may wait for the disk [bytes]: 64 MiB hold a window of 2,000 deliveries of 30 kB, or four of the largest
 * packets. Beyond it `hasRoom` is false and the intake must not read on.
 */
export const MAX_WAITING_BYTES = 64 * 1024 * 1024

/** A refused commit is tried again after this long [ms]: short, because nothing is acknowledged meanwhile. */
const RETRY_MS = 1_000

export interface LogWriterOptions<Ticket> {
  readonly log: TelemetryLog
  /** Called with the tickets of entries that are on disk, in the order they were added; must not throw. */
  readonly settle: (tickets: readonly Ticket[]) => void
  readonly alarms: AlarmBoard
  readonly schedule: Schedule
  readonly onAcceptingChange?: () => void
  readonly maxWaitingBytes?: number
  readonly retryMs?: number
}

/**
 * Group commit: one commit is in flight, the next batch gathers meanwhile. While the log refuses (full, or unwritable)
 * nothing is settled, `accepting` is false, an alarm stands, and the same batch is tried again until it is taken.
 */
export class LogWriter<Ticket> {
  readonly #options: LogWriterOptions<Ticket>
  readonly #waiting = new WaitingEntries<Ticket>()
  readonly #stopping = new AbortController()
  readonly #maxWaitingBytes: number
  #onRoom: (() => void)[] = []
  #committing: Batch<Ticket> | undefined
  #kicked = false
  #running: Promise<void> = Promise.resolve()
  #lastError: string | undefined

  constructor(options: LogWriterOptions<Ticket>) {
    this.#options = options
    this.#maxWaitingBytes = options.maxWaitingBytes ?? MAX_WAITING_BYTES
  }

  /** Why the log takes nothing; `undefined` while it does. */
  get refusal(): string | undefined {
    return this.#lastError
  }

  get accepting(): boolean {
    return this.#lastError === undefined
  }

  /** Entries added and not yet on disk. */
  get pending(): number {
    return this.#waiting.size + (this.#committing?.entries.length ?? 0)
  }

  get hasRoom(): boolean {
    return this.#waiting.bytes + (this.#committing?.bytes ?? 0) < this.#maxWaitingBytes
  }

  /** Calls `listener` once, when there is room again (soon, where there is). */
  whenRoom(listener: () => void): void {
    this.#onRoom.push(listener)
    this.#kick()
  }

  /** Never refuses: the caller holds back while `hasRoom` is false. After `stop` the entry is dropped, unacknowledged. */
  add(entry: NewEntry, ticket: Ticket): void {
    if (this.#stopping.signal.aborted) return
    this.#waiting.add(fitEntry(entry), ticket)
    this.#kick()
  }

  /** Waits until all that was added is on disk; what the log refuses at that moment is given up, never settled. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    while (this.#kicked) {
      await new Promise((resolve) => setImmediate(resolve))
      await this.#running
    }
  }

  #kick(): void {
    if (this.#kicked) return
    this.#kicked = true
    // After the I/O phase, so that all deliveries of one chunk from the socket share a commit.
    setImmediate(() => {
      this.#running = this.#run().finally(() => {
        this.#kicked = false
        if (this.#waiting.size > 0 && !this.#stopping.signal.aborted) this.#kick()
      })
    })
  }

  async #run(): Promise<void> {
    this.#tellRoom()
    while (this.#waiting.size > 0) {
      const batch = this.#waiting.take()
      this.#committing = batch
      const durable = await this.#commit(batch.entries)
      this.#committing = undefined
      if (!durable) return
      this.#options.settle(batch.tickets)
      this.#tellRoom()
    }
  }

  /** True when every entry is on disk; false where the writer was stopped while the log refused. */
  async #commit(entries: readonly NewEntry[]): Promise<boolean> {
    const left = this.#byPartition(entries)
    for (;;) {
      const refusal = await this.#appendAll(left)
      if (refusal === undefined) {
        this.#resume()
        return true
      }
      this.#refuse(refusal)
      if (this.#stopping.signal.aborted) return false
      await pause(this.#options.schedule, this.#options.retryMs ?? RETRY_MS, this.#stopping.signal)
    }
  }

  #byPartition(entries: readonly NewEntry[]): Map<number, readonly NewEntry[]> {
    const { partitions } = this.#options.log.identity
    if (partitions === 1) return new Map([[0, entries]])
    const parts = new Map<number, NewEntry[]>()
    for (const entry of entries) {
      const partition = topicPartition(entry.topic, partitions)
      const part = parts.get(partition)
      if (part) part.push(entry)
      else parts.set(partition, [entry])
    }
    return parts
  }

  /** Removes from `left` what is on disk; the refusal of what is not. */
  async #appendAll(left: Map<number, readonly NewEntry[]>): Promise<unknown> {
    let refusal: unknown
    const appends = [...left].map(async ([partition, part]) => {
      try {
        await this.#options.log.append(partition, part)
        left.delete(partition)
      } catch (error) {
        refusal = error ?? new Error('the log refused without a reason')
      }
    })
    await Promise.all(appends)
    return refusal
  }

  #refuse(refusal: unknown): void {
    const reason = refusal instanceof Error ? refusal.message : String(refusal)
    const full = refusal instanceof LogFullError
    const text = full
      ? `The log is full, so nothing is acknowledged and stations keep their messages: ${reason}`
      : `The log cannot be written, so nothing is acknowledged and stations keep their messages; check the disk: ${reason}`
    const wasAccepting = this.accepting
    this.#lastError = text
    // One alarm for one cause: the figures in the reason change at every try.
    if (wasAccepting) this.#options.alarms.raise(full ? 'log-full' : 'log-unwritable', text)
    if (wasAccepting) this.#options.onAcceptingChange?.()
  }

  #resume(): void {
    if (this.accepting) return
    this.#lastError = undefined
    const text = 'The log takes entries again; what waited has been written and acknowledged.'
    this.#options.alarms.clear('log-full', text)
    this.#options.alarms.clear('log-unwritable', text)
    this.#options.onAcceptingChange?.()
  }

  #tellRoom(): void {
    if (this.#onRoom.length === 0 || !this.hasRoom) return
    const listeners = this.#onRoom
    this.#onRoom = []
    for (const listener of listeners) listener()
  }
}
