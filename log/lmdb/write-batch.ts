import { LogFullError, type NewEntry, type Offset } from '../port.ts'
import { encodedBytes, encodeEntry } from './entry-codec.ts'
import type { Environment } from './environment.ts'
import type { SegmentState } from './segment-state.ts'
import { fits, pagesBytes } from './space.ts'

/** Encoded entries lie here until LMDB has copied them [bytes]; a larger one has a buffer of its own. */
const SCRATCH_BYTES = 1024 * 1024

/** Writes batches into a segment, inside its transaction. */
export class BatchWriter {
  readonly #scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES)

  /** Appends one batch after `state` and returns its offsets and the state behind it. */
  write(
    environment: Environment,
    state: SegmentState,
    batch: readonly NewEntry[],
  ): { offsets: Offset[]; state: SegmentState } {
    const offsets: Offset[] = []
    let { next, newestReceivedAt } = state
    for (const entry of batch) {
      const bytes = encodedBytes(entry)
      const target = bytes <= SCRATCH_BYTES ? this.#scratch : Buffer.allocUnsafeSlow(bytes)
      encodeEntry(entry, target, 0)
      environment.appendEntry(next - state.base, target.subarray(0, bytes))
      offsets.push(next as Offset)
      next += 1
      newestReceivedAt = Math.max(newestReceivedAt, entry.receivedAt)
    }
    return { offsets, state: { ...state, next, newestReceivedAt } }
  }
}

/** The room that is left for the batches of one commit. */
export class Room {
  readonly #budgetBytes: number
  #usedBytes: number

  constructor(usedBytes: number, budgetBytes: number) {
    this.#usedBytes = usedBytes
    this.#budgetBytes = budgetBytes
  }

  /** Takes the room of a batch. @throws {LogFullError} where it does not fit; nothing is taken then. */
  take(batch: readonly NewEntry[]): void {
    const bytes = batch.reduce((sum, entry) => sum + pagesBytes(entry), 0)
    if (!fits(this.#usedBytes, bytes, this.#budgetBytes))
      throw new LogFullError(
        `the log takes ${this.#usedBytes} of its ${this.#budgetBytes} bytes on disk and the batch needs up to ${bytes}: nothing was written; wait for retention, or raise the log budget`,
      )
    this.#usedBytes += bytes
  }
}
