import type { FieldName, Level } from '../../contract/mod.ts'
import type { KpiTable } from './kpi-row.ts'

/** A field of which the greatest or least value is asked. */
export interface ExtremeField {
  readonly field: FieldName
  readonly take: 'max' | 'min'
  /** Rows in which this is 0 have no value of it: theirs says only that nothing is left. */
  readonly observed: FieldName
}

/** Σ of fields, and extremes of others, grouped by tags and time. */
export interface SumQuery {
  readonly table: KpiTable
  readonly level: Level
  /** Window starts in [from, to) [epoch ms]. */
  readonly from: number
  readonly to: number
  readonly fields: readonly FieldName[]
  /** None of them in `fields`. */
  readonly extremes?: readonly ExtremeField[]
  readonly groupBy: readonly string[]
  /** Every tag named must have one of its values. */
  readonly where: Readonly<Record<string, readonly string[]>>
  /** `level`: one sum a window; `all`: one sum for [from, to). */
  readonly bucket: 'level' | 'all'
}

export interface SumWindow {
  /** Window start, or `from` for `all` [epoch ms]. */
  readonly t: number
  /** Sums and extremes; only fields that some row has. */
  readonly sums: ReadonlyMap<FieldName, number>
  readonly rev: number
  readonly gpS: number
}

export interface SumSeries {
  readonly by: Readonly<Record<string, string>>
  /** Ascending; windows without any row are absent. */
  readonly windows: readonly SumWindow[]
}
