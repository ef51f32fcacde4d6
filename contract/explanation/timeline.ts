export type FiveTimeName = 'up' | 'down' | 'planned' | 'es' | 'unknown' | 'out'

export interface ExplainedInterval {
  readonly from: number
  readonly to: number
  readonly time: FiveTimeName
  /** What the evidence says, before planned work. */
  readonly finding: string
  readonly overrun: boolean
  readonly external: boolean
  readonly degraded: boolean
  readonly because: readonly ExplainedEvidence[]
}

export interface ExplainedEvidence {
  readonly kind:
    | 'state'
    | 'report'
    | 'restart'
    | 'silence'
    | 'own-side'
    | 'maintenance'
    | 'declared'
    | 'alarm'
    | 'states-apart'
    | 'seq-missing'
    | 'nothing'
    | 'not-in-service'
    | 'cells'
  /** [epoch ms]; null where it has no time. */
  readonly from: number | null
  readonly to: number | null
  /** Of the message that tells it; null: none, or not in the log any more. */
  readonly offset: number | null
  /** What else there is to say, by name. */
  readonly facts: Readonly<Record<string, string | number>>
}

export interface ExplainedTimeline {
  readonly intervals: readonly ExplainedInterval[]
  readonly notListed: number
  /** Reports whose own counter of unavailable time changes the times; see `RRU.CellUnavailableTime`. */
  readonly counters: readonly {
    readonly offset: number
    readonly from: number
    readonly to: number
    /** [s] */
    readonly total: number
    readonly fault: number
    readonly transport: number
    readonly manual: number
    readonly energySaving: number
  }[]
  /** Outages with a second in the window; the duration is not cut at its ends. */
  readonly outages: readonly {
    readonly from: number
    /** End of its last second known to be down. */
    readonly to: number
    readonly open: boolean
    readonly cause: string
    readonly attribution: string
    /** It began in this window, which is where it counts. */
    readonly counts: boolean
  }[]
  /** Of a station: what each cell was, in the same form. */
  readonly cells: readonly { readonly cell: string; readonly intervals: readonly ExplainedInterval[] }[]
}
