/**
 * The durable telemetry log: what the collector acknowledges is here first, raw, in order, and stays for its retention.
 * A port: the embedded adapter keeps it in LMDB; a distributed engine can take its place.
 */

/** Opaque, ordered within its partition (compare with `<`), never reused. */
export type Offset = number & { readonly __brand: 'Offset' }

export type EntrySource = 'mqtt' | 'control'

export interface NewEntry {
  /** When the intake had it [epoch ms]. */
  readonly receivedAt: number
  readonly source: EntrySource
  readonly topic: string
  /** The original bytes, untouched. */
  readonly payload: Uint8Array
}

export interface LogEntry extends NewEntry {
  readonly offset: Offset
  /**
   * It has outlived its time in the log because it still holds (`isLasting` of the contract); what lay around it may be gone.
   * Absent: everything from here on is there.
   */
  readonly carried?: true
}

export interface LogIdentity {
  /** Made at creation; state and outbox name the log they belong to by it. */
  readonly logId: string
  readonly realm: string
  /** Fixed at creation; embedded: 1. */
  readonly partitions: number
}

export interface LogUsage {
  readonly bytes: number
  readonly budgetBytes: number
  /** True where `append` would throw {@link LogFullError}. */
  readonly full: boolean
  /** From here on every entry is there; those that outlived their time lie before it. */
  readonly oldest: Offset | undefined
  readonly newest: Offset | undefined
}

export interface TelemetryLogReader {
  readonly identity: LogIdentity
  /**
   * Entries in order from `after` (exclusive; `undefined`: from the oldest kept), at most `limit`, at once; empty at the end.
   * Before the oldest that is there with all its neighbours come those that outlived their time, marked `carried`. Fewer than `limit` where they would be more than 64 MiB, but never none while there are any. Takes a fresh snapshot per
   * call; the entries are the caller's own.
   */
  read(partition: number, after: Offset | undefined, limit: number): Promise<LogEntry[]>
  /** The entries at these offsets that are still kept, in their order. */
  get(partition: number, offsets: readonly Offset[]): Promise<LogEntry[]>
  /** Resolves when something newer than `after` may be there (from this or another process), or when aborted. */
  waitForNewer(partition: number, after: Offset | undefined, signal: AbortSignal): Promise<void>
  usage(partition: number): Promise<LogUsage>
  close(): Promise<void>
}

export interface TelemetryLog extends TelemetryLogReader {
  /**
   * Resolves with the offsets when the batch is on disk (synced), in order; all of it or nothing. Several processes may
   * append: the next offset is taken inside the write transaction. The batch must stay as it is until the promise settles.
   * @throws {LogFullError} where the disk budget is used up: nothing was written, nothing is discarded.
   * @throws {LogUnwritableError} where the disk refuses. Do not acknowledge; where only its last step failed, the batch can
   * be there all the same after a restart, as the duplicate of what is sent again.
   * @throws {RangeError} where an entry or the batch is larger than the log takes, or the partition does not exist.
   */
  append(partition: number, batch: readonly NewEntry[]): Promise<Offset[]>
  /**
   * Unlinks sealed segments older than retention whose entries all lie at or below `processed` (undefined: nothing is
   * processed yet, so nothing goes). What still holds (`isLasting` of the contract) stays readable as `carried`, with its
   * offset: every word of the operator, and the last entry of each other topic. It is on disk before its segment goes. Age counts from the newest `receivedAt` of a segment. Where the last segment is full or
   * old it is sealed first, so that a quiet log empties too.
   */
  retain(partition: number, processed: Offset | undefined, nowMs: number): Promise<{ removedSegments: number }>
}

export class LogFullError extends Error {
  override readonly name = 'LogFullError'
}

export class LogUnwritableError extends Error {
  override readonly name = 'LogUnwritableError'
}

/** The partition of a station: stable for ever, so that all its messages keep their order. */
export function partitionOf(station: string, partitions: number): number {
  let hash = 0x811c9dc5 // FNV-1a, 32 bit
  for (let i = 0; i < station.length; i++) hash = Math.imul(hash ^ station.charCodeAt(i), 0x01000193) >>> 0
  return hash % partitions
}
