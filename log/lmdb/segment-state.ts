/** What a segment says of itself; it changes in the same transaction as its entries. */
export interface SegmentState {
  /** Offset of its first entry. */
  readonly base: number
  /** Offset of the next entry: `base` while it is empty. Once sealed, the base of the next segment. */
  readonly next: number
  /** No entry will follow: every writer looks at it inside its own transaction. */
  readonly sealed: boolean
  /** [epoch ms] */
  readonly createdAt: number
  /** Greatest `receivedAt` in it [epoch ms]; -Infinity while it is empty. Retention goes by it. */
  readonly newestReceivedAt: number
  /** The disk budget that its last writer was given [bytes]: how a reader knows it. */
  readonly budgetBytes: number
}

const VERSION = 1
const BYTES = 48

export function encodeState(state: SegmentState): Buffer {
  const bytes = Buffer.alloc(BYTES)
  bytes[0] = VERSION
  bytes[1] = state.sealed ? 1 : 0
  bytes.writeDoubleLE(state.base, 8)
  bytes.writeDoubleLE(state.next, 16)
  bytes.writeDoubleLE(state.createdAt, 24)
  bytes.writeDoubleLE(state.newestReceivedAt, 32)
  bytes.writeDoubleLE(state.budgetBytes, 40)
  return bytes
}

/** @throws {Error} where the bytes are of another version. */
export function decodeState(bytes: Buffer): SegmentState {
  if (bytes[0] !== VERSION || bytes.byteLength !== BYTES)
    throw new Error(
      `segment state: expected version ${VERSION} in ${BYTES} bytes, found ${bytes[0]} in ${bytes.byteLength}; the log was written by another version of tram5g`,
    )
  return {
    sealed: bytes[1] === 1,
    base: bytes.readDoubleLE(8),
    next: bytes.readDoubleLE(16),
    createdAt: bytes.readDoubleLE(24),
    newestReceivedAt: bytes.readDoubleLE(32),
    budgetBytes: bytes.readDoubleLE(40),
  }
}
