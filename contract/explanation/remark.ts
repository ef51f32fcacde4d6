export type RemarkCode =
  /** Before this instant the index of reports is not kept any more [epoch ms]. */
  | 'index-expired'
  /** So many messages are named by the index and no longer in the log. */
  | 'gone-from-log'
  /** More messages than are read for one explanation. */
  | 'too-many-messages'
  /** Deliveries of this station refused while the window lasted and an hour after. */
  | 'refused'
  /** Seqs missing about that time. */
  | 'missing-seqs'
  /** Evidence of that time is not kept any more. */
  | 'evidence-expired'
  /** Messages of this station that came behind every horizon, ever. */
  | 'late'
  /** It differs, and the window is final: what came behind its horizon changes coarser levels alone. */
  | 'final'
  /** The log and the state are in another process or on another host. */
  | 'no-lineage'

export interface Remark {
  readonly code: RemarkCode
  readonly facts: Readonly<Record<string, string | number>>
}
