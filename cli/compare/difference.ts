import type { Level } from '../../contract/mod.ts'
import type { KpiPoint } from '../../store/mod.ts'

/** A figure that is not the same in two editions. */
export interface Difference {
  readonly kpi: string
  readonly unit: string
  readonly level: Level
  /** Window start [epoch ms]. */
  readonly t: number
  /** What it is of, by tag. */
  readonly by: Readonly<Record<string, string>>
  /** undefined: there is no figure of it. */
  readonly before: KpiPoint | undefined
  readonly after: KpiPoint | undefined
  /** after − before, in the KPI's unit; null where one of them has no value. */
  readonly difference: number | null
  /** What changed it, as far as it is known. */
  readonly reason: string
}

/** As far apart as two stores may be, relatively. */
const TOLERANCE = 1e-9

const MEASURES = ['value', 'lo', 'hi', 'n', 'coverage', 'suspectShare'] as const

/** Two figures say the same: value, bounds, denominator and how much data is behind them. `rev` only counts how often they changed. */
export function isSameFigure(before: KpiPoint | undefined, after: KpiPoint | undefined): boolean {
  // a group that is nowhere is told by no figure or by one that has no value
  if (before === undefined || after === undefined) return (before ?? after)?.value == null
  return before.na === after.na && MEASURES.every((measure) => isSameNumber(before[measure], after[measure]))
}

function isSameNumber(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b))
}

export function differenceOf(before: KpiPoint | undefined, after: KpiPoint | undefined): number | null {
  return before?.value == null || after?.value == null ? null : after.value - before.value
}
