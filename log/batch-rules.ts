import type { NewEntry } from './port.ts'

/** Largest payload of one entry [bytes]: twice the contract's largest message (8 MiB dialects), as much as an MQTT packet may have. */
export const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024

/** Longest topic [bytes of UTF-8]: what MQTT's two-byte length can say. */
export const MAX_TOPIC_BYTES = 65_535

/** Largest batch [bytes of payloads and topics]: a commit holds its changed pages in memory until it is on disk. */
export const MAX_BATCH_BYTES = 128 * 1024 * 1024

/** What an entry costs beside payload and topic [bytes]: key, header and page bookkeeping, rounded up. */
export const ENTRY_OVERHEAD_BYTES = 40

/**
 * The size of a batch [bytes], for budgets and segment limits. Example: one entry with topic `a/b` and 700 bytes: 743.
 * @throws {RangeError} where an entry or the batch is beyond its limit, before anything is written.
 */
export function checkBatch(batch: readonly NewEntry[]): number {
  let total = 0
  for (const [index, entry] of batch.entries()) {
    const topicBytes = Buffer.byteLength(entry.topic)
    if (entry.payload.byteLength > MAX_PAYLOAD_BYTES)
      throw new RangeError(
        `entry ${index} of the batch has a payload of ${entry.payload.byteLength} bytes; at most ${MAX_PAYLOAD_BYTES} are kept: reject it before the log`,
      )
    if (topicBytes > MAX_TOPIC_BYTES)
      throw new RangeError(`entry ${index} of the batch has a topic of ${topicBytes} bytes; at most ${MAX_TOPIC_BYTES}`)
    if (!Number.isFinite(entry.receivedAt))
      throw new RangeError(
        `entry ${index} of the batch has receivedAt ${entry.receivedAt}; expected epoch milliseconds`,
      )
    total += entry.payload.byteLength + topicBytes + ENTRY_OVERHEAD_BYTES
  }
  if (total > MAX_BATCH_BYTES)
    throw new RangeError(`the batch has ${total} bytes; at most ${MAX_BATCH_BYTES} in one commit: append it in parts`)
  return total
}

/** @throws {RangeError} where the log has no such partition. */
export function checkPartition(partition: number, partitions: number): void {
  if (!Number.isInteger(partition) || partition < 0 || partition >= partitions)
    throw new RangeError(`partition ${partition} asked for; this log has 0 to ${partitions - 1}`)
}
