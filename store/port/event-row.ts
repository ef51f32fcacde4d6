export const EVENT_TYPES = [
  'outage',
  'silence',
  'maintenance',
  'declared-outage',
  'restart',
  'software',
  'alarm',
  'boot-reused',
  'connection',
  'test-not-counted',
  'clock',
  'quarantine',
  'counter-fell',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** What an outage is put down to, beside its 3GPP cause: did the equipment fail, or what it depends on? */
export const ATTRIBUTIONS = ['power', 'transport', 'environment', 'hardware', 'software', 'unknown'] as const
export type Attribution = (typeof ATTRIBUTIONS)[number]

export interface EventRow {
  /** Stable: the same event written again replaces itself. */
  readonly id: string
  readonly type: EventType
  /** [epoch ms] */
  readonly from: number
  /** null: still going on. */
  readonly to: number | null
  readonly station: string
  /** '' for the station as a whole. */
  readonly cell: string
  /** 3GPP cause, birth reason, severity …, as the type has it; `withdrawn`: it turned out not to have been. */
  readonly cause: string
  /** Of an outage; absent: an event of another type. */
  readonly attribution?: Attribution
  /** An outage that began when the maintenance window ended in which its cell became unavailable. */
  readonly overrun?: true
  readonly text: string
  /** Of `maintenance` and `declared-outage`: what the operator registered; absent: an event of another type. */
  readonly window?: OperatorsWindow
}

/** Who registered a window over which stations or cells, and what became of it. */
export interface OperatorsWindow {
  /** `HN-0001` for all its cells, `HN-0001/2` for one. */
  readonly targets: readonly string[]
  readonly by: string
  readonly why: string
  /** '' where none was given. */
  readonly ticket: string
  readonly approvedBy: string
  /** When it was registered [epoch ms]. */
  readonly recordedAt: number
  /** Registered after it had begun. */
  readonly afterwards: boolean
  /** End as it was registered first [epoch ms]; the event's `to` is what holds now. */
  readonly plannedTo: number
  /** Closed early or taken back (`to` is `from` then); absent: neither. */
  readonly changed?: { readonly at: number; readonly by: string; readonly why: string }
}
