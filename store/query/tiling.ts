import { coarserLevel, LEVEL_MS, LEVELS, type Level, windowStart } from '../../contract/mod.ts'

/** Windows of one level that follow each other: [from, to), both on windows of the level [epoch ms]. */
export interface Stretch {
  readonly level: Level
  readonly from: number
  readonly to: number
}

/** Oldest instant still kept at a level [epoch ms]. */
export type KeptSince = (level: Level) => number

/**
 * [from, to) as stretches of the coarsest windows that fit: days in the middle, then hours, 15 min, 1 min and 10 s
 * towards both ends. A coarse window holds everything that finer ones hold and besides the reports whose period is
 * longer than those, and its rows are fewer and kept longer; so this is the fullest and the cheapest sum there is.
 * A window must still be kept; `undefined` where some part of the time is kept at no level that fits.
 *
 * Example: 16:59:50Z to 18:15:00Z → 10 s from 16:59:50, 1 h from 17:00 and 15 min from 18:00.
 */
export function tile(from: number, to: number, keptSince: KeptSince): Stretch[] | undefined {
  const stretches: Stretch[] = []
  const coarsestFirst = [...LEVELS].reverse()
  let at = from
  while (at < to) {
    const level = coarsestFirst.find(
      (each) => windowStart(each, at) === at && at + LEVEL_MS[each] <= to && at >= keptSince(each),
    )
    if (level === undefined) return undefined
    const end = endOfRun(level, at, to)
    const before = stretches.at(-1)
    if (before?.level === level) stretches[stretches.length - 1] = { ...before, to: end }
    else stretches.push({ level, from: at, to: end })
    at = end
  }
  return stretches
}

/** As many windows of the level as fit before `to` and before a coarser window could begin. */
function endOfRun(level: Level, at: number, to: number): number {
  const size = LEVEL_MS[level]
  const last = at + Math.floor((to - at) / size) * size
  const coarser = coarserLevel(level)
  if (coarser === undefined) return last
  const boundary = windowStart(coarser, at) + LEVEL_MS[coarser]
  // where the coarser window is not kept or does not fit, the next round goes on at this level
  return Math.min(last, boundary)
}

/**
 * An end of the time asked, snapped down to the finest level that is still kept there: what happened 30 days ago is
 * known by the minute, not by ten seconds.
 */
export function snapToKept(at: number, keptSince: KeptSince): number {
  const level = LEVELS.find((each) => isReached(windowStart(each, at), keptSince))
  return windowStart(level ?? '10s', at)
}

/** Whether windows that are kept lead from the beginning of its day to an instant: of each level those behind the coarser boundary. */
function isReached(at: number, keptSince: KeptSince): boolean {
  return LEVELS.every((level) => {
    const coarser = coarserLevel(level)
    if (coarser === undefined) return windowStart(level, at) >= keptSince(level)
    const boundary = windowStart(coarser, at)
    return boundary === windowStart(level, at) || boundary >= keptSince(level)
  })
}
