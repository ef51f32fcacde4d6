import { formatBoot, type MessageId } from '../../contract/mod.ts'
import type { EventRow } from '../../store/mod.ts'
import { CLOCK_LIMIT_MS } from '../clock-trust.ts'
import { eventKey, stationKey } from '../state/keys.ts'
import type { Draft } from '../state/view.ts'
import { readStation, type StationState } from '../station.ts'

/**
 * After a measure that found a station's clock other than before: an event goes on while it is off. Its times are ours, since those
 * of the station are what is wrong. Returns the keys that the store must get.
 */
export function clockEvents(
  draft: Draft,
  stationId: string,
  id: MessageId,
  receivedAt: number,
  offsetMs: number,
): string[] {
  const station = readStation(draft, stationId)
  const isOff = Math.abs(offsetMs) > CLOCK_LIMIT_MS
  const { clockOff, ...rest } = station
  if (isOff === (clockOff !== undefined)) return []
  if (clockOff !== undefined) {
    const key = eventKey(clockOff.id)
    const event = draft.get<EventRow>(key)
    draft.put(stationKey(stationId), rest satisfies StationState)
    if (event === undefined) return []
    draft.put(key, { ...event, to: receivedAt } satisfies EventRow)
    return [key]
  }
  const event: EventRow = {
    id: `clock-${stationId}-${formatBoot(id.boot)}-${receivedAt}`,
    type: 'clock',
    from: receivedAt,
    to: null,
    station: stationId,
    cell: '',
    cause: offsetMs > 0 ? 'clock-behind' : 'clock-ahead',
    text: `${Math.round(Math.abs(offsetMs) / 1000)} s`,
  }
  draft.put(stationKey(stationId), { ...station, clockOff: { id: event.id, fromMs: receivedAt } })
  draft.put(eventKey(event.id), event)
  return [eventKey(event.id)]
}
