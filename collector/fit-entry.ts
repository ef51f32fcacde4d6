import { MAX_PAYLOAD_BYTES, MAX_TOPIC_BYTES, type NewEntry } from '../log/mod.ts'

/**
 * An entry that the log takes. One beyond its limits would be refused for ever, and with it everything behind it; it is
 * cut instead, which leaves more than the contract allows, so that the processor rejects it as `too-large` or `bad-topic`.
 */
export function fitEntry(entry: NewEntry): NewEntry {
  // A UTF-16 unit is at most 3 bytes of UTF-8: short topics need no count.
  const longTopic = entry.topic.length * 3 > MAX_TOPIC_BYTES && Buffer.byteLength(entry.topic) > MAX_TOPIC_BYTES
  if (entry.payload.byteLength <= MAX_PAYLOAD_BYTES && !longTopic) return entry
  return {
    ...entry,
    topic: longTopic ? entry.topic.slice(0, Math.floor(MAX_TOPIC_BYTES / 3)) : entry.topic,
    payload: entry.payload.subarray(0, MAX_PAYLOAD_BYTES),
  }
}
