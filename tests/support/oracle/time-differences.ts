import type { Level } from '../../../contract/mod.ts'
import { partsOf } from '../kpi-parts.ts'
import type { Reduction } from '../reduce.ts'
import { type Shown, shownBy } from './away.ts'
import { outagesOf } from './outages.ts'
import { type Second, secondsOf } from './seconds.ts'
import { stationSeconds } from './whole-station.ts'
import { sizeOf, startOfWindow } from './windows.ts'
import { cellsOf, stationsOf, type World } from './world.ts'

type Counts = Record<string, number>

function count(counts: Counts, field: string, by = 1): void {
  counts[field] = (counts[field] ?? 0) + by
}

/** Seconds of each kind, by field of a row, without those that are 0. */
export function counted(is: readonly Shown[]): Counts {
  const counts: Counts = {}
  for (const second of is) {
    if (second.is === 'out') continue
    count(counts, 'exp')
    count(counts, `avail.${second.is}`)
    if (second.cause === 'declared') count(counts, 'avail.declared')
    else if (second.cause !== undefined) count(counts, `avail.${second.is}_${second.cause}`)
    if (second.inferred) count(counts, 'avail.inferred')
    if (second.degraded) count(counts, 'avail.degraded')
    if (second.external) count(counts, 'avail.down_external')
    if (second.overrun) count(counts, 'avail.overrun')
    if (second.moved) count(counts, 'avail.disagreement')
  }
  return counts
}

/** What the rows of a run say of their times and outages, by station, cell ('' for the station) and window. */
function rowsOf(run: Reduction, level: Level): Map<string, Counts> {
  const rows = new Map<string, Counts>()
  for (const row of run.rows()) {
    if (row.level !== level || row.table === 'zone_kpi') continue
    const key = `${row.tags.station}/${row.tags.cell ?? ''} ${row.t}`
    const sums = rows.get(key) ?? {}
    for (const [field, value] of Object.entries(partsOf(row))) {
      const isTime = field === 'exp' || field.startsWith('avail.') || field.startsWith('outage.')
      if (value !== 0 && isTime) count(sums, field, value)
    }
    rows.set(key, sums)
  }
  return rows
}

/**
 * Where the five times and the outages of a run are not those of the oracle, window by window of every cell and of every station as
 * a whole; empty where they are.
 */
export function timeDifferences(
  run: Reduction,
  world: World,
  level: Level,
  notCompared: readonly string[] = [],
): string[] {
  const rows = rowsOf(run, level)
  const found: string[] = []
  const sorted = (sums: Counts) =>
    JSON.stringify(
      Object.entries(sums)
        .filter(([field]) => !notCompared.includes(field))
        .sort(),
    )
  const t0 = world.t0 / 1000
  const compare = (name: string, length: number, expectedOf: (start: number) => Counts) => {
    for (let start = startOfWindow(level, t0); start < t0 + length; start += sizeOf(level)) {
      const expected = sorted(expectedOf(start))
      const key = `${name} ${start * 1000}`
      const real = sorted(rows.get(key) ?? {})
      rows.delete(key)
      if (expected !== real) found.push(`${name} from ${start - t0} s: oracle ${expected}, product ${real}`)
    }
  }
  const countsOf = (shown: readonly Shown[], outages: ReturnType<typeof outagesOf>, start: number): Counts => {
    const end = start + sizeOf(level)
    const counts = counted(shown.slice(Math.max(0, start - t0), end - t0))
    for (const { from, to, open } of outages) {
      if (from + t0 < start || from + t0 >= end) continue
      count(counts, 'outage.started')
      if (open) continue
      count(counts, 'outage.closed')
      count(counts, 'outage.closed_s', to - from)
    }
    return counts
  }
  for (const station of stationsOf(world)) {
    for (const cell of cellsOf(world, station)) {
      const is: readonly Second[] = secondsOf(world, station, cell)
      const outages = outagesOf(world, station, cell, is)
      const shownIn = shownBy(world, station, cell, is)
      compare(`${station}/${cell}`, is.length, (start) => countsOf(shownIn(level, start), outages, start))
    }
    const whole = stationSeconds(world, station)
    const outages = outagesOf(world, station, '', whole)
    compare(`${station}/`, whole.length, (start) => countsOf(whole, outages, start))
  }
  for (const [key, sums] of rows) if (Object.keys(sums).length > 0) found.push(`${key}: only in the product`)
  return found.slice(0, 10)
}
