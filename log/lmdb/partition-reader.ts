import type { LogEntry, LogUsage, Offset } from '../port.ts'
import { decodeEntry } from './entry-codec.ts'
import { type Environment, SegmentGoneError } from './environment.ts'
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
  #bases: number[] = []
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

  read(after: Offset | undefined, limit: number): LogEntry[] {
    if (limit <= 0) return []
    const from = after === undefined ? 0 : after + 1
    const found: LogEntry[] = []
    let bytes = 0
    for (let base = this.#segmentOf(from); base !== undefined; ) {
      const environment = this.#environment(base)
      if (!environment) {
        // Removed by retention: go on with what is the oldest now.
        if (found.length > 0) break
        base = this.#segmentOf(from)
        continue
      }
      // The state first: what it calls sealed is complete in the read that follows.
      const { sealed, next } = environment.state()
      const start = Math.max(0, from - base)
      for (const { key, value } of environment.entries.getRange({ start, limit: limit - found.length })) {
        found.push(decodeEntry((base + key) as Offset, value))
        bytes += value.byteLength
        if (bytes >= MAX_READ_BYTES) return found
      }
      if (!sealed || found.length >= limit) break
      base = this.#following(next)
    }
    return found
  }

  get(offsets: readonly Offset[]): LogEntry[] {
    const found = new Map<number, LogEntry>()
    // In the order of the log: each segment is opened once.
    for (const offset of [...offsets].sort((a, b) => a - b)) {
      const base = this.#segmentOf(offset)
      if (base === undefined || offset < base) continue
      const bytes = this.#environment(base)?.entries.getBinary(offset - base)
      if (bytes) found.set(offset, decodeEntry(offset, bytes))
    }
    return offsets.flatMap((offset) => found.get(offset) ?? [])
  }

  /** State of the segment that is written to; undefined where the partition has none yet. */
  head(): { base: number; state: SegmentState } | undefined {
    let base = this.#bases.at(-1) ?? this.refresh().at(-1)
    while (base !== undefined) {
      const environment = this.#environment(base)
      if (environment) {
        const state = environment.state()
        const following = state.sealed ? this.#following(state.next) : undefined
        if (following === undefined) return { base, state }
        base = following
      } else base = this.#bases.at(-1)
    }
    return undefined
  }

  usage(): LogUsage {
    const bases = this.refresh()
    const bytes = bases.reduce((sum, base) => sum + segmentBytes(this.#shared.path, base), 0)
    const budgetBytes = this.head()?.state.budgetBytes ?? 0
    return { bytes, budgetBytes, full: budgetBytes > 0 && fullAt(bytes, budgetBytes), ...this.#span() }
  }

  /** Checked at once, at every commit of this process, and every 50 ms for those of others. */
  async waitForNewer(after: Offset | undefined, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#closed) {
      const { newest } = this.#span()
      if (newest !== undefined && newest > (after ?? 0)) return
      await this.#shared.waiters.wait(signal, POLL_MS)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#shared.waiters.wake()
    await this.#shared.release()
  }

  #span(): { oldest: Offset | undefined; newest: Offset | undefined } {
    const next = this.head()?.state.next ?? 0
    const first = this.#bases[0]
    if (first === undefined || next <= first) return { oldest: undefined, newest: undefined }
    return { oldest: first as Offset, newest: (next - 1) as Offset }
  }

  /** The segment in which `offset` is or would be; the oldest where it is older. */
  #segmentOf(offset: number): number | undefined {
    const bases = this.#bases.length > 0 ? this.#bases : this.refresh()
    return bases.findLast((base) => base <= offset) ?? bases[0]
  }

  #following(next: number): number | undefined {
    return this.#bases.includes(next) || this.refresh().includes(next) ? next : undefined
  }

  #environment(base: number): Environment | undefined {
    try {
      const environment = this.#shared.environment(base, 'read')
      environment.refresh()
      return environment
    } catch (error) {
      if (!(error instanceof SegmentGoneError)) throw error
      // A gone segment must leave the row, or a loop over it would not end.
      if (this.refresh().includes(base)) throw error
      return undefined
    }
  }
}
