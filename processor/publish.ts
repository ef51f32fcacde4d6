import { type FigureSettings, LEVEL_MS } from '../contract/mod.ts'
import { STATION_ROW } from './cell.ts'
import { openGpS, readClock, readSettings, statusOf } from './clock.ts'
import { type Cause, historyRow } from './history-row.ts'
import { NewestWindows } from './newest-windows.ts'
import type { Pace } from './pace.ts'
import type { Amendment, Amendments, TouchedStation } from './rows/amendments.ts'
import type { ByTags } from './rows/by-tags.ts'
import { StationRowsDraft } from './rows/station-rows.ts'
import { historyKey, rowsKeyIn } from './state/keys.ts'
import type { Draft } from './state/view.ts'
import { isSubCell } from './sub-cell.ts'
import { ZoneChanges } from './zone-rows.ts'

/**
 * Ends a step: raises `rev` of provisional rows that changed and writes their history, carries every change into the zone rows
 * by the same delta, and tells which keys the store must get. Rows beyond their horizon are not published any more.
 */
export class Publication {
  readonly #draft: Draft
  readonly #cause: Cause
  readonly #dirty = new Map<string, Pace>()
  #zones: ZoneChanges | undefined
  #newest: NewestWindows | undefined

  constructor(draft: Draft, cause: Cause) {
    this.#draft = draft
    this.#cause = cause
  }

  /** Puts the rows that were touched into the state. */
  add(amend: Amendments): void {
    const touched = amend.takeTouched()
    // a report whose facts wait has touched none
    if (touched.length === 0) return
    this.#zones ??= new ZoneChanges(this.#draft)
    this.#newest ??= new NewestWindows(this.#draft)
    const { realmMs } = readClock(this.#draft)
    const settings = readSettings(this.#draft)
    for (let i = 0; i < touched.length; i++) {
      this.#publish(amend, touched[i] as TouchedStation, realmMs, settings, this.#zones, this.#newest)
    }
  }

  #publish(
    amend: Amendments,
    { window, station, stored, cells }: TouchedStation,
    realmMs: number,
    settings: FigureSettings,
    zones: ZoneChanges,
    newest: NewestWindows,
  ): void {
    const { level, t } = window
    let rows: StationRowsDraft | undefined
    let pace: Pace | undefined
    for (const amendment of cells.values()) {
      const { before, after, whileOpen } = amendment
      if (after === before) continue
      rows ??= new StationRowsDraft(stored)
      rows.set(amendment.cell, after)
      const status = whileOpen ? 'open' : statusOf(level, t, openGpS(after.gpS), realmMs, settings)
      // what waited for its row to be entered did so as open at its own level; those above may begin later
      if (status === 'final' || t < (settings.begins?.[level] ?? 0)) continue
      if (!addToZones(zones, amendment)) continue
      if (status === 'open' || isFirst(amendment) || wasUnsettled(amend, amendment)) {
        pace ??= level
        continue
      }
      const amended = { ...after, rev: before.rev + 1 }
      rows.set(amendment.cell, amended)
      this.#amended({ ...amendment, after: amended }, realmMs)
      pace = 'amended'
    }
    if (rows === undefined) return
    newest.note(level, t)
    const key = rowsKeyIn(window.prefix, station)
    this.#draft.put(key, rows.take())
    if (pace !== undefined) this.#dirty.set(key, pace)
  }

  #amended(amendment: Amendment, realmMs: number): void {
    const row = historyRow(this.#draft, amendment, realmMs, this.#cause)
    const key = historyKey(row)
    this.#draft.put(key, row)
    this.#dirty.set(key, 'side')
  }

  /** The keys that the store must get. */
  end(): Map<string, Pace> {
    this.#newest?.put()
    this.#zones?.publish(this.#dirty, readClock(this.#draft).realmMs, readSettings(this.#draft))
    return this.#dirty
  }
}

/** A window whose time has not been settled yet was never published as provisional; of what has no times, one without sums. */
function isFirst({ cell, before }: Amendment): boolean {
  return before.times.size === 0 && (before.sums.size === 0 || !isSubCell(cell))
}

/** Of a window that the five times had not passed yet what is told now is the rest, and corrects nothing: in a backlog the clock runs ahead. */
function wasUnsettled(amend: Amendments, { station, level, t }: Amendment): boolean {
  const untilMs = amend.settledBefore(station)
  return untilMs !== undefined && t + LEVEL_MS[level] > untilMs
}

/** Adds what changed between two versions of a row to the zone rows of its tag sets; false where nothing did. */
function addToZones(zones: ZoneChanges, { level, t, cell, before, after, whileOpen }: Amendment): boolean {
  // rows of the station as a whole, and of the members of a cell, are in no zone row
  if (cell === STATION_ROW || isSubCell(cell)) return true
  let changed = false
  if (before.sums !== after.sums) {
    const labels = labelsOfBoth(before.sums, after.sums)
    for (let i = 0; i < labels.length; i++) {
      const tags = labels[i] as string
      const was = before.sums.get(tags)
      const is = after.sums.get(tags)
      if (was !== is && zones.addParts(level, t, tags, was, is, after.gpS, whileOpen)) changed = true
    }
  }
  if (before.times !== after.times) {
    const labels = labelsOfBoth(before.times, after.times)
    for (let i = 0; i < labels.length; i++) {
      const tags = labels[i] as string
      const was = before.times.get(tags)
      const is = after.times.get(tags)
      if (was === is) continue
      if (zones.addTimes(level, t, tags, was, is, after.gpS, whileOpen)) changed = true
    }
  }
  return changed
}

function labelsOfBoth(before: ByTags<unknown>, after: ByTags<unknown>): readonly string[] {
  const more = before.labels.filter((tags) => !after.has(tags))
  return more.length === 0 ? after.labels : [...after.labels, ...more]
}
