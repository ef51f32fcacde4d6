import {
  CONTRADICTIONS,
  type Contradiction,
  type Stage,
  type Take,
  type TakeBins,
  type Values,
} from '../../contract/mod.ts'
import { LAYOUT, type Slot } from './layout.ts'
import { greatestOf } from './refusal.ts'
import { Shape } from './shape.ts'
import type { PlannedFactor, PlannedField } from './take-field.ts'

export interface PlannedSlot {
  readonly slot: Slot
  /** In the order of the slot's fields, from the first. */
  readonly fields: readonly PlannedField[]
  /** Place of the variant's seconds within the slot; undefined for the first. */
  readonly variant: number | undefined
  /** Places that must be at most others: `[succ, att]`. */
  readonly atMost: readonly (readonly [number, number])[]
  /** Its values may lie below 0. */
  readonly isSigned: boolean
  /** What {@link atMost} says is a share of something: to break it is impossible, and not merely suspect. */
  readonly isShare: boolean
  /** Of all measurements that it is made of. */
  readonly places: readonly number[]
  /** What measurements of it cannot say together with others of the report. */
  readonly checks: readonly PlannedCheck[]
}

export interface PlannedCheck {
  readonly places: readonly number[]
  readonly isBroken: Contradiction['isBroken']
}

/**
 * How the parts of one set of names are taken. Stations report always the same names, in the same order, so the search for
 * what can be made of them is done once for each set and not for each report.
 */
export interface TakePlan {
  readonly names: readonly string[]
  readonly totals: readonly string[]
  readonly hasNrb: boolean
  readonly slots: readonly PlannedSlot[]
  readonly shape: Shape
  /** Greatest value that is possible, by place. */
  readonly greatest: Float64Array
}

/** Plans kept; an honest fleet has a few, and what is not kept is made again. */
const MAX_PLANS = 256
const plans: TakePlan[] = []

/** The plan for these names; `totals` are running totals, which are no increments and make no part. */
export function planFor(
  values: Values,
  totals: readonly string[],
  hasNrb: boolean,
  object: 'cell' | 'station',
): TakePlan {
  for (let i = 0; i < plans.length; i++) {
    const plan = plans[i] as TakePlan & { object: string }
    if (plan.object === object && plan.hasNrb === hasNrb && isOf(plan, values, totals)) {
      // the one just used comes first next time
      if (i > 0) {
        plans[i] = plans[i - 1] as TakePlan
        plans[i - 1] = plan
      }
      return plan
    }
  }
  const plan = { ...makePlan([...values.keys()], totals, hasNrb, object), object }
  plans.unshift(plan)
  if (plans.length > MAX_PLANS) plans.pop()
  return plan
}

function isOf(plan: TakePlan, values: Values, totals: readonly string[]): boolean {
  if (plan.names.length !== values.size || plan.totals.length !== totals.length) return false
  let i = 0
  for (const name of values.keys()) if (plan.names[i++] !== name) return false
  return totals.every((name, n) => name === plan.totals[n])
}

function makePlan(
  names: readonly string[],
  totals: readonly string[],
  hasNrb: boolean,
  object: 'cell' | 'station',
): TakePlan {
  const places = new Map<string, number>()
  names.forEach((name, place) => {
    if (!totals.some((total) => name === total || name.startsWith(`${total}.`))) places.set(name, place)
  })
  const checks = CONTRADICTIONS.filter(({ of }) => of.every((name) => places.has(name))).map(
    ({ of, isBroken }): PlannedCheck => ({ places: of.map((name) => places.get(name) as number), isBroken }),
  )
  const slots: PlannedSlot[] = []
  for (const slot of LAYOUT.slots) {
    if (slot.kpi.object !== object || slot.kpi.basis !== 'report') continue
    const planned = planSlot(slot, places, hasNrb, checks)
    if (planned !== undefined) slots.push(planned)
  }
  const shape = Shape.of(slots.map(({ slot }) => slot))
  return { names, totals, hasNrb, slots, shape, greatest: Float64Array.from(names, greatestOf) }
}

/** The first variant whose measurements are all there. */
function planSlot(
  slot: Slot,
  places: ReadonlyMap<string, number>,
  hasNrb: boolean,
  checks: readonly PlannedCheck[],
): PlannedSlot | undefined {
  const { stage } = slot
  for (const [i, { takes }] of stage.variants.entries()) {
    const fields: PlannedField[] = []
    for (const part of stage.parts) {
      const take = takes[part.id]
      const planned = take === undefined ? undefined : planPart(take, part.bins ?? 1, places, hasNrb)
      if (planned === undefined) break
      fields.push(...planned)
    }
    if (fields.length !== slot.obs) continue
    const isSigned = stage.parts.every(({ signed = false }) => signed)
    // attempts and successes may fall on either side of a boundary; of nothing else can there be more than all
    const isShare = slot.kpi.bounds !== 'success-ratio'
    const used = placesOf(fields)
    return {
      slot,
      fields,
      variant: slot.variants[i],
      atMost: atMostOf(stage, slot),
      isSigned,
      isShare,
      places: used,
      checks: checks.filter((check) => check.places.some((place) => used.includes(place))),
    }
  }
  return undefined
}

function placesOf(fields: readonly PlannedField[]): number[] {
  const all = fields.flatMap(({ sum, times, per }) => [
    ...sum,
    ...times,
    ...(typeof per === 'object' ? [per.place] : []),
  ])
  return [...new Set(all.filter((place) => typeof place === 'number'))]
}

function atMostOf(stage: Stage, slot: Slot): (readonly [number, number])[] {
  const place = (id: string) => slot.parts.get(id) as number
  return (stage.atMost ?? []).map(([small, large]) => [place(small), place(large)])
}

function planPart(
  take: Take | TakeBins,
  bins: number,
  places: ReadonlyMap<string, number>,
  hasNrb: boolean,
): PlannedField[] | undefined {
  if ('binsOf' in take) return planBins(take.binsOf, bins, places)
  const placeOf = (name: string) => (name === '@nrb' ? (hasNrb ? name : undefined) : places.get(name))
  const sum = take.sum.map(placeOf)
  const times = (take.times ?? []).map((name) => {
    if (typeof name === 'number') return { constant: name }
    return name === '@period' ? name : placeOf(name)
  })
  const per = perOf(take.per ?? 1, places)
  if (sum.includes(undefined) || times.includes(undefined) || per === undefined) return undefined
  return [{ sum: sum as (number | '@nrb')[], times: times as PlannedFactor[], per }]
}

function perOf(per: number | string, places: ReadonlyMap<string, number>): PlannedField['per'] | undefined {
  if (typeof per === 'number') return per
  const place = places.get(per)
  return place === undefined ? undefined : { place }
}

function planBins(name: string, bins: number, places: ReadonlyMap<string, number>): PlannedField[] | undefined {
  const prefix = `${name}.bin`
  let found = false
  for (const key of places.keys()) {
    if (!key.startsWith(prefix)) continue
    // a bin beyond the last: edges of another maker, which would be counted wrong
    if (Number(key.slice(prefix.length)) >= bins) return undefined
    found = true
  }
  if (!found) return undefined
  return Array.from({ length: bins }, (_, bin) => {
    const place = places.get(`${prefix}${bin}`)
    return { sum: place === undefined ? [] : [place], times: [], per: 1 }
  })
}
