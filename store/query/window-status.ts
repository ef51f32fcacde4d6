import { HORIZON_MS, LEVEL_MS, type Level } from '../../contract/mod.ts'
import type { KpiPoint } from '../port.ts'

export type WindowStatus = KpiPoint['status']

/** Granularity period [s] by which a window without any report is measured. */
function usualGpS(level: Level): number {
  return level === '10s' ? 10 : 60
}

/**
 * `open` until the window's end + 3 × the longest period in it, `provisional` until its end + the level's horizon,
 * then `final`, by the realm clock.
 *
 * Example: 12:00 to 12:15 with reports of 900 s is open until 13:00, provisional for 7 days, then final.
 */
export function windowStatus(level: Level, t: number, gpS: number, realmClock: number): WindowStatus {
  const end = t + LEVEL_MS[level]
  if (realmClock < end + 3 * (gpS > 0 ? gpS : usualGpS(level)) * 1000) return 'open'
  return realmClock < end + HORIZON_MS[level] ? 'provisional' : 'final'
}

const FINALITY: readonly WindowStatus[] = ['open', 'provisional', 'final']

/** What can still change in a part can change in the whole. */
export function leastFinal(statuses: readonly WindowStatus[]): WindowStatus {
  return FINALITY.find((status) => statuses.includes(status)) ?? 'final'
}
