import type { Level } from '../contract/mod.ts'
import type { OutageHull } from './outages.ts'
import { cellKey } from './state/keys.ts'
import type { StateReader } from './state/view.ts'

/** Stands for a cell in the rows of the station as a whole; no cell is named so. */
export const STATION_ROW = ''

/** Tag sets of a cell through time: each holds from its instant on, the first one also before. */
export type TagPeriods = readonly (readonly [fromMs: number, tags: string])[]

export interface CellStateRecord {
  /** First instant that any message tells of, floored to its second; undefined before the first. */
  readonly firstMs: number | undefined
  /** Its latest state [epoch ms]; undefined: it never told one. */
  readonly lastStateMs: number | undefined
  readonly periods: TagPeriods
  /** Absent: its station never told the counter of its unavailable time. */
  readonly away?: AwayHull
  /** Its PLMNs, slices and 5QIs that have rows, as `5qi9`; absent: none. */
  readonly subs?: readonly string[]
  /** Absent: no outage of it was ever found. */
  readonly outages?: OutageHull
}

/** Where the station's counter of a cell's unavailable time may matter, so that elsewhere nobody looks for it. */
export interface AwayHull {
  /** Of the periods of which it said more than 0. */
  readonly fromMs: number
  readonly toMs: number
  /** The longest period of which it said anything [s], and the levels at which those periods enter. */
  readonly gpS: number
  readonly levels: readonly Level[]
}

export const NEW_CELL: CellStateRecord = { firstMs: undefined, lastStateMs: undefined, periods: [] }

export function readCell(view: StateReader, station: string, cell: string): CellStateRecord {
  return view.get<CellStateRecord>(cellKey(station, cell)) ?? NEW_CELL
}

/** The tag set in force at an instant. */
export function tagsAt(periods: TagPeriods, atMs: number): string {
  for (let i = periods.length - 1; i > 0; i--) {
    const period = periods[i] as readonly [number, string]
    if (atMs >= period[0]) return period[1]
  }
  return periods[0]?.[1] ?? ''
}
