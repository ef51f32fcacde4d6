import { type FigureSettings, HORIZON_MS, LEVEL_MS, LEVELS, type Level, windowStart } from '../../contract/mod.ts'
import { readClock, readSettings } from '../clock.ts'
import { holdBack, settledOf } from '../progress.ts'
import type { Amendments } from '../rows/amendments.ts'
import type { ByTags } from '../rows/by-tags.ts'
import { withTimes } from '../rows/row.ts'
import { addInto, type Times } from '../rows/times.ts'
import type { Counters } from './counters.ts'
import type { Segment, Timeline } from './finding.ts'
import { retimeCounters } from './retime-counters.ts'
import { addSegment, secondsChanged, sumByTags, TimesByTags } from './time-vector.ts'

/** Levels in which a timeline may still be amended, finest first; each serves the time that the finer ones have let go. */
const STEPS: readonly Level[] = ['10s', '1m', '15m']

/**
 * Makes the times of a cell's rows again over [fromMs, toMs), as far as they are settled and amendable, in the finest level
 * still within its horizon, and carries the differences up. False where every second of its timeline is what it was.
 */
export function retimeRows(
  amend: Amendments,
  station: string,
  cell: string,
  [fromMs, toMs]: readonly [number, number],
  timeline: Timeline,
  counters: Counters | undefined,
): boolean {
  const { realmMs } = readClock(amend.draft)
  const settledMs = settledOf(amend.draft, station)
  const settings = readSettings(amend.draft)
  let end = Math.min(toMs, settledMs)
  let isChanged = false
  for (const [i, level] of STEPS.entries()) {
    if (end <= fromMs) break
    const from = Math.max(windowStart(level, fromMs), oldestOf(level, STEPS[i + 1], realmMs, settings))
    if (from < end) {
      const until = Math.min(windowStart(level, end - 1) + LEVEL_MS[level], settledMs)
      if (retimeAt(amend, level, station, cell, from, until, timeline(from, until), counters)) isChanged = true
      if (counters !== undefined) retimeCounters(amend, station, cell, level, [from, until], counters)
    }
    end = Math.min(end, from)
  }
  return isChanged
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
    const isHeld = holdBack(this.#amend.draft, this.#station, windowStart('1m', t))
    for (const up of this.#levels) {
      if (isHeld && up.level !== '1m') continue
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

/** The times of one window after the other. Most lie whole in one segment, as the one before: they have the same value. */
class TimesFound {
  readonly #segments: readonly Segment[]
  #first = 0
  #latest: { readonly segment: number; readonly ms: number; readonly times: ByTags<Times> } | undefined
  /** Of how many segments the last answer was made. */
  pieces = 0

  constructor(segments: readonly Segment[]) {
    this.#segments = segments
  }

  /** Of [fromMs, toMs), which begins behind the one asked for last. */
  in(fromMs: number, toMs: number): ByTags<Times> {
    const segments = this.#segments
    while (this.#first < segments.length - 1 && (segments[this.#first] as Segment).toMs <= fromMs) this.#first++
    const segment = segments[this.#first]
    const isWhole = segment !== undefined && segment.fromMs <= fromMs && segment.toMs >= toMs
    const latest = this.#latest
    if (isWhole && latest?.segment === this.#first && latest.ms === toMs - fromMs) {
      this.pieces = 1
      return latest.times
    }
    const gathered = new TimesByTags()
    this.pieces = 0
    for (let i = this.#first; i < segments.length && (segments[i] as Segment).fromMs < toMs; i++) {
      addSegment(gathered, segments[i] as Segment, fromMs, toMs)
      this.pieces++
    }
    const times = gathered.take()
    if (isWhole) this.#latest = { segment: this.#first, ms: toMs - fromMs, times }
    return times
  }
}

function retimeAt(
  amend: Amendments,
  level: Level,
  station: string,
  cell: string,
  fromMs: number,
  toMs: number,
  segments: readonly Segment[],
  counters: Counters | undefined,
): boolean {
  const size = LEVEL_MS[level]
  const above = new Above(amend, station, cell, level)
  const found = new TimesFound(segments)
  let isChanged = false
  for (let t = fromMs; t < toMs; t += size) {
    const until = Math.min(t + size, toMs)
    const times = found.in(t, until)
    // of a window that is not all alike the same times may lie in other places now
    if (found.pieces > 1) isChanged = true
    const spoken = counters?.areAt(t, until) === true ? counters.changeOf(level, t) : undefined
    const shown = spoken === undefined ? times : sumByTags(times, spoken)
    const deltas = secondsChanged(amend.row(level, t, station, cell).times, shown)
    if (deltas.size === 0) continue
    isChanged = true
    amend.change(level, t, station, cell, (row) => withTimes(row, deltas))
    above.add(t, deltas)
  }
  above.flush()
  return isChanged
}
