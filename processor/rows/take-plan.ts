import { CONTRADICTIONS, type NameOrder, orderOf, type Values } from '../../contract/mod.ts'
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
  readonly slots: readonly PlannedSlot[]
  readonly shape: Shape
  /** Of each PLMN, slice and 5QI that the names tell of; most often none. */
  readonly members: readonly PlannedMember[]
  /** Greatest value that is possible, by place. */
  readonly greatest: Float64Array
}

/** By names, as long as anything has them; of a station as a whole, and of cells with and without known resource blocks. */
const plans = {
  station: new WeakMap<NameOrder, TakePlan>(),
  cell: new WeakMap<NameOrder, TakePlan>(),
  cellOfNrb: new WeakMap<NameOrder, TakePlan>(),
}

/** The plan for these names. */
export function planFor(values: Values, hasNrb: boolean, object: 'cell' | 'station'): TakePlan {
  const order = orderOf(values)
  const known = plans[object === 'station' ? 'station' : hasNrb ? 'cellOfNrb' : 'cell']
  let plan = known.get(order)
  if (plan === undefined) {
    plan = makePlan(order.names, hasNrb, object)
    known.set(order, plan)
  }
  return plan
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
  return { names, slots, shape, members, greatest: Float64Array.from(names, greatestOf) }
}
