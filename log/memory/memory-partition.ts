import { checkBatch, ENTRY_OVERHEAD_BYTES } from '../batch-rules.ts'
import { withLasting } from '../lasting.ts'
import { type LogEntry, LogFullError, type LogUsage, type NewEntry, type Offset } from '../port.ts'
import { Waiters } from '../waiters.ts'

export interface MemoryLimits {
  readonly budgetBytes: number
  readonly segmentMaxBytes: number
  readonly segmentMaxMs: number
}

/** Where not even this fits, the log is full for every entry [bytes]. */
const SMALL_ENTRY_BYTES = 1024

interface Segment {
  readonly entries: LogEntry[]
  readonly createdAt: number
  bytes: number
  newestReceivedAt: number
}

const size = (entry: NewEntry) => entry.payload.byteLength + Buffer.byteLength(entry.topic) + ENTRY_OVERHEAD_BYTES

/** One partition: a row of segments, the last one open. Offsets count from 1. */
export class MemoryPartition {
  readonly #limits: MemoryLimits
  readonly waiters = new Waiters()
  /** What outlived the segments that are gone. */
  #lasting: readonly LogEntry[] = []
  #segments: Segment[]
  #next = 1

  constructor(limits: MemoryLimits, nowMs: number) {
    this.#limits = limits
    this.#segments = [newSegment(nowMs)]
  }

  append(batch: readonly NewEntry[], nowMs: number): Offset[] {
    const bytes = checkBatch(batch)
    if (batch.length === 0) return []
    const used = this.usage().bytes
    if (used + Math.max(bytes, SMALL_ENTRY_BYTES) > this.#limits.budgetBytes)
      throw new LogFullError(
        `the log holds ${used} of its ${this.#limits.budgetBytes} bytes and the batch needs ${bytes}: wait for retention, or raise the log budget`,
      )
    const segment = this.#openSegment(nowMs)
    const offsets: Offset[] = []
    for (const entry of batch) {
      const offset = this.#next++ as Offset
      const { receivedAt, source, topic } = entry
      segment.entries.push({ offset, receivedAt, source, topic, payload: Uint8Array.from(entry.payload) })
      segment.bytes += size(entry)
      segment.newestReceivedAt = Math.max(segment.newestReceivedAt, receivedAt)
      offsets.push(offset)
    }
    this.waiters.wake()
    return offsets
  }

  read(after: Offset | undefined, limit: number): LogEntry[] {
    const found = this.#lasting
      .filter(({ offset }) => after === undefined || offset > after)
      .slice(0, limit)
      .map(copy)
    for (const { entries } of this.#segments) {
      if (found.length >= limit) break
      const first = entries[0]
      if (!first) continue
      // Offsets are dense within a segment: the place is arithmetic.
      const start = after === undefined ? 0 : Math.max(0, after - first.offset + 1)
      for (let i = start; i < entries.length && found.length < limit; i++) {
        const entry = entries[i]
        if (entry) found.push(copy(entry))
      }
    }
    return found
  }

  get(offsets: readonly Offset[]): LogEntry[] {
    const found: LogEntry[] = []
    for (const offset of offsets) {
      const entry = this.#find(offset)
      if (entry) found.push(copy(entry))
    }
    return found
  }

  usage(): LogUsage {
    const lasting = this.#lasting.reduce((sum, entry) => sum + size(entry), 0)
    const bytes = this.#segments.reduce((sum, segment) => sum + segment.bytes, lasting)
    const oldest = this.#segments.find((segment) => segment.entries.length > 0)?.entries[0]?.offset
    const newest = oldest === undefined ? undefined : ((this.#next - 1) as Offset)
    const { budgetBytes } = this.#limits
    return { bytes, budgetBytes, full: bytes + SMALL_ENTRY_BYTES > budgetBytes, oldest, newest }
  }

  /** Removes what was received before `olderThanMs`; `nowMs` tells how old the open segment is. */
  retain(processed: Offset | undefined, olderThanMs: number, nowMs: number): { removedSegments: number } {
    const open = this.#openSegment(nowMs)
    let removedSegments = 0
    for (let first = this.#segments[0]; first && first !== open; first = this.#segments[0]) {
      const last = first.entries.at(-1)
      const needed = last !== undefined && (processed === undefined || last.offset > processed)
      if (needed || first.newestReceivedAt >= olderThanMs) break
      this.#lasting = withLasting(this.#lasting, first.entries)
      this.#segments.shift()
      removedSegments += 1
    }
    return { removedSegments }
  }

  /** The segment to write to: a new one where the last is full or old. */
  #openSegment(nowMs: number): Segment {
    const last = this.#segments.at(-1) ?? newSegment(nowMs)
    const old = nowMs - last.createdAt >= this.#limits.segmentMaxMs
    if (last.entries.length === 0 || (last.bytes < this.#limits.segmentMaxBytes && !old)) return last
    const next = newSegment(nowMs)
    this.#segments.push(next)
    return next
  }

  #find(offset: Offset): LogEntry | undefined {
    for (const { entries } of this.#segments) {
      const first = entries[0]
      const entry = first && entries[offset - first.offset]
      if (entry) return entry
    }
    return this.#lasting.find((entry) => entry.offset === offset)
  }
}

function newSegment(createdAt: number): Segment {
  return { entries: [], createdAt, bytes: 0, newestReceivedAt: Number.NEGATIVE_INFINITY }
}

/** A caller may do to what it read whatever it likes. */
function copy(entry: LogEntry): LogEntry {
  return { ...entry, payload: Uint8Array.from(entry.payload) }
}
