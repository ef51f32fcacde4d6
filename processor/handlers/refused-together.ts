import { LEVEL_MS, windowStart } from '../../contract/mod.ts'
import type { EventRow } from '../../store/mod.ts'
import type { Amendments } from '../rows/amendments.ts'
import type { Refusal, RefusalReason } from '../rows/refusal.ts'
import { eventKey, REFUSED_BUCKET_MS, refusedKey } from '../state/keys.ts'
import { addEvent, both, quarantineEvent, type RefusedIn } from './quarantine.ts'

/** What messages say together of one cell and period and cannot be; by quarter of an hour, so that it can be taken back. */
type RefusedTogether = readonly [
  tellers: string,
  cell: string,
  startMs: number,
  endMs: number,
  measurement: string,
  reason: RefusalReason,
  value: number,
]

export interface RefusedTogetherIn extends RefusedIn {
  /** Which messages: what those of another kind say of the same period stands beside it. */
  readonly tellers: string
}

/** Of one cell and period at most so many are told, the first by name: what is kept is written with each message of its quarter. */
const MOST_OF_PERIOD = 16

/**
 * Tells operators what messages of one cell and period, all that have come, say together and cannot be. It takes the place of what
 * fewer of them said: a correction withdraws it. As {@link noteRefusals} one event a day, of its own.
 */
export function noteTogether(amend: Amendments, where: RefusedTogetherIn, refusals: readonly Refusal[]): void {
  const { draft } = amend
  const { station, cell, startMs, endMs, tellers } = where
  const key = refusedKey(station, startMs)
  const known = draft.get<readonly RefusedTogether[]>(key) ?? []
  const isHere = ([by, of, from, to]: RefusedTogether) =>
    by === tellers && of === cell && from === startMs && to === endMs
  const was = known.filter(isHere)
  const is = refusals
    .map(
      ({ measurement, reason, value }): RefusedTogether => [tellers, cell, startMs, endMs, measurement, reason, value],
    )
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .slice(0, MOST_OF_PERIOD)
  const gone = was.filter((each) => !is.some((other) => isSame(each, other)))
  const come = is.filter((each) => !was.some((other) => isSame(each, other)))
  if (gone.length === 0 && come.length === 0) return
  draft.put(key, [...known.filter((each) => !isHere(each)), ...is])
  for (const each of come) addEvent(amend, eventOf(station, each))
  if (gone.length > 0) tellAgain(amend, station, startMs, gone)
}

/** Of what is left of the day of these; withdrawn where nothing is. */
function tellAgain(
  { draft, due }: Amendments,
  station: string,
  startMs: number,
  gone: readonly RefusedTogether[],
): void {
  const events = new Map<string, EventRow>()
  for (const each of gone) {
    const event = eventOf(station, each)
    events.set(event.id, { ...event, to: event.from, cause: 'withdrawn' })
  }
  const day = windowStart('1d', startMs)
  for (let t = day; t < day + LEVEL_MS['1d']; t += REFUSED_BUCKET_MS) {
    for (const each of draft.get<readonly RefusedTogether[]>(refusedKey(station, t)) ?? []) {
      const own = eventOf(station, each)
      const event = events.get(own.id)
      if (event !== undefined) events.set(own.id, event.cause === 'withdrawn' ? own : both(event, own))
    }
  }
  for (const [id, event] of events) {
    draft.put(eventKey(id), event)
    due.say(eventKey(id))
  }
}

function eventOf(station: string, [, cell, startMs, endMs, measurement, reason, value]: RefusedTogether): EventRow {
  const event = quarantineEvent({ station, cell, startMs, endMs }, { measurement, reason, value })
  return { ...event, id: `${event.id}-together` }
}

const nameOf = ([, , , , measurement, reason]: RefusedTogether): string => `${measurement} ${reason}`
const isSame = (a: RefusedTogether, b: RefusedTogether): boolean => nameOf(a) === nameOf(b) && a[6] === b[6]
