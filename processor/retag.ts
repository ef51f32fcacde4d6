import { HORIZON_MS, LEVEL_MS, LEVELS, windowStart } from '../contract/mod.ts'
import { readCell, STATION_ROW, type TagPeriods, tagsAt } from './cell.ts'
import { readClock } from './clock.ts'
import type { Amendments } from './rows/amendments.ts'
import { ByTags, noTags } from './rows/by-tags.ts'
import { carryAll } from './rows/carry.ts'
import { startMs } from './rows/fact.ts'
import type { Parts } from './rows/parts.ts'
import { rebuildRow } from './rows/rebuild.ts'
import { EMPTY_ROW, fold, isRetired, labelsOf, NO_TIME, type Row, withKids } from './rows/row.ts'
import { cellKey } from './state/keys.ts'
import type { StateReader } from './state/view.ts'
import { readStation, type StationState } from './station.ts'
import { cellOfSub, subCell } from './sub-cell.ts'
import { readTagSet, tagPeriodsOf } from './tag-sets.ts'
import { firstExpected } from './timeline/expected.ts'
import type { Range } from './timeline/ranges.ts'
import { reclassify } from './timeline/reclassify.ts'
import { retime } from './timeline/retime.ts'

/** Times at which the tag set differs between two rows of periods: [from, to) ranges. */
function differences(before: TagPeriods, after: TagPeriods): [number, number][] {
  const cuts = [...new Set([0, ...before.map((p) => p[0]), ...after.map((p) => p[0])])].sort((a, b) => a - b)
  const out: [number, number][] = []
  cuts.forEach((from, i) => {
    if (tagsAt(before, from) === tagsAt(after, from)) return
    const to = cuts[i + 1] ?? Number.POSITIVE_INFINITY
    const last = out.at(-1)
    if (last !== undefined && last[1] === from) last[1] = to
    else out.push([from, to])
  })
  return out
}

/**
 * After a birth or a registry change: the cell's tag sets through time, and its rows within the horizon moved to the tag
 * set now in force for their period. The rows of the old set keep their place with all parts 0 (`retired`).
 */
export function retag(amend: Amendments, station: StationState, cell: string, partition: string): void {
  const { draft } = amend
  const record = readCell(draft, station.station, cell)
  const periods = tagPeriodsOf(draft, station, cell, partition)
  const changed = record.periods.length === 0 ? [] : differences(record.periods, periods)
  // what is classified anew while rows move must find every level as it would leave it
  for (const each of cell === STATION_ROW ? station.cells : [cell]) {
    const first = firstExpected(draft, station.station, each)
    // what a probe measured has no times
    if (first === undefined || !station.cells.includes(each)) continue
    for (const [from, to] of changed) {
      // the longest window of which a part moves is made again whole
      const day = windowStart('1d', Math.max(from, first))
      reclassify(amend, station.station, each, Math.max(day, first), windowStart('1d', to) + LEVEL_MS['1d'])
    }
  }
  if (changed.length > 0) {
    retime(amend)
    carryAll(amend, station.station)
  }
  draft.put(cellKey(station.station, cell), { ...readCell(draft, station.station, cell), periods })
  const subs = (record.subs ?? []).map((sub) => subCell(cell, sub))
  for (const each of [cell, ...subs]) {
    for (const [from, to] of changed) {
      const isRemade = haveOtherBlocks(draft, record.periods, periods, from, to)
      moveRows(amend, station.station, each, periods, [from, to], isRemade)
    }
  }
}

/** The first instant of which a cell has rows, by its times or by what a probe measured of it. */
function firstOf(view: StateReader, station: string, cell: string): number | undefined {
  const expected = firstExpected(view, station, cell)
  const probed = readStation(view, station).probed?.[cell]
  return expected === undefined || probed === undefined ? (expected ?? probed) : Math.min(expected, probed)
}

function moveRows(
  amend: Amendments,
  station: string,
  cell: string,
  periods: TagPeriods,
  [fromMs, toMs]: Range,
  isRemade: boolean,
): void {
  const { realmMs } = readClock(amend.draft)
  const firstMs = firstOf(amend.draft, station, cellOfSub(cell))
  if (firstMs === undefined) return
  for (const level of LEVELS) {
    const size = LEVEL_MS[level]
    const oldest = windowStart(level, realmMs - HORIZON_MS[level])
    const end = Math.min(toMs, realmMs + 1)
    for (let t = windowStart(level, Math.max(fromMs, oldest, firstMs)); t < end; t += size) {
      const row = amend.row(level, t, station, cell)
      if (row === EMPTY_ROW && !isRemade) continue
      const same = isRemade ? undefined : relabelled(row, periods, t, t + size)
      const moved = same ?? { ...rebuildRow(amend, level, t, station, cell), rev: row.rev }
      if (row === EMPTY_ROW && moved.sums.size === 0) continue
      amend.change(level, t, station, cell, () => withOldLabels(moved, row))
    }
  }
}

/** Whether the tag sets of some time in [fromMs, toMs) know of other resource blocks than before: parts are made of those. */
function haveOtherBlocks(
  view: StateReader,
  before: TagPeriods,
  after: TagPeriods,
  fromMs: number,
  toMs: number,
): boolean {
  const cuts = [fromMs, ...[...before, ...after].map(([at]) => at).filter((at) => at > fromMs && at < toMs)]
  return cuts.some((at) => readTagSet(view, tagsAt(before, at)).nrb !== readTagSet(view, tagsAt(after, at)).nrb)
}

/** A window that lies wholly under one tag set, before and after, only changes its label. */
function relabelled(row: Row, periods: TagPeriods, from: number, to: number): Row | undefined {
  const label = tagsAt(periods, from)
  if (periods.some(([at]) => at > from && at < to) || row.own.some((fact) => startMs(fact) < from)) return undefined
  const live = [...labelsOf(row)].filter((tags) => !isRetired(row, tags))
  const only = live[0]
  if (live.length > 1) return undefined
  const own = row.own.map((fact) => ({ ...fact, tags: label }))
  const under = <T>(map: ByTags<T>): ByTags<T> => {
    const vector = only === undefined ? undefined : map.get(only)
    return vector === undefined ? noTags() : ByTags.of(label, vector)
  }
  const kids = under(row.kids)
  return { ...row, own, kids, sums: fold(own, kids), times: under(row.times) }
}

/** Keeps every label that the row had, with all it had as zeros, so that the store is told that nothing is left of it. */
function withOldLabels(row: Row, before: Row): Row {
  let { times } = row
  const now = labelsOf(row)
  for (const tags of labelsOf(before)) if (!now.includes(tags)) times = times.with(tags, NO_TIME)
  let gone = noTags<Parts>()
  for (const tags of before.sums.labels) {
    const { shape } = before.sums.get(tags) as Parts
    const left = row.sums.get(tags)?.shape
    if (left === undefined || left.union(shape) !== left) gone = gone.with(tags, { shape, values: shape.zeros() })
  }
  return { ...withKids(row, gone), times }
}
