import { type FieldName, LEVEL_MS, type Level, TIMELINE_FIELDS } from '../contract/mod.ts'
import type { HistoryRow } from '../store/mod.ts'
import { STATION_ROW } from './cell.ts'
import { openGpS, readClock, readSettings, statusOf } from './clock.ts'
import type { Pace } from './pace.ts'
import type { Amendment, Amendments, Newest } from './rows/amendments.ts'
import type { ByTags } from './rows/by-tags.ts'
import { labelsOf, type Row } from './rows/row.ts'
import { StationRowsDraft } from './rows/station-rows.ts'
import { isZeroTime } from './rows/times.ts'
import { historyKey, NEWEST_KEY } from './state/keys.ts'
import type { Draft } from './state/view.ts'
import { isSubCell } from './sub-cell.ts'
import { readTagSet } from './tag-sets.ts'
import { weighed } from './weigh.ts'
import { ZoneChanges } from './zone-rows.ts'

/** Why a step changes rows that were published as provisional. */
export interface Cause {
  readonly reason: string
  readonly offset: number
}

/**
 * Ends a step: raises `rev` of provisional rows that changed and writes their history, carries every change into the zone rows
 * by the same delta, and tells which keys the store must get. Rows beyond their horizon are not published any more.
 */
export function publish(amend: Amendments, cause: Cause): Map<string, Pace> {
  const dirty = new Map<string, Pace>()
  // a report whose facts wait has touched none
  if (amend.isUntouched) return dirty
  const { draft } = amend
  const zones = new ZoneChanges(draft)
  const { realmMs } = readClock(draft)
  const settings = readSettings(draft)
  const newest = new NewestWindows(draft)
  let entries = 0
  for (const { key, stored, cells } of amend.touched()) {
    let rows: StationRowsDraft | undefined
    for (const amendment of cells.values()) {
      const { level, t, before, after, whileOpen } = amendment
      if (after === before) continue
      rows ??= new StationRowsDraft(stored)
      rows.set(amendment.cell, after)
      newest.note(level, t)
      const status = whileOpen ? 'open' : statusOf(level, t, openGpS(after.gpS), realmMs, settings)
      // what waited for its row to be entered did so as open at its own level; those above may begin later
      if (status === 'final' || t < (settings.begins?.[level] ?? 0)) continue
      if (!addToZones(zones, amendment)) continue
      if (status === 'open' || isFirst(amendment) || wasUnsettled(amend, amendment)) {
        if (!dirty.has(key)) dirty.set(key, level)
        continue
      }
      const amended = { ...after, rev: before.rev + 1 }
      rows.set(amendment.cell, amended)
      const place = historyKey(cause.offset, entries++)
      draft.put(place, historyRow(draft, { ...amendment, after: amended }, realmMs, cause))
      dirty.set(place, 'side')
      dirty.set(key, 'amended')
    }
    if (rows !== undefined) draft.put(key, rows.take())
  }
  newest.put()
  zones.publish(dirty, realmMs, settings)
  return dirty
}

/** A window whose time has not been settled yet was never published as provisional; of what has no times, one without sums. */
function isFirst({ cell, before }: Amendment): boolean {
  return before.times.size === 0 && (before.sums.size === 0 || !isSubCell(cell))
}

/** Of a window that the five times had not passed yet what is told now is the rest, and corrects nothing: in a backlog the clock runs ahead. */
function wasUnsettled({ settledBefore }: Amendments, { station, level, t }: Amendment): boolean {
  const untilMs = settledBefore.get(station)
  return untilMs !== undefined && t + LEVEL_MS[level] > untilMs
}

/** The newest window of each level that has any row. */
class NewestWindows {
  readonly #draft: Draft
  readonly #starts: Partial<Record<Level, number>>
  #isChanged = false

  constructor(draft: Draft) {
    this.#draft = draft
    this.#starts = { ...draft.get<Newest>(NEWEST_KEY) }
  }

  note(level: Level, t: number): void {
    if (t <= (this.#starts[level] ?? Number.NEGATIVE_INFINITY)) return
    this.#starts[level] = t
    this.#isChanged = true
  }

  put(): void {
    if (this.#isChanged) this.#draft.put(NEWEST_KEY, this.#starts)
  }
}

/** Adds what changed between two versions of a row to the zone rows of its tag sets; false where nothing did. */
function addToZones(zones: ZoneChanges, { level, t, cell, before, after, whileOpen }: Amendment): boolean {
  // rows of the station as a whole, and of the members of a cell, are in no zone row
  if (cell === STATION_ROW || isSubCell(cell)) return true
  let changed = false
  if (before.sums !== after.sums) {
    for (const tags of labelsOfBoth(before.sums, after.sums)) {
      const was = before.sums.get(tags)
      const is = after.sums.get(tags)
      if (was !== is && zones.addParts(level, t, tags, was, is, after.gpS, whileOpen)) changed = true
    }
  }
  if (before.times !== after.times) {
    for (const tags of labelsOfBoth(before.times, after.times)) {
      const was = before.times.get(tags)
      const is = after.times.get(tags)
      if (was === is) continue
      if (zones.addTimes(level, t, tags, was, is, after.gpS, whileOpen)) changed = true
    }
  }
  return changed
}

function labelsOfBoth(before: ByTags<unknown>, after: ByTags<unknown>): Iterable<string> {
  return before.size === 0 ? after.labels : new Set([...before.labels, ...after.labels])
}

/** Sums over all tag sets of a row, weighed, by field name. */
function total(draft: Draft, row: Row): Map<FieldName, number> {
  const out = new Map<FieldName, number>()
  const add = (name: FieldName, by: number): void => {
    out.set(name, (out.get(name) ?? 0) + by)
  }
  for (const label of labelsOf(row)) {
    const parts = row.sums.get(label)
    if (parts !== undefined) {
      weighed(parts, readTagSet(draft, label)).values.forEach((x, i) => {
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
function historyRow(draft: Draft, amendment: Amendment, realmMs: number, cause: Cause): HistoryRow {
  const { level, t, station, cell, before, after } = amendment
  const old = total(draft, before)
  const now = total(draft, after)
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
