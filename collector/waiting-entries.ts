import type { NewEntry } from '../log/mod.ts'

/** Beside its payload and topic a waiting delivery costs about this much memory [bytes]: objects, buffer views, its ticket. */
const WAITING_OVERHEAD_BYTES = 300

/** Most of one commit: beyond some thousand entries a larger one only adds latency (measured from 100 to 5,000). */
const MAX_BATCH_ENTRIES = 4_096
/** One entry may be larger (16 MiB); a commit must stay far below the log's own limit of 128 MiB. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024

export interface Batch<Ticket> {
  readonly entries: NewEntry[]
  readonly tickets: Ticket[]
  readonly bytes: number
}

/** Deliveries in order of arrival, from receipt until they are taken for a commit. */
export class WaitingEntries<Ticket> {
  #entries: NewEntry[] = []
  #tickets: Ticket[] = []
  #bytes = 0

  get size(): number {
    return this.#entries.length
  }

  get bytes(): number {
    return this.#bytes
  }

  add(entry: NewEntry, ticket: Ticket): void {
    this.#entries.push(entry)
    this.#tickets.push(ticket)
    this.#bytes += waitingBytes(entry)
  }

  /** The next batch to commit: all that waits, up to the limits, at least one. */
  take(): Batch<Ticket> {
    if (this.#entries.length <= MAX_BATCH_ENTRIES && this.#bytes <= MAX_BATCH_BYTES) {
      const all = { entries: this.#entries, tickets: this.#tickets, bytes: this.#bytes }
      this.#entries = []
      this.#tickets = []
      this.#bytes = 0
      return all
    }
    let count = 0
    let bytes = 0
    for (const entry of this.#entries) {
      const size = waitingBytes(entry)
      if (count > 0 && (count === MAX_BATCH_ENTRIES || bytes + size > MAX_BATCH_BYTES)) break
      count += 1
      bytes += size
    }
    this.#bytes -= bytes
    return { entries: this.#entries.splice(0, count), tickets: this.#tickets.splice(0, count), bytes }
  }
}

function waitingBytes(entry: NewEntry): number {
  return entry.payload.byteLength + entry.topic.length + WAITING_OVERHEAD_BYTES
}
