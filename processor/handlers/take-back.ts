import { LEVEL_MS, LEVELS, windowStart } from '../../contract/mod.ts'
import { readCell, STATION_ROW } from '../cell.ts'
import { readClock, readSettings, statusOf } from '../clock.ts'
import { byPeriod, countOfPeriod, reportsIn } from '../identity/report-index.ts'
import { keepingSlots } from '../rows/amend.ts'
import type { Amendments } from '../rows/amendments.ts'
import { carryAll } from '../rows/carry.ts'
import { tellTogetherAgain } from '../rows/enter-facts.ts'
import { readReports } from '../rows/read-reports.ts'
import { rebuildSums } from '../rows/rebuild.ts'
import { EMPTY_ROW } from '../rows/row.ts'
import { readStation } from '../station.ts'
import { subCell } from '../sub-cell.ts'
import { replaceCover } from '../timeline/evidence.ts'
import { addRange, type Ranges } from '../timeline/ranges.ts'
import { reclassify, reclassifyAll } from '../timeline/reclassify.ts'
import { takeBackTotals } from '../totals/take-totals.ts'

/** Reports that reach into a stretch begin at most this long before it; longer periods are hardly met [ms]. */
const LONGEST_PERIOD_MS = 3_600_000

/**
 * Takes out of figures what a station said over [fromMs, toMs) before its clock was found to be off: facts and cover of its reports
 * are made again without it, and its times looked at again, where its states count no more.
 */
export function takeBack(amend: Amendments, stationId: string, fromMs: number, toMs: number): void {
  const { draft } = amend
  const { cells } = readStation(draft, stationId)
  const reports = readReports(draft, stationId, reportsIn(draft, stationId, fromMs - LONGEST_PERIOD_MS, toMs))
  const off = reports.filter((report) => report.isClockOff).map(({ message }) => message)
  reclassifyAll(amend, stationId, cells, fromMs, Number.POSITIVE_INFINITY)
  if (off.length === 0) return
  carryAll(amend, stationId)
  takeBackTotals(amend, stationId, fromMs - LONGEST_PERIOD_MS, toMs)
  const from = Math.min(...off.map(({ endMs, gpS }) => endMs - gpS * 1000))
  const to = Math.max(...off.map(({ endMs }) => endMs))
  for (const cell of cells) {
    const cover: Record<'cover' | 'suspectCover', Ranges> = { cover: [], suspectCover: [] }
    for (const { message, isClockOff } of reports) {
      const own = message.cells.find((each) => each.cell === cell)
      if (isClockOff || own === undefined) continue
      const field = own.suspect ? 'suspectCover' : 'cover'
      cover[field] = addRange(cover[field], message.endMs - message.gpS * 1000, message.endMs)
    }
    replaceCover(draft, stationId, cell, from, to, cover)
    reclassify(amend, stationId, cell, from, Number.POSITIVE_INFINITY)
  }
  const ofCells = cells.flatMap((cell) => {
    const { subs = [] } = readCell(draft, stationId, cell)
    return [cell, ...subs.map((sub) => subCell(cell, sub))]
  })
  for (const cell of [...ofCells, STATION_ROW]) countAgain(amend, stationId, cell, from, to)
  for (const [period] of byPeriod(off)) {
    if (period !== undefined && countOfPeriod(draft, stationId, period) > 1) tellTogetherAgain(amend, stationId, period)
  }
}

/** From the finest level up: a coarser row is made of the finer ones as they are by then. */
function countAgain(amend: Amendments, station: string, cell: string, fromMs: number, toMs: number): void {
  const { realmMs } = readClock(amend.draft)
  const settings = readSettings(amend.draft)
  for (const level of LEVELS) {
    for (let t = windowStart(level, fromMs); t < toMs; t += LEVEL_MS[level]) {
      const row = amend.row(level, t, station, cell)
      if (row === EMPTY_ROW || statusOf(level, t, row.gpS, realmMs, settings) === 'final') continue
      const { own, kids, sums } = rebuildSums(amend, level, t, station, cell)
      amend.change(level, t, station, cell, (was) => keepingSlots(was, { ...was, own, kids, sums }))
    }
  }
}
