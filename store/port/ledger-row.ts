/**
 * A station's account; both equations always hold:
 * `received = accepted + duplicate + conflict + unreadable + Σrejected` (deliveries) and
 * `published = accepted + rejectedWithSeq + missing` (distinct seqs known to exist).
 */
export interface LedgerRow {
  readonly station: string
  /** First delivery [epoch ms]. */
  readonly since: number
  readonly received: number
  readonly accepted: number
  readonly duplicate: number
  readonly conflict: number
  readonly unreadable: number
  readonly rejected: Readonly<Record<string, number>>
  readonly rejectedWithSeq: number
  readonly published: number
  readonly missing: number
  /** The end of some boot is not known yet: more may have been published than is known to exist. */
  readonly openEnd: boolean
  /** Accepted, but beyond the horizon of every level: in no figure. */
  readonly late: number
}
