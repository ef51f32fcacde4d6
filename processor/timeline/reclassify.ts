import { type FigureSettings, HORIZON_MS, LEVEL_MS, LEVELS, type Level, windowStart } from '../../contract/mod.ts'
import { readClock, readSettings } from '../clock.ts'
import type { Amendments } from '../rows/amendments.ts'
import { type ByTags, noTags } from '../rows/by-tags.ts'
import { NO_TIME, withTimes } from '../rows/row.ts'
import { addInto, differenceOfTimes, isZeroTime, type Times } from '../rows/times.ts'
import { classify, type Segment } from './classify.ts'
import { addSegment, TimesByTags } from './time-vector.ts'

/** Levels in which a timeline may still be amended, finest first; each serves the time that the finer ones have let go. */
const STEPS: readonly Level[] = ['10s', '1m', '15m']

/**
 * Makes the five times of a cell again over [fromMs, toMs), as far as they are settled and amendable, in the finest level
 * still within its horizon, and carries the differences up.
 */
export function reclassify(amend: Amendments, station: string, cell: string, fromMs: number, toMs: number): void {
  const { realmMs, settledMs } = readClock(amend.draft)
  const settings = readSettings(amend.draft)
  let end = Math.min(toMs, settledMs)
  for (const [i, level] of STEPS.entries()) {
    if (end <= fromMs) return
    const from = Math.max(windowStart(level, fromMs), oldestOf(level, STEPS[i + 1], realmMs, settings))
    if (from < end) reclassifyAt(amend, level, station, cell, from, end, realmMs, settledMs)
    end = Math.min(end, from)
  }
}

/** Start of the oldest window that is not final; a coarser step must not touch half of a window whose finer ones are amended. */
function oldestOf(level: Level, coarser: Level | undefined, realmMs: number, settings: FigureSettings): number {
  const oldest = windowStart(level, Math.max(realmMs - HORIZON_MS[level], settings.begins?.[level] ?? 0))
  return coarser === undefined ? oldest : windowStart(coarser, oldest + LEVEL_MS[coarser] - 1)
}

/** Differences of the levels above, gathered so that each of their rows is changed once. */
class Above {
  readonly #amend: Amendments
  readonly #station: string
  readonly #cell: string
  readonly #levels: { level: Level; t: number; deltas: TimesByTags }[]

  constructor(amend: Amendments, station: string, cell: string, level: Level) {
    this.#amend = amend
    this.#station = station
    this.#cell = cell
    this.#levels = LEVELS.slice(LEVELS.indexOf(level) + 1).map((up) => ({
      level: up,
      t: Number.NaN,
      deltas: new TimesByTags(),
    }))
  }

  add(t: number, deltas: ByTags<Times>): void {
    for (const up of this.#levels) {
      const upT = windowStart(up.level, t)
      if (up.t !== upT) {
        this.#flush(up)
        up.t = upT
        up.deltas = new TimesByTags()
      }
      for (let i = 0; i < deltas.size; i++) addInto(up.deltas.of(deltas.labels[i] as string), deltas.values[i] as Times)
    }
  }

  flush(): void {
    for (const up of this.#levels) this.#flush(up)
  }

  #flush({ level, t, deltas }: { level: Level; t: number; deltas: TimesByTags }): void {
    const gathered = deltas.take()
    if (gathered.size > 0) this.#amend.change(level, t, this.#station, this.#cell, (row) => withTimes(row, gathered))
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
  const above = new Above(amend, station, cell, level)
  let first = 0
  for (let t = fromMs; t < end; t += size) {
    const until = Math.min(t + size, end)
    while (first < segments.length - 1 && (segments[first] as Segment).toMs <= t) first++
    const times = new TimesByTags()
    for (let i = first; i < segments.length && (segments[i] as Segment).fromMs < until; i++) {
      addSegment(times, segments[i] as Segment, t, until)
    }
    const deltas = changes(amend.row(level, t, station, cell).times, times.take())
    if (deltas.size === 0) continue
    amend.change(level, t, station, cell, (row) => withTimes(row, deltas))
    above.add(t, deltas)
  }
  above.flush()
}

function changes(before: ByTags<Times>, after: ByTags<Times>): ByTags<Times> {
  if (before.size === 0) return after
  let out = noTags<Times>()
  for (const tags of after.labels) {
    const now = after.get(tags) as Times
    const was = before.get(tags)
    const delta = was === undefined ? now : differenceOfTimes(now, was)
    if (!isZeroTime(delta)) out = out.with(tags, delta)
  }
  for (const tags of before.labels) {
    const was = before.get(tags) as Times
    if (!after.has(tags) && !isZeroTime(was)) out = out.with(tags, differenceOfTimes(NO_TIME, was))
  }
  return out
}
