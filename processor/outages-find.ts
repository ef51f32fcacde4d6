import { type Finding, isDown, type Segment } from './timeline/finding.ts'

/** Shorter than this it is no outage [ms]. */
export const SHORTEST_MS = 10_000
/** Two outages with less than this between them that was not down are one [ms]. */
export const APART_MS = 60_000

/** Seconds without an interruption in which a cell was down, of whatever cause. */
export interface DownRun {
  readonly fromMs: number
  readonly toMs: number
  /** At its first second. */
  readonly cause: Finding
  /** Its first second lies behind the maintenance window in which the unavailability began. */
  readonly isOverrun: boolean
}

export function downRuns(segments: readonly Segment[]): DownRun[] {
  const runs: DownRun[] = []
  for (const segment of segments) {
    if (!isDown(segment)) continue
    const { fromMs, toMs, finding, overrun } = segment
    const last = runs.at(-1)
    if (last !== undefined && last.toMs === fromMs) runs[runs.length - 1] = { ...last, toMs }
    else runs.push({ fromMs, toMs, cause: finding, isOverrun: overrun })
  }
  return runs
}

/**
 * What runs come to as outages: those of at least 10 s, two of them one where less than 60 s between them were not down. Unknown
 * time between counts like up: that an outage went on is for evidence to say, not for its absence.
 */
export function outagesOf(runs: readonly DownRun[]): DownRun[] {
  const out: DownRun[] = []
  let downBetween = 0
  for (const run of runs) {
    const last = out.at(-1)
    const lasts = run.toMs - run.fromMs
    if (lasts < SHORTEST_MS) downBetween += lasts
    else {
      if (last !== undefined && run.fromMs - last.toMs - downBetween < APART_MS) {
        out[out.length - 1] = { ...last, toMs: run.toMs }
      } else out.push(run)
      downBetween = 0
    }
  }
  return out
}
