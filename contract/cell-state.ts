import type { AvailabilityStatus, StateMessage } from './message.ts'

/** What a cell is for its users while a state lasts; causes are those of TS 32.405 4.35.1. */
export type CellCondition = 'up' | 'fault' | 'transport' | 'manual' | 'energy-saving' | 'not-installed'

type CellStateValues = Pick<
  StateMessage,
  'operationalState' | 'administrativeState' | 'cellState' | 'availabilityStatus' | 'energySavingState'
>

/** X.731 statuses that keep a cell from serving; DEGRADED and LOG_FULL do not. */
const FAULT: readonly AvailabilityStatus[] = ['FAILED', 'POWER_OFF']
const MANUAL: readonly AvailabilityStatus[] = ['OFF_LINE', 'IN_TEST']

/**
 * Availability of a cell by its NRM states: ENABLED, not LOCKED, ACTIVE, and no status that keeps it from serving.
 * Where several causes hold at once: Fault > TransportProblem > ManualIntervention > EnergySaving, so that the causes add up to
 * the total. What is not available and names no cause counts as a fault.
 *
 * Example: DISABLED and LOCKED → `fault`; UNLOCKED, ENABLED, INACTIVE, isEnergySaving → `energy-saving`.
 * @source TS 28.541 NRCellDU states, TS 28.622; mapping decided here
 */
export function conditionOf(state: CellStateValues): CellCondition {
  const has = (status: AvailabilityStatus) => state.availabilityStatus.includes(status)
  if (has('NOT_INSTALLED')) return 'not-installed'
  if (state.operationalState === 'DISABLED' || FAULT.some(has))
    return has('DEPENDENCY') && !FAULT.some(has) ? 'transport' : 'fault'
  if (has('DEPENDENCY')) return 'transport'
  if (state.administrativeState === 'LOCKED' || MANUAL.some(has)) return 'manual'
  if (has('OFF_DUTY')) return 'energy-saving'
  if (state.cellState === 'ACTIVE') return 'up'
  return state.energySavingState === 'isEnergySaving' ? 'energy-saving' : 'fault'
}
