import { HORIZON_MS, LEVEL_MS, type Level, windowStart } from '../../contract/mod.ts'
import { readClock } from '../clock.ts'
import { addTimes } from '../rows/amend.ts'
import type { Amendments } from '../rows/amendments.ts'
import { TIME_SIZE } from '../rows/layout.ts'
import { timeOf } from '../rows/row.ts'
import { difference, isZero, type Vector, zeros } from '../rows/vector.ts'
import { classify, type Segment } from './classify.ts'
import { addSegment } from './time-vector.ts'

/** Levels in which a timeline may still be amended, finest first; each serves the time that the finer ones have let go. */
const STEPS: readonly Level[] = ['10s', '1m', '15m']

/**
 * Makes the five times of a cell again over [fromMs, toMs), as far as they are settled and amendable, in the finest level
 * still within its horizon, and carries the differences up.
 */
export function reclassify(amend: Amendments, station: string, cell: string, fromMs: number, toMs: number): void {
  const { realmMs, settledMs } = readClock(amend.draft)
  let end = Math.min(toMs, settledMs)
  for (const level of STEPS) {
    if (end <= fromMs) return
    // the oldest window of this level that is not final
    const oldest = windowStart(level, realmMs - HORIZON_MS[level])
    // a coarser step must not touch half of a window whose finer ones are still amended: it begins where they end
    const nextLevel = STEPS[STEPS.indexOf(level) + 1]
    const from = Math.max(
      windowStart(level, fromMs),
      nextLevel === undefined ? oldest : windowStart(nextLevel, oldest + LEVEL_MS[nextLevel] - 1),
    )
    if (from < end) reclassifyAt(amend, level, station, cell, from, end, realmMs, settledMs)
    end = Math.min(end, from)
  }
}

function reclassifyAt(
  amend: Amendments,
  level: Level,
  station: string,
  cell: string,
  fromMs: number,
  toMs: number,
  realmMs: number,
  settledMs: number,
): void {
  const size = LEVEL_MS[level]
  const end = Math.min(windowStart(level, toMs - 1) + size, settledMs)
  const segments = classify(amend.draft, station, cell, fromMs, end, realmMs)
  let first = 0
  for (let t = fromMs; t < end; t += size) {
    const until = Math.min(t + size, end)
    while (first < segments.length - 1 && (segments[first] as Segment).toMs <= t) first++
    const times = new Map<string, number[]>()
    for (let i = first; i < segments.length && (segments[i] as Segment).fromMs < until; i++) {
      addSegment(times, segments[i] as Segment, t, until)
    }
    const row = amend.row(level, t, station, cell)
    const deltas = new Map<string, Vector>()
    for (const tags of new Set([...times.keys(), ...row.sets.keys()])) {
      const delta = difference(times.get(tags) ?? zeros(TIME_SIZE), timeOf(row, tags))
      if (!isZero(delta)) deltas.set(tags, delta)
    }
    if (deltas.size > 0) addTimes(amend, level, t, station, cell, deltas)
  }
}
