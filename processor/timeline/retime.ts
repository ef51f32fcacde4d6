import { STATION_ROW } from '../cell.ts'
import type { Amendments } from '../rows/amendments.ts'
import { joined, type Range } from './ranges.ts'
import { retimeRows } from './retime-rows.ts'
import { Timelines } from './timelines.ts'

/** Stretches nearer than this are made again in one go: to read a little more is cheaper than to read twice. */
const JOIN_MS = 60_000

/** Makes all times again that are due: of cells, and, where any of them changed, of their station as a whole. */
export function retime(amend: Amendments): void {
  for (const [station, cells] of amend.due.take()) retimeStation(amend, station, cells)
}

function retimeStation(amend: Amendments, station: string, cells: ReadonlyMap<string, readonly Range[]>): void {
  const timelines = new Timelines(amend.draft, station)
  const changed: Range[] = []
  for (const [cell, due] of cells) {
    for (const range of joined(due, JOIN_MS)) {
      if (retimeRows(amend, station, cell, range, timelines.of(cell))) changed.push(range)
    }
  }
  for (const range of joined(changed, JOIN_MS)) {
    retimeRows(amend, station, STATION_ROW, range, timelines.of(STATION_ROW))
  }
}
