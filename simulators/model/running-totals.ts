import type { StationCounters } from './station-counters.ts'

const HOUR_MS = 3_600_000
/** A station writes anew what is asked of its last 48 h; marks of the hour before let it count from there. */
const KEPT_MARKS = 49

/** What a cell counted from its start up to here. */
interface Mark {
  readonly endMs: number
  readonly sums: Float64Array
}

/**
 * What cells counted since the start of the station, as a function of the instant: marks of each hour, and of what was asked last,
 * only spare the way from the start.
 */
export class RunningTotals {
  readonly #counters: StationCounters
  readonly #marks = new Map<number, Mark[]>()
  #startedMs = Number.NaN

  constructor(counters: StationCounters) {
    this.#counters = counters
  }

  /** Of cell `cell` (by its place) from `startedMs` to `endMs`, the end of a period. */
  upTo(cell: number, endMs: number, startedMs: number): Float64Array {
    if (startedMs !== this.#startedMs) this.#marks.clear()
    this.#startedMs = startedMs
    const marks = this.#marks.get(cell) ?? []
    this.#marks.set(cell, marks)
    let from = marks.findLast((mark) => mark.endMs <= endMs)
    for (;;) {
      const fromMs = from?.endMs ?? startedMs
      const nextMs = Math.min(endMs, (Math.floor(fromMs / HOUR_MS) + 1) * HOUR_MS)
      if (nextMs <= fromMs) break
      from = { endMs: nextMs, sums: this.#grown(cell, from, nextMs, startedMs) }
      if (nextMs > (marks.at(-1)?.endMs ?? 0)) keep(marks, from)
    }
    return from?.sums ?? this.#counters.cellFigures(cell, endMs, 0, startedMs)
  }

  #grown(cell: number, from: Mark | undefined, endMs: number, startedMs: number): Float64Array {
    const gpS = Math.ceil((endMs - (from?.endMs ?? startedMs)) / 1000)
    const sums = this.#counters.cellFigures(cell, endMs, gpS, startedMs)
    // greatest values of a slot are among them, of which nobody tells a total
    return from === undefined ? sums : sums.map((sum, i) => sum + (from.sums[i] ?? 0))
  }
}

/** The latest, and those on the hour before it. */
function keep(marks: Mark[], mark: Mark): void {
  const last = marks.at(-1)
  if (last !== undefined && last.endMs % HOUR_MS !== 0) marks.pop()
  marks.push(mark)
  if (marks.length > KEPT_MARKS) marks.shift()
}
