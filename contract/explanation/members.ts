import type { KpiFigure } from '../kpi/figure.ts'

export interface ExplainedMember {
  readonly station: string
  /** '' where the members are stations. */
  readonly cell: string
  /** PLMN, slice or 5QI, where the figure is one of some of them; ''. */
  readonly member: string
  readonly figure: KpiFigure
  /** What it adds to the denominator (of a sum: to the sum). */
  readonly weight: number
  /** Its share of that [0..1]; null where there is none. */
  readonly share: number | null
  /** The figure of the group without it; null: none. */
  readonly without: number | null
}

export interface ExplainedMembers {
  readonly total: number
  /** With a value. */
  readonly valued: number
  /** In the group, and not in the figure: the KPI has no meaning for them. */
  readonly foreign: number
  /** Greatest weight first. */
  readonly list: readonly ExplainedMember[]
  readonly notListed: number
}
