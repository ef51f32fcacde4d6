import type { EventRow } from '../store/mod.ts'
import type { Outage } from './outages.ts'
import type { Amendments } from './rows/amendments.ts'
import { eventKey } from './state/keys.ts'

/** Tells the store what became of outages: those that are no more end where they began, so that no list shows them. */
export function publishOutages(
  amend: Amendments,
  station: string,
  cell: string,
  gone: readonly Outage[],
  found: readonly Outage[],
): void {
  for (const outage of gone) {
    const still = found.find((each) => each.fromMs === outage.fromMs)
    if (still === undefined) put(amend, { ...eventOf(station, cell, outage), to: outage.fromMs, cause: 'withdrawn' })
  }
  for (const outage of found) {
    const was = gone.find((each) => each.fromMs === outage.fromMs)
    const event = eventOf(station, cell, outage)
    if (was === undefined || JSON.stringify(eventOf(station, cell, was)) !== JSON.stringify(event)) put(amend, event)
  }
}

function eventOf(station: string, cell: string, outage: Outage): EventRow {
  const { fromMs, downToMs, seenMs, cause, attribution, isOverrun } = outage
  return {
    id: `outage-${station}-${cell === '' ? 'site' : `cell-${cell}`}-${fromMs}`,
    type: 'outage',
    from: fromMs,
    to: seenMs === undefined ? null : downToMs,
    station,
    cell,
    cause,
    text: '',
    attribution,
    ...(isOverrun && { overrun: true }),
  }
}

function put(amend: Amendments, event: EventRow): void {
  const key = eventKey(event.id)
  amend.draft.put(key, event)
  amend.due.say(key)
}
