import { DEFAULT_FIGURE_SETTINGS, type FieldName, type Level, TIMELINE_FIELDS } from '../contract/mod.ts'
import type { HistoryRow } from '../store/mod.ts'
import { readClock, readSettings, statusOf } from './clock.ts'
import type { Amendment, Amendments } from './rows/amendments.ts'
import { LAYOUT, TIME_SIZE } from './rows/layout.ts'
import { type ByTags, labelsOf, type Row } from './rows/row.ts'
import { addInto, difference, isZero, type Vector, zeros } from './rows/vector.ts'
import { historyKey, zoneRowKey } from './state/keys.ts'
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
  const zones = new Map<string, ZoneChange>()
  const { draft } = amend
  const { realmMs } = readClock(draft)
  const settings = readSettings(draft)
  let entries = 0
  for (const [key, { level, t, station, cell, before, after }] of amend.touched) {
    if (after === before) continue
    const status = statusOf(level, t, openGpS(after.gpS), realmMs, settings)
    draft.put(key, after)
    if (status === 'final') continue
    if (!addToZones(zones, draft, level, t, before, after)) continue
    // a window whose time has not been settled yet was never published as provisional
    if (status === 'open' || before.times.size === 0) {
      dirty.set(key, level)
      continue
    }
    const amended = { ...after, rev: before.rev + 1 }
    draft.put(key, amended)
    const place = historyKey(cause.offset, entries++)
    draft.put(place, historyRow(draft, { level, t, station, cell, before, after: amended }, realmMs, cause))
    dirty.set(place, 'side')
    dirty.set(key, 'amended')
  }
  for (const [key, delta] of zones) {
    const zone = draft.get<ZoneRow>(key) ?? EMPTY_ZONE
    const gpS = Math.max(zone.gpS, delta.gpS)
    const isAmended = statusOf(delta.level, delta.t, openGpS(gpS), realmMs, settings) === 'provisional'
    const value = zone.value.slice()
    const time = zone.time.slice()
    addInto(value, delta.value)
    addInto(time, delta.time)
    draft.put(key, { value, time, gpS, rev: zone.rev + (isAmended ? 1 : 0) } satisfies ZoneRow)
    dirty.set(key, isAmended ? 'amended' : delta.level)
  }
  return dirty
}

interface ZoneChange {
  readonly level: Level
  readonly t: number
  readonly value: number[]
  readonly time: number[]
  gpS: number
}

/** Adds what changed between two versions of a row to the zone rows of its tag sets; false where nothing did. */
function addToZones(
  zones: Map<string, ZoneChange>,
  draft: Draft,
  level: Level,
  t: number,
  before: Row,
  after: Row,
): boolean {
  const labels = labelsOf(after)
  let changed = false
  for (const tags of labelsOf(before)) labels.add(tags)
  for (const tags of labels) {
    const value = deltaOf(before.sums, after.sums, tags)
    const time = deltaOf(before.times, after.times, tags)
    if (value === undefined && time === undefined) continue
    changed = true
    const set = readTagSet(draft, tags)
    const key = zoneRowKey(level, t, set.zone)
    let zone = zones.get(key)
    if (zone === undefined) {
      zone = { level, t, value: zeros(LAYOUT.fields.length), time: zeros(TIME_SIZE), gpS: 0 }
      zones.set(key, zone)
    }
    if (value !== undefined) addInto(zone.value, weighed(value, set))
    if (time !== undefined) addInto(zone.time, time)
    zone.gpS = Math.max(zone.gpS, after.gpS)
  }
  return changed
}

function deltaOf(before: ByTags, after: ByTags, tags: string): Vector | undefined {
  if (before === after) return undefined
  const was = before.get(tags)
  const is = after.get(tags)
  if (was === is) return undefined
  const delta = was === undefined ? (is as Vector) : is === undefined ? was.map((x) => -x) : difference(is, was)
  return isZero(delta) ? undefined : delta
}

/** Sums over all tag sets of a row, weighed, by field name. */
function total(draft: Draft, row: Row): Map<FieldName, number> {
  const out = new Map<FieldName, number>()
  const add = (name: FieldName, by: number): void => {
    out.set(name, (out.get(name) ?? 0) + by)
  }
  for (const [tags, vector] of row.sums) {
    weighed(vector, readTagSet(draft, tags)).forEach((x, i) => {
      add(LAYOUT.fields[i] as FieldName, x)
    })
  }
  for (const time of row.times.values())
    time.forEach((x, i) => {
      add(TIMELINE_FIELDS[i] as FieldName, x)
    })
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
