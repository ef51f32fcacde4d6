import type { LogEntry, LogUsage, Offset } from '../port.ts'
import { decodeEntry } from './entry-codec.ts'
import { type Environment, SegmentGoneError } from './environment.ts'
import { lastingBytes, readLasting } from './lasting-file.ts'
import { listSegments, segmentBytes } from './segment-files.ts'
import type { SegmentState } from './segment-state.ts'
import type { SharedPartition } from './shared-partition.ts'
import { fullAt } from './space.ts'

/** Most bytes in one answer of `read`, so that a limit in entries bounds memory whatever their size. */
export const MAX_READ_BYTES = 64 * 1024 * 1024

/** How often a waiter looks whether another process has appended [ms]. */
const POLL_MS = 50

/** The row of segments, as this process last saw it. Offsets are dense, so every place is arithmetic. */
export class PartitionReader {
  readonly #shared: SharedPartition
  #bases: readonly number[] = []
  #closed = false

  constructor(shared: SharedPartition) {
    this.#shared = shared
    this.refresh()
  }

  get bases(): readonly number[] {
    return this.#bases
  }

  /** Looks at the directory again: segments come with every roll and go with retention. */
  refresh(): readonly number[] {
    this.#bases = listSegments(this.#shared.path)
    this.#shared.closeAllBut(this.#bases)
    return this.#bases
  }

  async read(after: Offset | undefined, limit: number): Promise<LogEntry[]> {
    const from = after === undefined ? 0 : after + 1
    const found = await this.#lasting(from, limit)
    let room = MAX_READ_BYTES - found.reduce((sum, { payload }) => sum + payload.byteLength, 0)
    let base = this.#segmentOf(from)
    while (base !== undefined && found.length < limit && room > 0) {
      const start = Math.max(0, from - base)
      const part = await this.#use(base, (environment) => readPart(environment, start, limit - found.length, room))
      if (part) {
        for (const entry of part.entries) found.push(entry)
        room -= part.bytes
        base = part.state.sealed ? this.#following(part.state.next) : undefined
      } else {
        // Removed by retention: what was read stands, else it goes on with what is the oldest now.
        if (found.length > 0) break
        return await this.read(after, limit)
      }
    }
    return found
  }

  async get(offsets: readonly Offset[]): Promise<LogEntry[]> {
    const bySegment = new Map<number | undefined, Offset[]>()
    for (const offset of offsets) {
      const base = this.#segmentOf(offset)
      const own = bySegment.get(base)
      if (own) own.push(offset)
      else bySegment.set(base, [offset])
    }
    const found = new Map<number, LogEntry>()
    const oldest = this.#bases[0]
    if (oldest !== undefined && offsets.some((offset) => offset < oldest))
      for (const entry of await this.#lasting(0, Number.POSITIVE_INFINITY)) found.set(entry.offset, entry)
    for (const [base, own] of bySegment) {
      if (base === undefined) continue
      await this.#use(base, ({ entries }) => {
        for (const offset of own) {
          const bytes = offset < base ? undefined : entries.getBinary(offset - base)
          if (bytes) found.set(offset, decodeEntry(offset, bytes))
        }
      })
    }
    return offsets.flatMap((offset) => found.get(offset) ?? [])
  }

  /** State of the last segment; undefined where the partition has none yet. */
  async head(): Promise<SegmentState | undefined> {
    let base = this.#bases.at(-1) ?? this.refresh().at(-1)
    while (base !== undefined) {
      const state = await this.#use(base, (environment) => environment.state())
      const following = state?.sealed ? this.#following(state.next) : undefined
      if (state && following === undefined) return state
      base = following ?? this.#bases.at(-1)
    }
    return undefined
  }

  async usage(): Promise<LogUsage> {
    const { path } = this.#shared
    const bytes = this.refresh().reduce((sum, base) => sum + segmentBytes(path, base), lastingBytes(path))
    const head = await this.head()
    const budgetBytes = head?.budgetBytes ?? 0
    return { bytes, budgetBytes, full: budgetBytes > 0 && fullAt(bytes, budgetBytes), ...this.#span(head) }
  }

  /** Checked at once, at every commit of this process, and every 50 ms for those of others. */
  async waitForNewer(after: Offset | undefined, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#closed) {
      const { waiters } = this.#shared
      const wakes = waiters.wakes
      const { newest } = this.#span(await this.head())
      if (newest !== undefined && newest > (after ?? 0)) return
      // A commit between looking and waiting has woken nobody.
      if (waiters.wakes === wakes) await waiters.wait(signal, POLL_MS)
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#shared.waiters.wake()
    await this.#shared.release()
  }

  /** What outlived the segments that are gone, from an offset on, at most `limit`. */
  async #lasting(from: number, limit: number): Promise<LogEntry[]> {
    const oldest = this.#bases[0] ?? this.refresh()[0]
    if (oldest === undefined || from >= oldest || limit < 1) return []
    const found: LogEntry[] = []
    let room = MAX_READ_BYTES
    for (const entry of await readLasting(this.#shared.path)) {
      if (entry.offset < from || entry.offset >= oldest) continue
      found.push(entry)
      room -= entry.payload.byteLength
      if (found.length >= limit || room <= 0) break
    }
    return found
  }

  #span(head: SegmentState | undefined): { oldest: Offset | undefined; newest: Offset | undefined } {
    const first = this.#bases[0]
    if (head === undefined || first === undefined || head.next <= first) return { oldest: undefined, newest: undefined }
    return { oldest: first as Offset, newest: (head.next - 1) as Offset }
  }

  /** The segment in which `offset` is or would be; the oldest where it is older. */
  #segmentOf(offset: number): number | undefined {
    const bases = this.#bases.length > 0 ? this.#bases : this.refresh()
    return bases.findLast((base) => base <= offset) ?? bases[0]
  }

  #following(next: number): number | undefined {
    return this.#bases.includes(next) || this.refresh().includes(next) ? next : undefined
  }

  /** A fresh snapshot of the segment for `work`; undefined where retention has removed it. */
  async #use<T>(base: number, work: (environment: Environment) => T): Promise<T | undefined> {
    if (this.#closed) throw new Error('the log is closed: open it again before using it')
    // Of the last segment it is known beforehand that it is not sealed.
    const mode = base === this.#bases.at(-1) ? 'append' : 'read'
    try {
      return await this.#shared.read(base, mode, work)
    } catch (error) {
      if (!(error instanceof SegmentGoneError)) throw error
      // A gone segment must leave the row, or a loop over it would not end.
      if (this.refresh().includes(base)) throw error
      return undefined
    }
  }
}

/** Entries of one segment from a place on, until `limit` or `room` [bytes] is used up, and the segment's state before them. */
export function readPart(
  environment: Environment,
  start: number,
  limit: number,
  room: number,
): { entries: LogEntry[]; bytes: number; state: SegmentState } {
  // The state first: what it calls sealed is complete in the read that follows.
  const state = environment.state()
  const entries: LogEntry[] = []
  let bytes = 0
  for (const { key, value } of environment.entries.getRange({ start, limit })) {
    entries.push(decodeEntry((state.base + key) as Offset, value))
    bytes += value.byteLength
    if (bytes >= room) break
  }
  return { entries, bytes, state }
}
