import { realpath } from 'node:fs/promises'
import { checkPartition } from '../batch-rules.ts'
import type { LogEntry, LogIdentity, LogUsage, Offset, TelemetryLogReader } from '../port.ts'
import { existingIdentity } from './manifest.ts'
import { PartitionReader } from './partition-reader.ts'
import { SharedPartition } from './shared-partition.ts'

export interface LmdbLogReaderOptions {
  readonly directory: string
  /** Absent: a log of any realm will do. */
  readonly realm?: string
}

/**
 * Opens a log for reading while another process writes it.
 * @throws {Error} where there is no log, or one of another realm.
 */
export async function openLmdbLogReader(options: LmdbLogReaderOptions): Promise<TelemetryLogReader> {
  const identity = await existingIdentity(options.directory, options.realm)
  const directory = await realpath(options.directory)
  const readers: PartitionReader[] = []
  for (let index = 0; index < identity.partitions; index++)
    readers.push(new PartitionReader(SharedPartition.acquire(`${directory}/p${index}`)))
  return new LmdbLogReader(identity, readers)
}

class LmdbLogReader implements TelemetryLogReader {
  readonly identity: LogIdentity
  readonly #readers: readonly PartitionReader[]
  #closed: Promise<unknown> | undefined

  constructor(identity: LogIdentity, readers: readonly PartitionReader[]) {
    this.identity = identity
    this.#readers = readers
  }

  async read(partition: number, after: Offset | undefined, limit: number): Promise<LogEntry[]> {
    return await this.#at(partition).read(after, limit)
  }

  async get(partition: number, offsets: readonly Offset[]): Promise<LogEntry[]> {
    return await this.#at(partition).get(offsets)
  }

  async waitForNewer(partition: number, after: Offset | undefined, signal: AbortSignal): Promise<void> {
    await this.#at(partition).waitForNewer(after, signal)
  }

  async usage(partition: number): Promise<LogUsage> {
    return await this.#at(partition).usage()
  }

  async close(): Promise<void> {
    this.#closed ??= Promise.all(this.#readers.map((reader) => reader.close()))
    await this.#closed
  }

  #at(index: number): PartitionReader {
    if (this.#closed) throw new Error('the log reader is closed: open it again before using it')
    checkPartition(index, this.#readers.length)
    const found = this.#readers[index]
    if (!found) throw new RangeError(`partition ${index} does not exist`)
    return found
  }
}
