import { LEVEL_MS, type Level, windowStart } from '../../../contract/mod.ts'
import type { TimeRange } from '../../panels/panel.ts'

/** What a page is asked for: whole windows of one level up to the realm clock, and the zones chosen. */
export interface Scope {
  readonly range: TimeRange
  readonly level: Level
  /** Inclusive, start of a window [epoch ms]. */
  readonly from: number
  /** Exclusive, end of the open window [epoch ms]. */
  readonly to: number
  readonly stepMs: number
  /** The realm clock [epoch ms]. */
  readonly clock: number
  /** Empty: all. */
  readonly zones: readonly string[]
}

/** Example: 1 h at clock 12:00:30 → the 60 windows of 1 min from 11:01:00 to 12:01:00, the last of them open. */
export function scopeOf(range: TimeRange, clockMs: number, zones: readonly string[]): Scope {
  const stepMs = LEVEL_MS[range.level]
  const to = windowStart(range.level, clockMs) + stepMs
  return { range, level: range.level, from: to - range.lengthMs, to, stepMs, clock: clockMs, zones }
}

export function whereZone({ zones }: Scope): Record<string, readonly string[]> {
  return zones.length === 0 ? {} : { zone: zones }
}
