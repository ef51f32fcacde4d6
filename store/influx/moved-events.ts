import { isSafeTagValue } from '../../contract/mod.ts'
import type { EventRow } from '../port.ts'
import { literal } from './influxql.ts'
import { type InfluxQuery, InfluxQueryError, records } from './query.ts'
import { eventsByIdQl, storedEventsOf } from './read-side.ts'
import { eventTime } from './side-points.ts'

/** Ids asked for at once: a question of some 10 kB. */
const AT_ONCE = 100

/**
 * An event that begins at another instant than before is another point: the old one is deleted after the new one is
 * written, so that the event never vanishes. Until then readers take the point written last.
 */
export class MovedEvents {
  readonly #query: InfluxQuery
  readonly #logger: { warn(obj: object, msg: string): void }

  constructor(query: InfluxQuery, logger: { warn(obj: object, msg: string): void }) {
    this.#query = query
    this.#logger = logger
  }

  async clear(events: readonly EventRow[]): Promise<void> {
    // an event whose tags were refused has no point
    const possible = events.filter(({ station, cell }) =>
      [station, cell].every((tag) => tag === '' || isSafeTagValue(tag)),
    )
    const now = new Map(possible.map((event) => [event.id, event]))
    const all = [...now.values()]
    for (let i = 0; i < all.length; i += AT_ONCE) {
      const some = all.slice(i, i + AT_ONCE)
      const stations = [...new Set(some.map(({ station }) => station))]
      const question = eventsByIdQl(
        some.map(({ id }) => id),
        stations,
      )
      for (const { event } of storedEventsOf(records(await this.#query.series(question)))) {
        const current = now.get(event.id)
        if (current !== undefined && !isSamePoint(event, current)) await this.#delete(event)
      }
    }
  }

  async #delete(event: EventRow): Promise<void> {
    const tags = (['type', 'station', 'cell'] as const).map((tag) => `"${tag}" = ${literal(event[tag])}`)
    const statement = `DELETE FROM "events" WHERE ${tags.join(' AND ')} AND time = ${eventTime(event)}`
    try {
      await this.#query.series(statement)
    } catch (error) {
      // the rows are written, and readers of ours take the newest: only a dashboard shows the event twice
      if (!(error instanceof InfluxQueryError)) throw error
      this.#logger.warn(
        { event: event.id, error: error.message },
        'an event that moved could not be deleted where it was',
      )
    }
  }
}

function isSamePoint(a: EventRow, b: EventRow): boolean {
  return a.from === b.from && a.type === b.type && a.station === b.station && a.cell === b.cell
}
