import { CONTRADICTIONS, type Values } from '../../contract/mod.ts'
import { LAYOUT } from './layout.ts'
import { greatestOf } from './refusal.ts'
import { Shape } from './shape.ts'
import { type PlannedMember, planMembers } from './take-plan-members.ts'
import { type PlannedCheck, type PlannedSlot, planSlot } from './take-plan-slot.ts'

/**
 * How the parts of one set of names are taken. Stations report always the same names, in the same order, so the search for
 * what can be made of them is done once for each set and not for each report.
 */
export interface TakePlan {
  readonly names: readonly string[]
  readonly hasNrb: boolean
  readonly slots: readonly PlannedSlot[]
  readonly shape: Shape
  /** Of each PLMN, slice and 5QI that the names tell of; most often none. */
  readonly members: readonly PlannedMember[]
  /** Greatest value that is possible, by place. */
  readonly greatest: Float64Array
}

/** Plans kept; an honest fleet has a few, and what is not kept is made again. */
const MAX_PLANS = 256
const plans: TakePlan[] = []

/** The plan for these names. */
export function planFor(values: Values, hasNrb: boolean, object: 'cell' | 'station'): TakePlan {
  for (let i = 0; i < plans.length; i++) {
    const plan = plans[i] as TakePlan & { object: string }
    if (plan.object === object && plan.hasNrb === hasNrb && isOf(plan, values)) {
      // the one just used comes first next time
      if (i > 0) {
        plans[i] = plans[i - 1] as TakePlan
        plans[i - 1] = plan
      }
      return plan
    }
  }
  const plan = { ...makePlan([...values.keys()], hasNrb, object), object }
  plans.unshift(plan)
  if (plans.length > MAX_PLANS) plans.pop()
  return plan
}

function isOf(plan: TakePlan, values: Values): boolean {
  if (plan.names.length !== values.size) return false
  let i = 0
  for (const name of values.keys()) if (plan.names[i++] !== name) return false
  return true
}

function makePlan(names: readonly string[], hasNrb: boolean, object: 'cell' | 'station'): TakePlan {
  const places = new Map(names.map((name, place) => [name, place]))
  const checks = CONTRADICTIONS.filter(({ of }) => of.every((name) => places.has(name))).map(
    ({ of, isBroken }): PlannedCheck => ({ places: of.map((name) => places.get(name) as number), isBroken }),
  )
  const slots: PlannedSlot[] = []
  for (const slot of LAYOUT.slots) {
    if (slot.kpi.object !== object || slot.kpi.basis !== 'report') continue
    const planned = planSlot(slot, places, hasNrb, checks)
    if (planned !== undefined) slots.push(planned)
  }
  const members = object === 'cell' ? planMembers(names, places, hasNrb) : []
  const shape = Shape.of(slots.map(({ slot }) => slot))
  return { names, hasNrb, slots, shape, members, greatest: Float64Array.from(names, greatestOf) }
}
