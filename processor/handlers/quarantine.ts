import { keptUnit, LEVEL_MS, measurementByName, windowStart } from '../../contract/mod.ts'
import type { EventRow } from '../../store/mod.ts'
import type { Amendments } from '../rows/amendments.ts'
import type { Refusal } from '../rows/refusal.ts'
import { eventKey } from '../state/keys.ts'

/** The end of an event moves in steps of this, so that each report does not write it anew. */
const STEP = '15m'

/** Where and when a counter was refused. */
export interface RefusedIn {
  readonly station: string
  /** '' for the station as a whole. */
  readonly cell: string
  readonly startMs: number
  readonly endMs: number
}

/**
 * Tells operators of counters of a report that are in no figure, however many reports have them: one event for each station,
 * measurement, reason and day in Vietnam, over the time of all of them, with the first as its example. A function of the set of
 * reports, never of their order.
 */
export function noteRefusals(amend: Amendments, where: RefusedIn, refusals: readonly Refusal[]): void {
  for (const refusal of refusals) addEvent(amend, quarantineEvent(where, refusal))
}

/** Puts it together with what was told under its name. */
export function addEvent({ draft, due }: Amendments, event: EventRow): void {
  const key = eventKey(event.id)
  const told = draft.get<EventRow>(key)
  const known = told?.cause === 'withdrawn' ? undefined : told
  const next = known === undefined ? event : both(known, event)
  if (known !== undefined && isSame(known, next)) return
  draft.put(key, next)
  due.say(key)
}

export function quarantineEvent(
  { station, cell, startMs, endMs }: RefusedIn,
  { measurement, reason, value }: Refusal,
): EventRow {
  const known = measurementByName(measurement) ?? measurementByName(measurement.slice(0, measurement.lastIndexOf('.')))
  const unit = known === undefined ? '' : ` ${keptUnit(known.quantity)}`
  return {
    id: `quarantine-${station}-${measurement}-${reason}-${windowStart('1d', startMs)}`,
    type: 'quarantine',
    from: startMs,
    to: windowStart(STEP, endMs - 1) + LEVEL_MS[STEP],
    station,
    cell,
    cause: reason,
    text: `${measurement}: ${value}${unit}`,
  }
}

/** The earlier one, by cell where they begin together, until the end of the later one. */
export function both(a: EventRow, b: EventRow): EventRow {
  const isFirst = a.from < b.from || (a.from === b.from && (a.cell < b.cell || (a.cell === b.cell && a.text <= b.text)))
  return { ...(isFirst ? a : b), to: Math.max(a.to ?? 0, b.to ?? 0) }
}

function isSame(a: EventRow, b: EventRow): boolean {
  return a.from === b.from && a.to === b.to && a.cell === b.cell && a.text === b.text
}
