import { LEVELS, type Level, windowStart } from '../../contract/mod.ts'
import { endOfMinutes, takeHeld } from '../progress.ts'
import { sumByTags } from '../timeline/time-vector.ts'
import { type Changed, climb } from './amend.ts'
import type { Amendments } from './amendments.ts'
import { type ByTags, noTags } from './by-tags.ts'
import { withTimes } from './row.ts'
import type { Times } from './times.ts'

/** Levels that get a minute when it is over, and not with each of its reports: a day would be written 8,640 times. */
const ABOVE: readonly Level[] = LEVELS.slice(LEVELS.indexOf('1m') + 1)

/** Carries the minutes that begin before `untilMs`, and were held back, into the rows above them. */
export function carry(amend: Amendments, station: string, untilMs: number): void {
  const minutes = takeHeld(amend.draft, station, untilMs)
  const cells = new Set(minutes.flatMap((t) => amend.cellsOf('1m', t, station)))
  for (const cell of cells) {
    const changed: Changed[] = []
    const times: [number, ByTags<Times>][] = []
    for (const t of minutes) {
      const row = amend.row('1m', t, station, cell)
      if (row.sums.size > 0) changed.push({ t, before: noTags(), after: row.sums, gpS: row.gpS })
      if (row.times.size > 0) times.push([t, row.times])
    }
    // no row above has been told whole while a minute of it was held back
    climb(amend, { station, cell, whileOpen: true }, ABOVE, changed)
    carryTimes(amend, station, cell, times)
  }
}

/** All minutes of a station: before rows above are looked at, or made, in another way. */
export function carryAll(amend: Amendments, station: string): void {
  carry(amend, station, endOfMinutes(amend.draft, station))
}

function carryTimes(amend: Amendments, station: string, cell: string, times: readonly [number, ByTags<Times>][]): void {
  for (const level of ABOVE) {
    const windows = new Map<number, ByTags<Times>>()
    for (const [t, more] of times) {
      const up = windowStart(level, t)
      windows.set(up, sumByTags(windows.get(up) ?? noTags(), more))
    }
    for (const [t, more] of windows) {
      amend.change(level, t, station, cell, (row) => withTimes(row, more)).whileOpen = true
    }
  }
}
