import { lookUpName, memberOf, type Split, splitsOf, variantsOfSplit } from '../../contract/mod.ts'
import { LAYOUT } from './layout.ts'
import { Shape } from './shape.ts'
import { type PlaceOf, type PlannedSlot, planSlotAt } from './take-plan-slot.ts'

/** How the parts of one PLMN, slice or 5QI are taken. */
export interface PlannedMember {
  /** Its sub-counter: `5qi9`. */
  readonly sub: string
  readonly slots: readonly PlannedSlot[]
  readonly shape: Shape
}

/** A station serves some dozens; more in one report is not believed, and only the first by name are taken. */
const MAX_MEMBERS = 64

/** Slots whose KPI can be split, by what: with the variants that can be taken of one member. */
const SLOTS = LAYOUT.slots.flatMap((slot) =>
  splitsOf(slot.kpi).map((split) => {
    const { as, ids } = variantsOfSplit(slot.stage, split)
    return { slot, split, as, variants: slot.stage.variants.filter(({ id }) => ids.includes(id)) }
  }),
)

/** The members that these names tell of, with what can be made of them: of each KPI at least one stage of its own. */
export function planMembers(
  names: readonly string[],
  places: ReadonlyMap<string, number>,
  hasNrb: boolean,
): PlannedMember[] {
  const members = new Map<string, Split>()
  for (const name of names) {
    const found = lookUpName(name)
    const member = found.kind === 'known' && found.sub !== undefined ? memberOf(found.sub) : undefined
    if (found.kind === 'known' && found.sub !== undefined && member !== undefined)
      members.set(found.sub.text, member.split)
  }
  const out: PlannedMember[] = []
  for (const sub of [...members.keys()].sort().slice(0, MAX_MEMBERS)) {
    const slots = planMember(sub, members.get(sub) as Split, places, hasNrb)
    if (slots.length > 0) out.push({ sub, slots, shape: Shape.of(slots.map(({ slot }) => slot)) })
  }
  return out
}

function planMember(
  sub: string,
  split: Split,
  places: ReadonlyMap<string, number>,
  hasNrb: boolean,
): readonly PlannedSlot[] {
  const own: PlaceOf = (name) => places.get(`${name}.${sub}`)
  const whole: PlaceOf = (name) => places.get(name)
  const planned = SLOTS.filter((each) => each.split === split).flatMap(({ slot, as, variants }) => {
    const found = planSlotAt(slot, variants, as === 'split' ? own : whole, hasNrb)
    return found === undefined ? [] : [{ slot, as, found }]
  })
  const kpis = new Set(planned.filter(({ as }) => as === 'split').map(({ slot }) => slot.kpi))
  return planned.filter(({ slot }) => kpis.has(slot.kpi)).map(({ found }) => found)
}
