import { type FieldName, TIMELINE_FIELDS } from '../contract/mod.ts'
import type { HistoryRow } from '../store/mod.ts'
import type { Amendment } from './rows/amendments.ts'
import { labelsOf, type Row } from './rows/row.ts'
import { isZeroTime } from './rows/times.ts'
import type { StateReader } from './state/view.ts'
import { readTagSet } from './tag-sets.ts'
import { weighed } from './weigh.ts'

/** Why a step changes rows that were published as provisional. */
export interface Cause {
  readonly reason: string
  readonly offset: number
}

/** Sums over all tag sets of a row, weighed, by field name. */
function total(view: StateReader, row: Row): Map<FieldName, number> {
  const out = new Map<FieldName, number>()
  const add = (name: FieldName, by: number): void => {
    out.set(name, (out.get(name) ?? 0) + by)
  }
  for (const label of labelsOf(row)) {
    const parts = row.sums.get(label)
    if (parts !== undefined) {
      weighed(parts, readTagSet(view, label)).values.forEach((x, i) => {
        if (!Number.isNaN(x)) add(parts.shape.fields[i] as FieldName, x)
      })
    }
    const times = row.times.get(label)
    if (times === undefined || isZeroTime(times)) continue
    times.forEach((x, i) => {
      add(TIMELINE_FIELDS[i] as FieldName, x)
    })
  }
  return out
}

/** Old and new parts of what changed, and nothing else. */
export function historyRow(view: StateReader, amendment: Amendment, realmMs: number, cause: Cause): HistoryRow {
  const { level, t, station, cell, before, after } = amendment
  const old = total(view, before)
  const now = total(view, after)
  const was: Record<FieldName, number> = {}
  const is: Record<FieldName, number> = {}
  for (const field of new Set([...old.keys(), ...now.keys()])) {
    const a = old.get(field) ?? 0
    const b = now.get(field) ?? 0
    if (a === b) continue
    was[field] = a
    is[field] = b
  }
  return {
    level,
    t,
    station,
    cell,
    rev: after.rev,
    changedAt: realmMs,
    reason: cause.reason,
    offset: cause.offset,
    before: was,
    after: is,
  }
}
