import { STATION_ROW } from '../cell.ts'
import { readClock } from '../clock.ts'
import { reviewOutages } from '../outages-review.ts'
import { settledOf } from '../progress.ts'
import type { Amendments } from '../rows/amendments.ts'
import { Counters } from './counters.ts'
import { joined, type Range } from './ranges.ts'
import { retimeRows } from './retime-rows.ts'
import { throughRun } from './through-run.ts'
import { Timelines } from './timelines.ts'

/** Stretches nearer than this are made again in one go: to read a little more is cheaper than to read twice. */
const JOIN_MS = 60_000

/** Makes all times again that are due: of cells, and, where any of them changed, of their station as a whole. */
export function retime(amend: Amendments): void {
  for (const [station, cells] of amend.due.take()) retimeStation(amend, station, cells)
}

function retimeStation(amend: Amendments, station: string, cells: ReadonlyMap<string, readonly Range[]>): void {
  const timelines = new Timelines(amend.draft, station)
  const { realmMs } = readClock(amend.draft)
  const settledMs = settledOf(amend.draft, station)
  const changed: Range[] = []
  const all: Range[] = []
  for (const [cell, due] of cells) {
    const ranges = joined(
      due.map((range) => throughRun(amend.draft, station, cell, range, settledMs, realmMs)),
      JOIN_MS,
    )
    const counters = new Counters(amend.draft, station, cell, timelines.of(cell))
    const own = ranges.filter((range) => retimeRows(amend, station, cell, range, timelines.of(cell), counters))
    changed.push(...own)
    all.push(...ranges)
    reviewOutages(amend, station, cell, hullOf(ranges), timelines.of(cell), own.length > 0)
  }
  const whole = joined(changed, JOIN_MS)
  for (const range of whole) retimeRows(amend, station, STATION_ROW, range, timelines.of(STATION_ROW), undefined)
  reviewOutages(amend, station, STATION_ROW, hullOf(all), timelines.of(STATION_ROW), whole.length > 0)
}

/** Outages are looked for in one go from the first to the last: what lies between them may be part of the same one. */
function hullOf(ranges: readonly Range[]): Range {
  return [Math.min(...ranges.map((r) => r[0])), Math.max(...ranges.map((r) => r[1]))]
}
