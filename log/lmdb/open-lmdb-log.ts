import { mkdir, realpath } from 'node:fs/promises'
import { checkPartition } from '../batch-rules.ts'
import type { LogEntry, LogIdentity, LogUsage, NewEntry, Offset, TelemetryLog } from '../port.ts'
import { claimIdentity } from './manifest.ts'
import { PartitionReader } from './partition-reader.ts'
import { PartitionWriter, type WriterOptions } from './partition-writer.ts'
import { removeExpired } from './retention.ts'
import { removeUnfinished, syncDirectory } from './segment-files.ts'
import { SharedPartition } from './shared-partition.ts'
import { fullAt, MIN_BUDGET_BYTES } from './space.ts'

export interface LmdbLogOptions {
  readonly directory: string
  readonly realm: string
  /** Fixed at creation. Default 1. */
  readonly partitions?: number
  /** Most bytes of data files on disk, for each partition; at least 512 KiB. */
  readonly budgetBytes: number
  /** A segment that has so many bytes is sealed; at most 2 GiB, and an eighth of the budget. Default 1 GiB. */
  readonly segmentMaxBytes?: number
  /** A segment so old is sealed. Default 1 h. */
  readonly segmentMaxMs?: number
  /** How long entries stay at least, once processed. Default 14 d. */
  readonly retentionMs?: number
  /** Disk space left to others [bytes]. Default 64 MiB. */
  readonly minFreeBytes?: number
  /** Wall clock [epoch ms]; default the system's. */
  readonly now?: () => number
  /** Told once when the log becomes full or unwritable, and once when it takes entries again. */
  readonly onAlarm?: (text: string) => void
  /** Default 10 s. */
  readonly commitWatchdogMs?: number
  /** A commit did not end in `commitWatchdogMs`: end the process. Nothing more is written by it. */
  readonly onCommitStuck: () => void
}

interface Partition {
  readonly shared: SharedPartition
  readonly reader: PartitionReader
  readonly writer: PartitionWriter
}

/**
 * Opens the durable log for appending, and makes it where there is none. Several processes may have it open.
 * @throws {Error} where the directory holds a log of another realm or partition count.
 * @throws {RangeError} where a limit is outside its range.
 */
export async function openLmdbLog(options: LmdbLogOptions): Promise<TelemetryLog> {
  const { partitions = 1, realm, now = Date.now, segmentMaxBytes = 1024 ** 3, budgetBytes } = options
  if (!(budgetBytes >= MIN_BUDGET_BYTES))
    throw new RangeError(`log budget of ${budgetBytes} bytes: at least ${MIN_BUDGET_BYTES} are needed`)
  if (!(segmentMaxBytes > 0 && segmentMaxBytes <= 2 * 1024 ** 3))
    throw new RangeError(`log segments of ${segmentMaxBytes} bytes: more than 0, at most ${2 * 1024 ** 3}`)
  if (!(Number.isInteger(partitions) && partitions > 0))
    throw new RangeError(`${partitions} log partitions: a whole number from 1 is needed`)
  const identity = await claimIdentity(options.directory, { realm, partitions, createdAt: now() })
  const writerOptions: WriterOptions = {
    budgetBytes,
    segmentMaxBytes,
    segmentMaxMs: options.segmentMaxMs ?? 3_600_000,
    minFreeBytes: options.minFreeBytes ?? 64 * 1024 * 1024,
    now,
    onAlarm: options.onAlarm ?? (() => {}),
    commitWatchdogMs: options.commitWatchdogMs ?? 10_000,
    onCommitStuck: options.onCommitStuck,
  }
  const directory = await realpath(options.directory)
  const opened: Partition[] = []
  for (let index = 0; index < partitions; index++)
    opened.push(await openPartition(`${directory}/p${index}`, writerOptions))
  return new LmdbLog(identity, opened, budgetBytes, options.retentionMs ?? 14 * 86_400_000)
}

async function openPartition(directory: string, options: WriterOptions): Promise<Partition> {
  await mkdir(directory, { recursive: true })
  await syncDirectory(`${directory}/..`)
  await removeUnfinished(directory)
  const shared = SharedPartition.acquire(directory)
  const reader = new PartitionReader(shared)
  return { shared, reader, writer: new PartitionWriter(shared, reader, options) }
}

class LmdbLog implements TelemetryLog {
  readonly identity: LogIdentity
  readonly #partitions: readonly Partition[]
  readonly #budgetBytes: number
  readonly #retentionMs: number
  #closed: Promise<void> | undefined

  constructor(identity: LogIdentity, partitions: readonly Partition[], budgetBytes: number, retentionMs: number) {
    this.identity = identity
    this.#partitions = partitions
    this.#budgetBytes = budgetBytes
    this.#retentionMs = retentionMs
  }

  async append(partition: number, batch: readonly NewEntry[]): Promise<Offset[]> {
    return await this.#at(partition).writer.append(batch)
  }

  async read(partition: number, after: Offset | undefined, limit: number): Promise<LogEntry[]> {
    return await this.#at(partition).reader.read(after, limit)
  }

  async get(partition: number, offsets: readonly Offset[]): Promise<LogEntry[]> {
    return await this.#at(partition).reader.get(offsets)
  }

  async waitForNewer(partition: number, after: Offset | undefined, signal: AbortSignal): Promise<void> {
    await this.#at(partition).reader.waitForNewer(after, signal)
  }

  async usage(partition: number): Promise<LogUsage> {
    const usage = await this.#at(partition).reader.usage()
    return { ...usage, budgetBytes: this.#budgetBytes, full: fullAt(usage.bytes, this.#budgetBytes) }
  }

  async retain(partition: number, processed: Offset | undefined, nowMs: number): Promise<{ removedSegments: number }> {
    const { shared, reader, writer } = this.#at(partition)
    // A disk that refuses must not keep retention from making room on it.
    await writer.rollIfDue().catch(() => {})
    const removedSegments = await removeExpired(shared, reader, processed, nowMs - this.#retentionMs)
    if (removedSegments > 0) writer.retryNow()
    return { removedSegments }
  }

  /** Waits for the commits under way. Where one is stuck, nothing is closed: only the end of the process frees it. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    for (const { reader, writer } of this.#partitions) {
      await writer.idle()
      if (!writer.stuck) await reader.close()
    }
  }

  #at(index: number): Partition {
    if (this.#closed) throw new Error('the log is closed: open it again before using it')
    checkPartition(index, this.#partitions.length)
    const found = this.#partitions[index]
    if (!found) throw new RangeError(`partition ${index} does not exist`)
    return found
  }
}
