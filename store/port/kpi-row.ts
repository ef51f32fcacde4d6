import type { FieldName, Level } from '../../contract/mod.ts'

/** `cell_kpi_sub`: the same as `cell_kpi` of each PLMN, slice and 5QI of a cell, without times. */
export type KpiTable = 'cell_kpi' | 'cell_kpi_sub' | 'station_kpi' | 'zone_kpi'

/** One window of one cell, member of a cell, station or zone. Written again whenever it changes: same identity, new content. */
export interface KpiRow {
  readonly table: KpiTable
  readonly level: Level
  /** Window start [epoch ms]. */
  readonly t: number
  /** Identity together with table, level and t; every tag of the table, `unknown` where not known. */
  readonly tags: Readonly<Record<string, string>>
  /** Names of its parts. Rows alike share one list, which nobody changes: an adapter may remember what it found out about it. */
  readonly names: readonly FieldName[]
  /** The parts, of each name one, finite; a field once written is written again, as 0 where nothing is left of it. */
  readonly values: readonly number[]
  /** 0 while open; raised by each change of a provisional row. */
  readonly rev: number
  /** The longest granularity period in it [s]; 0 where no report is. The window is open until its end + 3 × this. */
  readonly gpS: number
  /** Its parts have moved to a row of another tag set: all of them are 0. */
  readonly retired: boolean
}
