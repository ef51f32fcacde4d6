import type { HeartbeatMessage, StateMessage } from '../message.ts'
import type { Reject } from '../reject.ts'
import { cellId, epochMs, exactly, integer, listOf, numbered, oneOf } from './fields.ts'
import { messageId } from './identity.ts'
import { refusal } from './refusal.ts'
import { wireSchema } from './wire-schema.ts'

const AVAILABILITY_STATUSES = [
  'IN_TEST',
  'FAILED',
  'POWER_OFF',
  'OFF_LINE',
  'OFF_DUTY',
  'DEPENDENCY',
  'DEGRADED',
  'NOT_INSTALLED',
  'LOG_FULL',
] as const

/** Values of TS 28.622/28.541; a picture is complete or it is refused. */
const checkState = wireSchema(() =>
  exactly({
    ...numbered(),
    t: epochMs(),
    cell: cellId(),
    operationalState: oneOf('ENABLED', 'DISABLED'),
    administrativeState: oneOf('LOCKED', 'UNLOCKED', 'SHUTTINGDOWN'),
    cellState: oneOf('IDLE', 'INACTIVE', 'ACTIVE'),
    availabilityStatus: listOf(oneOf(...AVAILABILITY_STATUSES), AVAILABILITY_STATUSES.length),
    energySavingState: oneOf('isNotEnergySaving', 'isEnergySaving'),
  }),
)

const checkHeartbeat = wireSchema(() =>
  exactly({
    ...numbered(),
    t: epochMs(),
    queued: integer(0, Number.MAX_SAFE_INTEGER).optional(),
    clock: exactly({
      source: oneOf('gnss', 'ptp', 'ntp', 'none'),
      state: oneOf('locked', 'holdover', 'freerun'),
    }).optional(),
  }),
)

const CELL_KEYS = ['operationalState', 'administrativeState', 'cellState', 'availabilityStatus', 'energySavingState']

export function decodeState(message: object): StateMessage | HeartbeatMessage | Reject {
  return 'cell' in message ? decodeCellState(message) : decodeHeartbeat(message)
}

function decodeCellState(message: object): StateMessage | Reject {
  const checked = checkState(message)
  if (!checked.ok) return checked.reject
  const { t, cell, operationalState, administrativeState, cellState, availabilityStatus, energySavingState } =
    checked.value
  return {
    kind: 'state',
    id: messageId(checked.value),
    atMs: t,
    cell,
    operationalState,
    administrativeState,
    cellState,
    availabilityStatus: [...new Set(availabilityStatus)],
    energySavingState,
  }
}

function decodeHeartbeat(message: object): HeartbeatMessage | Reject {
  const misplaced = CELL_KEYS.find((key) => key in message)
  if (misplaced !== undefined) {
    return refusal('unknown-key', [], `"cell" beside "${misplaced}", since a state without cell is a heartbeat`, 'none')
  }
  const checked = checkHeartbeat(message)
  if (!checked.ok) return checked.reject
  const { t, queued, clock } = checked.value
  return { kind: 'heartbeat', id: messageId(checked.value), atMs: t, queued, clock }
}
