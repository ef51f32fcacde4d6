import type { HeartbeatMessage } from '../../contract/mod.ts'
import type { Amendments } from '../rows/amendments.ts'
import { stationKey } from '../state/keys.ts'
import { readStation, type StationState } from '../station.ts'
import { proveLife } from './life.ts'

export function handleHeartbeat(
  amend: Amendments,
  stationId: string,
  message: HeartbeatMessage,
  receivedAt: number,
): void {
  proveLife(amend, stationId, message.id.boot, message.atMs, message.atMs)
  const station = readStation(amend.draft, stationId)
  const clockOffsetMs = message.queued === 0 ? receivedAt - message.atMs : station.clockOffsetMs
  amend.draft.put(stationKey(stationId), { ...station, queued: message.queued, clockOffsetMs } satisfies StationState)
}
