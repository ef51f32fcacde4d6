import { DEFAULT_FIGURE_SETTINGS, type FieldName, type Level, TIMELINE_FIELDS } from '../contract/mod.ts'
import type { HistoryRow } from '../store/mod.ts'
import { readClock, statusOf } from './clock.ts'
import type { Amendments } from './rows/amendments.ts'
import { LAYOUT, TIME_SIZE } from './rows/layout.ts'
import { type Row, timeOf, valuesOf } from './rows/row.ts'
import { difference, isZero, type Vector, zeros } from './rows/vector.ts'
import { historyKey, parseRowKey, zoneRowKey } from './state/keys.ts'
import type { Draft } from './state/view.ts'
import { readTagSet, scsWeight, type TagSet } from './tag-sets.ts'

/** How soon a changed key is written: by level while open, `amended` when a provisional row changed, `side` for the tables. */
export type Pace = Level | 'amended' | 'side'

/** One window of one zone: the same parts as its cells' rows, weighed, summed. */
export interface ZoneRow {
  readonly value: Vector
  readonly time: Vector
  readonly gpS: number
  readonly rev: number
}

const EMPTY_ZONE: ZoneRow = { value: zeros(LAYOUT.fields.length), time: zeros(TIME_SIZE), gpS: 0, rev: 0 }

/** Why a step changes rows that were published as provisional. */
export interface Cause {
  readonly reason: string
  readonly offset: number
}

/** The time a row stays open is measured by what fills it: its reports, or, without one, its states. */
export function openGpS(gpS: number): number {
  return gpS > 0 ? gpS : DEFAULT_FIGURE_SETTINGS.stateHoldS
}

/** Sums as they enter the store: PRB weighed by sub-carrier spacing. */
export function weighed(vector: Vector, set: TagSet): Vector {
  const weight = scsWeight(set)
  if (weight === 1) return vector
  const out = vector.slice()
  for (const i of LAYOUT.weighedByScs) out[i] = (out[i] as number) * weight
  return out
}

/**
 * Ends a step: raises `rev` of provisional rows that changed and writes their history, carries every change into the zone rows
 * by the same delta, and tells which keys the store must get. Rows beyond their horizon are not published any more.
 */
export function publish(amend: Amendments, cause: Cause): Map<string, Pace> {
  const dirty = new Map<string, Pace>()
  const zones = new Map<
    string,
    { level: Level; t: number; zone: string; value: number[]; time: number[]; gpS: number }
  >()
  const { draft } = amend
  const { realmMs } = readClock(draft)
  let entries = 0
  for (const [key, before] of amend.before) {
    const after = draft.get<Row>(key) as Row
    const { level, t } = parseRowKey(key)
    const status = statusOf(level, t, openGpS(after.gpS), realmMs)
    if (status === 'final') continue
    const labels = new Set([
      ...valuesOf(before).keys(),
      ...valuesOf(after).keys(),
      ...before.sets.keys(),
      ...after.sets.keys(),
    ])
    let changed = before.sets.size !== after.sets.size
    for (const tags of labels) {
      const value = difference(vectorOf(after, tags), vectorOf(before, tags))
      const time = difference(timeOf(after, tags), timeOf(before, tags))
      if (isZero(value) && isZero(time)) continue
      changed = true
      const set = readTagSet(draft, tags)
      const zoneKey = zoneRowKey(level, t, set.zone)
      let zone = zones.get(zoneKey)
      if (zone === undefined) {
        zone = { level, t, zone: set.zone, value: zeros(value.length), time: zeros(time.length), gpS: 0 }
        zones.set(zoneKey, zone)
      }
      addAll(zone.value, weighed(value, set))
      addAll(zone.time, time)
      zone.gpS = Math.max(zone.gpS, after.gpS)
    }
    if (!changed) continue
    if (status === 'provisional') {
      const rev = before.rev + 1
      draft.put(key, { ...after, rev })
      const row = historyRow(draft, key, { ...after, rev }, before, realmMs, cause)
      const place = historyKey(cause.offset, entries++)
      draft.put(place, row)
      dirty.set(place, 'side')
      dirty.set(key, 'amended')
    } else dirty.set(key, level)
  }
  for (const [key, delta] of zones) {
    const zone = draft.get<ZoneRow>(key) ?? EMPTY_ZONE
    const gpS = Math.max(zone.gpS, delta.gpS)
    const isAmended = statusOf(delta.level, delta.t, openGpS(gpS), realmMs) === 'provisional'
    const value = zone.value.slice()
    const time = zone.time.slice()
    addAll(value, delta.value)
    addAll(time, delta.time)
    draft.put(key, { value, time, gpS, rev: zone.rev + (isAmended ? 1 : 0) } satisfies ZoneRow)
    dirty.set(key, isAmended ? 'amended' : delta.level)
  }
  return dirty
}

function addAll(target: number[], delta: Vector): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + (delta[i] as number)
}

const NOTHING = zeros(LAYOUT.fields.length)

function vectorOf(row: Row, tags: string): Vector {
  return valuesOf(row).get(tags) ?? NOTHING
}

/** Sums over all tag sets of a row, weighed, by field name. */
function total(draft: Draft, row: Row): Map<FieldName, number> {
  const out = new Map<FieldName, number>()
  const add = (name: FieldName, by: number): void => {
    out.set(name, (out.get(name) ?? 0) + by)
  }
  for (const [tags, vector] of valuesOf(row)) {
    weighed(vector, readTagSet(draft, tags)).forEach((x, i) => add(LAYOUT.fields[i] as FieldName, x))
  }
  for (const set of row.sets.values()) set.time.forEach((x, i) => add(TIMELINE_FIELDS[i] as FieldName, x))
  return out
}

/** Old and new parts of what changed, and nothing else. */
function historyRow(draft: Draft, key: string, after: Row, before: Row, realmMs: number, cause: Cause): HistoryRow {
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
  const { level, t, station, cell } = parseRowKey(key)
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
