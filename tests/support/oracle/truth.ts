import type { CellPlan, Episode, StationPlan } from './plan.ts'

/** What a cell really is in a second of its station's life. */
export type Truth = 'not-yet' | 'dead' | 'good' | Episode

export function truthOf(plan: StationPlan, cell: CellPlan, second: number): Truth {
  if (second < plan.beginsAt) return 'not-yet'
  const { restart } = plan
  if (restart !== undefined && second >= restart.at && second < restart.at + restart.lasts) return 'dead'
  const episode = cell.episodes.find((each) => second >= each.at && second < each.at + each.lasts)
  return episode?.what ?? 'good'
}

const GOOD = {
  operationalState: 'ENABLED',
  administrativeState: 'UNLOCKED',
  cellState: 'ACTIVE',
  availabilityStatus: [] as string[],
  energySavingState: 'isNotEnergySaving',
}

/** The state that a station tells of a cell in this condition. */
export function stateWords(truth: Truth): typeof GOOD {
  switch (truth) {
    case 'failed':
      return { ...GOOD, operationalState: 'DISABLED', cellState: 'INACTIVE', availabilityStatus: ['FAILED'] }
    case 'locked':
      return { ...GOOD, administrativeState: 'LOCKED', cellState: 'INACTIVE' }
    case 'cut-off':
      return { ...GOOD, operationalState: 'DISABLED', availabilityStatus: ['DEPENDENCY'] }
    case 'saving':
      return { ...GOOD, cellState: 'INACTIVE', energySavingState: 'isEnergySaving' }
    case 'testing':
      return { ...GOOD, availabilityStatus: ['IN_TEST', 'DEGRADED'] }
    case 'not-installed':
      return { ...GOOD, operationalState: 'DISABLED', cellState: 'IDLE', availabilityStatus: ['NOT_INSTALLED'] }
    case 'shutting-down':
      return { ...GOOD, administrativeState: 'SHUTTINGDOWN', availabilityStatus: ['DEGRADED'] }
    case 'idle':
      return { ...GOOD, cellState: 'IDLE' }
    case 'good':
    case 'dead':
    case 'not-yet':
      return GOOD
  }
}

/** Those that serve their users. */
export const SERVING: readonly Truth[] = ['good', 'shutting-down']
