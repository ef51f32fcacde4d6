import type { EntrySource, LogEntry, NewEntry, Offset } from '../port.ts'

/**
 * One entry as bytes, little-endian: version 1 (1 byte), source (1), topic length [bytes] (2), receivedAt as a double (8),
 * topic in UTF-8, payload to the end. Example: topic `a/b` and a payload of 700 bytes take 715.
 */
const VERSION = 1
export const ENTRY_HEADER_BYTES = 12
const SOURCES: readonly EntrySource[] = ['mqtt', 'control']

export function encodedBytes(entry: NewEntry): number {
  return ENTRY_HEADER_BYTES + Buffer.byteLength(entry.topic) + entry.payload.byteLength
}

/** Writes the entry into `target` at `start` and returns where it ends. */
export function encodeEntry(entry: NewEntry, target: Buffer, start: number): number {
  const topicBytes = target.write(entry.topic, start + ENTRY_HEADER_BYTES)
  target[start] = VERSION
  target[start + 1] = SOURCES.indexOf(entry.source)
  target.writeUInt16LE(topicBytes, start + 2)
  target.writeDoubleLE(entry.receivedAt, start + 4)
  const payloadStart = start + ENTRY_HEADER_BYTES + topicBytes
  target.set(entry.payload, payloadStart)
  return payloadStart + entry.payload.byteLength
}

/**
 * The entry in `bytes`; its payload is a view of them, so they must be the caller's own.
 * @throws {Error} where the bytes are of another version or cut short: the file is damaged or newer than this program.
 */
export function decodeEntry(offset: Offset, bytes: Buffer): LogEntry {
  const topicEnd = bytes.byteLength >= ENTRY_HEADER_BYTES ? ENTRY_HEADER_BYTES + bytes.readUInt16LE(2) : Infinity
  const source = SOURCES[bytes[1] ?? SOURCES.length]
  if (bytes[0] !== VERSION || source === undefined || topicEnd > bytes.byteLength)
    throw new Error(
      `log entry ${offset} is unreadable: expected version ${VERSION}, found ${bytes[0]} in ${bytes.byteLength} bytes; the log is damaged or was written by a newer tram5g`,
    )
  return {
    offset,
    receivedAt: bytes.readDoubleLE(4),
    source,
    topic: bytes.toString('utf8', ENTRY_HEADER_BYTES, topicEnd),
    payload: new Uint8Array(bytes.buffer, bytes.byteOffset + topicEnd, bytes.byteLength - topicEnd),
  }
}
