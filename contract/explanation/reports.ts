import type { Level } from '../level.ts'

/** `lost`: another report stands for its time, see {@link LossRule}; `clock`: the station's clock was off when it was
 * made; `running-total`: nothing was told before of all its counters, from which it could be counted; `fell`: a running total
 * cannot have gone so in one boot, and adds nothing. */
export type ReportUse =
  | 'counts'
  | 'lost'
  | 'missing-counters'
  | 'impossible'
  | 'clock'
  | 'running-total'
  | 'fell'
  | 'other-level'
  | 'gone'

/** By which rule a report lost against another. */
export type LossRule =
  /** Same period: the other has the greater rev (semantics §2). */
  | 'rev'
  /** Same period and rev: the other is of a later boot (§2). */
  | 'boot'
  /** Same period, rev and boot: the other has the greater seq (§2). */
  | 'seq'
  /** Same in all of these: the other is of the unit (src) that comes first in a fixed order. */
  | 'src'
  /** A report of a longer period stands for every finer one that it overlaps (§3). */
  | 'coarser'
  /** A report of equal length that overlaps it in part stands (§3). */
  | 'overlap'
  /** A running total over lost reports counts only while nothing else tells of any of its seconds (§3). */
  | 'bridge'

export interface ExplainedStage {
  /** '' for the only one. */
  readonly stage: string
  readonly use: ReportUse
  /** The time that it tells of [epoch ms]: the period of the report, or of running totals the time since the point before. */
  readonly from: number
  readonly to: number
  readonly suspect: boolean
  /** Way in which its parts were taken, where not the first; ''. */
  readonly variant: string
  /** Counters of the first way that the report does not have. */
  readonly missing: readonly string[]
  readonly rule: LossRule | null
  /** Clause of the rule; '' without one. */
  readonly clause: string
  /** Offset of the report that stands instead; null: it counts, or has nothing to count. */
  readonly lostTo: number | null
  /** Level at which it is replaced. */
  readonly lostAt: Level | null
  /** What it adds, by field; where several reports make it together it is told of the best of them. */
  readonly parts: Readonly<Record<string, number>>
  /** Offsets of the other reports of its period whose counters it is made of too. */
  readonly together: readonly number[]
}

/**
 * How a running total was counted: `step` from the report before; `bridge` over lost reports; `boot-start` from 0 when the boot
 * began; `wrap` past the value at which it begins again at 0; `fell` without one, which adds nothing; `first`: nothing before it.
 */
export type DifferenceKind = 'step' | 'bridge' | 'boot-start' | 'wrap' | 'fell' | 'first'

/** What a running total adds: the difference of two neighbouring points of one boot. */
export interface ExplainedDifference {
  readonly name: string
  /** Smallest unit. */
  readonly unit: string
  readonly kind: DifferenceKind
  /** The point before; null for `first`. */
  readonly before: {
    /** End of the report that told it, or start of the boot [epoch ms]. */
    readonly at: number
    /** A decimal integer of any size. */
    readonly value: string
    /** null: it is not in the log any more, or there is none. */
    readonly offset: number | null
  } | null
  /** What the report tells: a decimal integer of any size. */
  readonly value: string
  /** The value at which it begins again at 0; null: not declared. */
  readonly wrapsAt: string | null
  /** null for `fell` and `first`. */
  readonly adds: number | null
}

export interface ExplainedReport {
  readonly offset: number
  readonly inLog: boolean
  /** [epoch ms]; null where it is not in the log any more. */
  readonly receivedAt: number | null
  readonly boot: string
  readonly src: string
  readonly seq: number | null
  readonly rev: number | null
  /** Its period [from, to) [epoch ms]. */
  readonly from: number
  readonly to: number
  readonly gpS: number
  /** Smallest level of which one window holds the period. */
  readonly level: Level
  /** From the end of the period to its receipt [ms]; null where it is not in the log any more. */
  readonly delayMs: number | null
  /** receivedAt − t of the last heartbeat before it with nothing queued [ms]; null: none near it is in the log. */
  readonly clockOffsetMs: number | null
  /** Of the stages the one that counts, else the first. */
  readonly use: ReportUse
  readonly stages: readonly ExplainedStage[]
  /** What of it the KPI may use, in smallest units. */
  readonly counters: readonly { readonly name: string; readonly value: number; readonly unit: string }[]
  /** Of running totals which the KPI may use: where what they add comes from. */
  readonly differences: readonly ExplainedDifference[]
  /** Values that cannot be, and so are in no figure. */
  readonly refused: readonly { readonly measurement: string; readonly reason: string; readonly value: number }[]
}

/** Why a stretch of the window has nothing of a KPI. */
export type GapReason =
  | 'down'
  | 'planned'
  | 'energy-saving'
  | 'silent'
  | 'collector'
  | 'missing-counters'
  | 'impossible'
  | 'clock'
  | 'replaced'
  | 'first-total'
  | 'fell'
  | 'not-yet'
  | 'no-report'

export interface ExplainedGap {
  readonly stage: string
  readonly from: number
  readonly to: number
  readonly reason: GapReason
  /** False: nothing was due then, so that it does not lower the coverage. */
  readonly due: boolean
  readonly missing: readonly string[]
}

export interface ExplainedReports {
  /** How many there are by what became of them. */
  readonly counts: Readonly<Partial<Record<ReportUse, number>>>
  /** What counts first, by time; then the others. */
  readonly list: readonly ExplainedReport[]
  readonly notListed: number
  readonly gaps: readonly ExplainedGap[]
  /** Offsets the log holds now; null: it is empty. */
  readonly log: { readonly oldest: number; readonly newest: number } | null
  /** The station's clock by its last heartbeat [ms]; null: it never told one. */
  readonly clockOffsetMs: number | null
}
