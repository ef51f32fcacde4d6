import type { Bilingual } from './kpi/definition.ts'
import type { KpiFigure } from './kpi/figure.ts'
import type { Level } from './level.ts'

/** Which figure is to be explained: one KPI in one window, of a cell, of a station as a whole, or of a group of cells. */
export interface ExplainRequest {
  readonly kpi: string
  readonly level: Level
  /** An instant within the window [epoch ms]. */
  readonly at: number
  /** Every tag named must have one of its values; one `station` with one `cell` is a single cell. */
  readonly where: Readonly<Record<string, readonly string[]>>
  /** Of messages, members and intervals at most so many are listed; the rest is counted. */
  readonly limit: number
}

/** What a figure is made of: the answer of `GET /api/v1/explain`. */
export interface Explanation {
  readonly realm: string
  /** Version of the catalogue that made the figures. */
  readonly catalogue: string
  readonly kpi: {
    readonly id: string
    readonly version: number
    readonly unit: string
    readonly title: Bilingual
    readonly description: Bilingual
    /** Clause of the standard; '' where the definition is our own. */
    readonly source: string
  }
  readonly object: ExplainedObject
  readonly window: {
    readonly level: Level
    /** [from, to) [epoch ms]. */
    readonly from: number
    readonly to: number
    readonly status: 'open' | 'provisional' | 'final'
    readonly rev: number
    /** Up to here everything counts [epoch ms]; null: nothing was processed yet. */
    readonly realmClock: number | null
  }
  readonly figure: KpiFigure
  /** With the names of the parts. */
  readonly formula: Bilingual
  /** With the numbers put in, and the result; null where there is no value. */
  readonly calculation: Bilingual | null
  readonly parts: readonly ExplainedPart[]
  /**
   * Whether the parts of the store are what messages, evidence or members come to: `agrees`; `on-the-way`: the window is open, or
   * not in the store yet, which is behind by what came just now; `differs`; `not-checked`: not all that is needed is still kept.
   */
  readonly check: 'agrees' | 'on-the-way' | 'differs' | 'not-checked'
  /** Of a KPI made of reports, of a cell or station; else null. */
  readonly reports: ExplainedReports | null
  /** The five times of a cell or station; null for a group. */
  readonly timeline: ExplainedTimeline | null
  /** Of a group: which cells (stations) add up to it; else null. */
  readonly members: ExplainedMembers | null
  /** Of a KPI of active tests, of one cell: its samples; else null. */
  readonly samples: ExplainedSamples | null
  /** Of a KPI of the registry, of one station: the lines in force in the window; else null. */
  readonly registry: readonly ExplainedLine[] | null
  /** Of a busy hour: the traffic of each hour of the day; else null. */
  readonly hours: readonly ExplainedHour[] | null
  /** Changes of the row after it was published, newest first. */
  readonly corrections: readonly ExplainedCorrection[]
  readonly remarks: readonly Remark[]
}

export interface ExplainedObject {
  readonly kind: 'cell' | 'station' | 'group'
  /** '' for a group that is not of one station. */
  readonly station: string
  /** '' for a station or group. */
  readonly cell: string
  readonly where: Readonly<Record<string, readonly string[]>>
  /** Tags in force when the window begins; empty for a group. */
  readonly tags: Readonly<Record<string, string>>
  /** Resource blocks of the cell by its birth; null: not told, or no cell. */
  readonly nrb: number | null
}

export interface ExplainedPart {
  readonly field: string
  /** Smallest unit, `s` for seconds observed. */
  readonly unit: string
  /** As the store has it; null: it has none. */
  readonly value: number | null
  /** Made again, from messages, evidence or members; null: not made again. */
  readonly again: number | null
}

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

/** `lost`: another report stands for its time, see {@link LossRule}; `clock`: the station's clock was off when it was
 * made; `running-total`: what it adds follows from the totals before it, and is not made again here. */
export type ReportUse =
  | 'counts'
  | 'lost'
  | 'missing-counters'
  | 'impossible'
  | 'clock'
  | 'running-total'
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

export interface ExplainedStage {
  /** '' for the only one. */
  readonly stage: string
  readonly use: ReportUse
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
  /** What it adds, by field. */
  readonly parts: Readonly<Record<string, number>>
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

export interface ExplainedMember {
  readonly station: string
  /** '' where the members are stations. */
  readonly cell: string
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

export interface ExplainedSamples {
  readonly list: readonly {
    readonly offset: number
    readonly at: number
    readonly ue: string
    readonly test: string
    readonly result: string
    /** undefined: it counts. */
    readonly notCounted: string | null
    readonly parts: Readonly<Record<string, number>>
  }[]
  readonly notListed: number
}

export interface ExplainedLine {
  readonly from: number
  readonly by: string
  readonly why: string
  readonly at: number
  /** Only what the KPIs of the registry look at. */
  readonly facts: Readonly<Record<string, string | number>>
}

export interface ExplainedHour {
  readonly t: number
  readonly hour: number
  /** In the unit of the KPI; null: nothing was observed. */
  readonly value: number | null
  readonly busiest: boolean
}

export interface ExplainedCorrection {
  readonly rev: number
  readonly changedAt: number
  readonly reason: string
  readonly offset: number
  /** Only fields of this KPI that changed. */
  readonly changes: Readonly<Record<string, readonly [before: number, after: number]>>
}
