import { type HeartbeatMessage, type Realm, realmKind } from '../../contract/mod.ts'
import { clockOffsetOf, doubtedBy, isClockOff, withMeasure } from '../clock-trust.ts'
import { readOwnSide } from '../own-side.ts'
import type { Amendments } from '../rows/amendments.ts'
import { stationKey } from '../state/keys.ts'
import { readStation, type StationState } from '../station.ts'
import { clockEvents } from './clock-events.ts'
import { proveLife } from './life.ts'
import { takeBack } from './take-back.ts'

/**
 * A proof of life, and a measure of the station's clock. Returns the keys of events that the store must get.
 *
 * @param isInOrder no later message of its stream came before it
 */
export function handleHeartbeat(
  amend: Amendments,
  stationId: string,
  message: HeartbeatMessage,
  { receivedAt, isInOrder, realm }: { receivedAt: number; isInOrder: boolean; realm: Realm },
): string[] {
  const { draft } = amend
  const { id, atMs, queued } = message
  const kind = realmKind(realm)
  const before = readStation(draft, stationId)
  // a replay comes when it is played: its times say nothing of a clock
  const offsetMs = kind === 'replayed' ? undefined : clockOffsetOf(message, receivedAt, isInOrder, readOwnSide(draft))
  const measured = {
    ...before,
    queued,
    clockOffsetMs: offsetMs ?? before.clockOffsetMs,
  } satisfies StationState
  // only in `live` do times of messages and of receipt run alike
  const after = kind === 'live' && offsetMs !== undefined ? withMeasure(measured, id, atMs, offsetMs) : measured
  draft.put(stationKey(stationId), after)
  const events = after === measured ? [] : clockEvents(draft, stationId, id, receivedAt, offsetMs as number)
  const doubted = doubtedBy(measured, after, id, atMs)
  if (doubted !== undefined) takeBack(amend, stationId, ...doubted)
  if (!isClockOff(after, id, atMs)) proveLife(amend, stationId, id.boot, atMs, atMs)
  return events
}
