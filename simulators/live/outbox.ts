import type { StationKind } from '../../contract/mod.ts'

/** A message as it goes out. */
export interface Outgoing {
  readonly kind: StationKind
  readonly boot: string
  readonly seq: number
  readonly retain: boolean
  readonly payload: Uint8Array
}

/**
 * What a station has to deliver, by positions that count up for ever. [firstUnacked, end) is not delivered yet; what lies before is kept for
 * a while to be sent again.
 */
export interface Outbox {
  readonly firstUnacked: number
  readonly end: number
  isAcked(position: number): boolean
  acked(position: number): void
  /** `undefined` where it is no longer kept. */
  at(position: number): Outgoing | undefined
  /** Where a message stands, if it is still kept. */
  find(boot: string, seq: number): number | undefined
}
