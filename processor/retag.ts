import { HORIZON_MS, LEVEL_MS, LEVELS, windowStart } from '../contract/mod.ts'
import { readCell, type TagPeriods, tagsAt } from './cell.ts'
import { readClock } from './clock.ts'
import type { Amendments } from './rows/amendments.ts'
import { startMs } from './rows/fact.ts'
import { rebuildRow } from './rows/rebuild.ts'
import type { Row, RowSet } from './rows/row.ts'
import { cellKey, rowKey } from './state/keys.ts'
import type { StationState } from './station.ts'
import { tagPeriodsOf } from './tag-sets.ts'

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
  draft.put(cellKey(station.station, cell), { ...record, periods })
  for (const [from, to] of changed) moveRows(amend, station.station, cell, periods, from, to)
}

function moveRows(
  amend: Amendments,
  station: string,
  cell: string,
  periods: TagPeriods,
  fromMs: number,
  toMs: number,
): void {
  const { realmMs } = readClock(amend.draft)
  for (const level of LEVELS) {
    const size = LEVEL_MS[level]
    const oldest = windowStart(level, realmMs - HORIZON_MS[level])
    const end = Math.min(toMs, realmMs + 1)
    for (let t = windowStart(level, Math.max(fromMs, oldest)); t < end; t += size) {
      const row = amend.draft.get<Row>(rowKey(level, t, station, cell))
      if (row === undefined) continue
      const moved = relabelled(row, periods, t, t + size) ?? {
        ...rebuildRow(amend, level, t, station, cell),
        rev: row.rev,
      }
      amend.put(level, t, station, cell, withRetired(moved, row))
    }
  }
}

/** A window that lies wholly under one tag set, before and after, only changes its label. */
function relabelled(row: Row, periods: TagPeriods, from: number, to: number): Row | undefined {
  const label = tagsAt(periods, from)
  if (tagsAt(periods, to - 1) !== label || periods.some(([at]) => at > from && at < to)) return undefined
  const live = [...row.sets].filter(([, set]) => set.kids.some((x) => x !== 0) || set.time.some((x) => x !== 0))
  if (live.length > 1 || row.own.some((fact) => startMs(fact) < from)) return undefined
  const sets = new Map<string, RowSet>()
  if (live[0] !== undefined) sets.set(label, live[0][1])
  return { ...row, sets, own: row.own.map((fact) => ({ ...fact, tags: label })) }
}

/** Keeps an emptied set for every tag set that the row had, so that the store is told that nothing is left of it. */
function withRetired(row: Row, before: Row): Row {
  const sets = new Map(row.sets)
  const labels = [...before.sets.keys(), ...before.own.map((fact) => fact.tags)]
  for (const tags of labels) {
    if (sets.has(tags) || row.own.some((fact) => fact.tags === tags)) continue
    const like = [...before.sets.values()][0] ?? [...row.sets.values()][0]
    if (like !== undefined) sets.set(tags, { kids: like.kids.map(() => 0), time: like.time.map(() => 0) })
  }
  return { ...row, sets }
}
