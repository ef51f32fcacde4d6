import type { Bilingual } from '../kpi/definition.ts'
import type { KpiFigure } from '../kpi/figure.ts'
import type { Level } from '../level.ts'
import type { ExplainedCorrection, ExplainedHour, ExplainedLine, ExplainedSamples } from './asides.ts'
import type { ExplainedMembers } from './members.ts'
import type { Remark } from './remark.ts'
import type { ExplainedReports } from './reports.ts'
import type { ExplainedTimeline } from './timeline.ts'
import type { ExplainedWindows } from './windows.ts'

/** Which figure is to be explained: one KPI in one window, of a cell, of a station as a whole, or of a group of cells; or of a PLMN, slice
 * or 5QI of them. */
export interface ExplainRequest {
  readonly kpi: string
  /** `all`: one figure for [at, to). */
  readonly level: Level | 'all'
  /** An instant within the window [epoch ms]; of `all` its start. */
  readonly at: number
  /** Of `all` the end, exclusive [epoch ms]; else absent. */
  readonly to?: number | undefined
  /** Every tag or split named must have one of its values; one `station` with one `cell` is a single cell. */
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
    readonly level: Level | 'all'
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
  /** Of `all`: of which windows it is made; else null. */
  readonly windows: ExplainedWindows | null
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
