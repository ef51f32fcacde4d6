import { conditionBy } from './condition.ts'
import type { StationPlan } from './plan.ts'
import { stateWords, type Truth, truthOf } from './truth.ts'

/** What a cell really was in each second of a stretch, whatever of it was ever told. */
export interface TrueTimes {
  readonly up: number
  readonly down: number
  readonly es: number
}

/** Of the cell's seconds [from, to), those in service; its station begins when it says so. */
export function trueTimes(plan: StationPlan, cell: number, from: number, to: number): TrueTimes {
  const times = { up: 0, down: 0, es: 0 }
  for (let second = from; second < to; second++) {
    const truth = truthOf(plan, plan.cells[cell]!, second)
    if (truth === 'not-yet') continue
    const kind = kindOf(truth)
    if (kind !== 'out') times[kind]++
  }
  return times
}

function kindOf(truth: Truth): 'up' | 'down' | 'es' | 'out' {
  if (truth === 'dead') return 'down'
  const condition = conditionBy({ boot: '', seq: 0, t: 0, cell: '', ...stateWords(truth) })
  if (condition === 'not-installed') return 'out'
  return condition === 'up' || condition === 'es' ? condition : 'down'
}
