const BYTES = 4

/**
 * PUBACK packets for these ids, one behind the other, to be written at once. Four bytes each in MQTT 3.1.1 and in 5,
 * where a remaining length of 2 means reason code 0 without properties (MQTT 5 §3.4.2.1).
 */
export function encodePubacks(messageIds: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(messageIds.length * BYTES)
  let at = 0
  for (const id of messageIds) {
    bytes[at] = 0x40
    bytes[at + 1] = 2
    bytes.writeUInt16BE(id, at + 2)
    at += BYTES
  }
  return bytes
}
