import type { State } from './world.ts'

export type Condition = 'up' | 'fault' | 'transport' | 'manual' | 'es' | 'not-installed'

/**
 * What a cell is by its states: available if ENABLED, UNLOCKED or SHUTTINGDOWN, ACTIVE, and no status that keeps it from
 * serving; of several causes Fault > TransportProblem > ManualIntervention > EnergySaving. A dependency disables what
 * depends on it, so DISABLED beside DEPENDENCY names no fault of its own.
 */
export function conditionBy(state: State): Condition {
  const status = (word: string) => state.availabilityStatus.includes(word)
  if (status('NOT_INSTALLED')) return 'not-installed'
  if (status('FAILED') || status('POWER_OFF')) return 'fault'
  if (status('DEPENDENCY')) return 'transport'
  if (state.operationalState === 'DISABLED') return 'fault'
  if (state.administrativeState === 'LOCKED' || status('OFF_LINE') || status('IN_TEST')) return 'manual'
  if (status('OFF_DUTY')) return 'es'
  if (state.cellState === 'ACTIVE') return 'up'
  return state.energySavingState === 'isEnergySaving' ? 'es' : 'fault'
}
