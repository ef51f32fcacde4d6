import { randomUUID } from 'node:crypto'
import { checkPartition } from '../batch-rules.ts'
import type { LogEntry, LogIdentity, LogUsage, NewEntry, Offset, TelemetryLog } from '../port.ts'
import { type MemoryLimits, MemoryPartition } from './memory-partition.ts'

export interface MemoryLogOptions {
  readonly realm: string
  /** Default 1. */
  readonly partitions?: number
  /** Most bytes of payloads, topics and 40 bytes per entry, for each partition. Default 256 MiB. */
  readonly budgetBytes?: number
  /** Wall clock [epoch ms]; default the system's. */
  readonly now?: () => number
  /** Default: an eighth of the budget. */
  readonly segmentMaxBytes?: number
  /** Default 1 h. */
  readonly segmentMaxMs?: number
  /** Default 14 d. */
  readonly retentionMs?: number
  /** Default: random. */
  readonly logId?: string
}

/** A log that lives as long as the process: for tests and short replays. The same promises as the durable one, without the disk. */
export function memoryLog(options: MemoryLogOptions): TelemetryLog {
  return new MemoryLog(options)
}

class MemoryLog implements TelemetryLog {
  readonly identity: LogIdentity
  readonly #now: () => number
  readonly #retentionMs: number
  readonly #partitions: readonly MemoryPartition[]
  #closed = false

  constructor(options: MemoryLogOptions) {
    const { realm, partitions = 1, budgetBytes = 256 * 1024 * 1024, now = Date.now, logId = randomUUID() } = options
    const limits: MemoryLimits = {
      budgetBytes,
      segmentMaxBytes: options.segmentMaxBytes ?? Math.ceil(budgetBytes / 8),
      segmentMaxMs: options.segmentMaxMs ?? 3_600_000,
    }
    this.identity = { logId, realm, partitions }
    this.#now = now
    this.#retentionMs = options.retentionMs ?? 14 * 86_400_000
    this.#partitions = Array.from({ length: partitions }, () => new MemoryPartition(limits, now()))
  }

  async append(partition: number, batch: readonly NewEntry[]): Promise<Offset[]> {
    return this.#at(partition).append(batch, this.#now())
  }

  async read(partition: number, after: Offset | undefined, limit: number): Promise<LogEntry[]> {
    return this.#at(partition).read(after, limit)
  }

  async get(partition: number, offsets: readonly Offset[]): Promise<LogEntry[]> {
    return this.#at(partition).get(offsets)
  }

  async waitForNewer(partition: number, after: Offset | undefined, signal: AbortSignal): Promise<void> {
    const found = this.#at(partition)
    const { newest } = found.usage()
    if (newest !== undefined && newest > (after ?? 0)) return
    await found.waiters.wait(signal)
  }

  async usage(partition: number): Promise<LogUsage> {
    return this.#at(partition).usage()
  }

  async retain(partition: number, processed: Offset | undefined, nowMs: number): Promise<{ removedSegments: number }> {
    return this.#at(partition).retain(processed, nowMs - this.#retentionMs, this.#now())
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const { waiters } of this.#partitions) waiters.wake()
  }

  #at(partition: number): MemoryPartition {
    if (this.#closed) throw new Error('the log is closed: open it again before using it')
    checkPartition(partition, this.#partitions.length)
    const found = this.#partitions[partition]
    if (!found) throw new RangeError(`partition ${partition} does not exist`)
    return found
  }
}
