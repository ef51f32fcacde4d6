import { type ControlRecord, decodeMessage } from '../contract/mod.ts'
import type { LogEntry } from '../log/mod.ts'
import { handleCarriedBirth, handleDeath } from './handlers/birth.ts'
import { knowStation } from './handlers/cells.ts'
import { handleControl } from './handlers/control.ts'
import type { Amendments } from './rows/amendments.ts'
import { stationKey } from './state/keys.ts'
import type { StepContext } from './step-context.ts'

/**
 * What outlived its time in the log: the operator's word, settings, a station's last birth and last will. It is knowledge, and
 * not a delivery: the messages round it are gone, so it is in no ledger, and none of them is missing.
 *
 * @returns the side keys that the store must get
 */
export function applyCarried(amend: Amendments, entry: LogEntry, context: StepContext): string[] {
  if (entry.source === 'control') {
    const record = JSON.parse(new TextDecoder().decode(entry.payload)) as ControlRecord
    return record.type === 'retry' ? [] : handleControl(amend, record, context.partition)
  }
  const decoded = decodeMessage(entry.topic, entry.payload, { realm: context.realm, receivedAtMs: entry.receivedAt })
  if (!decoded.ok) return []
  const { message, topic } = decoded
  if (message.kind !== 'birth' && message.kind !== 'death') return []
  knowStation(amend.draft, topic.station)
  if (message.kind === 'death') handleDeath(amend, topic.station, message)
  else handleCarriedBirth(amend, topic.station, message, context.partition)
  return [stationKey(topic.station)]
}
