import type { PacketLimit } from './packet-scanner.ts'

const PUBLISH = 3
/** Twice the contract's largest message: one that is too large reaches the dead letters; beyond this nothing is buffered. */
const MAX_PUBLISH_PACKET_BYTES = 16 * 1024 * 1024
/** CONNECT (with its will), SUBSCRIBE and the rest, and everything before a connection has shown who it is. */
const MAX_OTHER_PACKET_BYTES = 64 * 1024

/** Of a connection that has shown who it is (`known`), and of one that has not. */
export function packetLimit(known: () => boolean): PacketLimit {
  return (type) => (type === PUBLISH && known() ? MAX_PUBLISH_PACKET_BYTES : MAX_OTHER_PACKET_BYTES)
}

/** All packets that are on their way in, by their announced size [bytes]: eight of the largest at a time. */
export const MAX_OPEN_BYTES = 128 * 1024 * 1024
/** Connections of one process; a larger network has a broker of its own. */
export const MAX_CONNECTIONS = 2_000
/** From TCP to CONNECT [ms]. */
export const CONNECT_TIMEOUT_MS = 10_000
/** Acknowledgements still in a socket at the end get this long [ms]. */
export const FLUSH_DEADLINE_MS = 1_000
