import type { KpiFigure } from '../kpi/figure.ts'
import type { Level } from '../level.ts'

/** One of the windows that a figure over a longer time is made of. */
export interface ExplainedWindow {
  readonly level: Level
  /** [from, to) [epoch ms]. */
  readonly from: number
  readonly to: number
  readonly status: 'open' | 'provisional' | 'final'
  readonly figure: KpiFigure
  /** What it adds to the denominator (of a sum: to the sum). */
  readonly weight: number
  /** Its share of that [0..1]; null where there is none. */
  readonly share: number | null
  /** The figure of the whole time without it; null: none. */
  readonly without: number | null
}

/** The coarsest windows that fit into the time asked, and finer ones towards its ends; only those that have begun. */
export interface ExplainedWindows {
  readonly total: number
  /** With a value. */
  readonly valued: number
  /** Those with a value, greatest weight first. */
  readonly list: readonly ExplainedWindow[]
  readonly notListed: number
  /** Stretches without a value, by time, with the reason. */
  readonly empty: readonly { readonly from: number; readonly to: number; readonly na: NonNullable<KpiFigure['na']> }[]
}
