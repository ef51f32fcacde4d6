import {
  type Contradiction,
  measurementsOf,
  type Stage,
  type Take,
  type TakeBins,
  type Variant,
} from '../../contract/mod.ts'
import type { Slot } from './layout.ts'
import type { PlannedFactor, PlannedField } from './take-field.ts'

export interface PlannedSlot {
  readonly slot: Slot
  /** What its parts are made of, without sub-counters. */
  readonly measurements: readonly string[]
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

/** Where a name's value lies among the values of a report. */
export type PlaceOf = (name: string) => number | undefined

/** The first variant whose measurements are all there. */
export function planSlot(
  slot: Slot,
  places: ReadonlyMap<string, number>,
  hasNrb: boolean,
  checks: readonly PlannedCheck[],
): PlannedSlot | undefined {
  const { stage } = slot
  const placeOf = (name: string) => places.get(name)
  const planned = planVariants(slot, stage.variants, (take, bins) =>
    'binsOf' in take ? planBins(take.binsOf, bins, places) : planTake(take, placeOf, hasNrb),
  )
  if (planned === undefined) return undefined
  const own = checks.filter((check) => check.places.some((place) => planned.places.includes(place)))
  return own.length === 0 ? planned : { ...planned, checks: own }
}

/** The same of one member: its own counters, or the cell's, never bins. */
export function planSlotAt(
  slot: Slot,
  variants: readonly Variant[],
  placeOf: PlaceOf,
  hasNrb: boolean,
): PlannedSlot | undefined {
  return planVariants(slot, variants, (take) => ('binsOf' in take ? undefined : planTake(take, placeOf, hasNrb)))
}

function planVariants(
  slot: Slot,
  among: readonly Variant[],
  plan: (take: Take | TakeBins, bins: number) => PlannedField[] | undefined,
): PlannedSlot | undefined {
  const { stage } = slot
  for (const [i, variant] of stage.variants.entries()) {
    if (!among.includes(variant)) continue
    const fields: PlannedField[] = []
    for (const part of stage.parts) {
      const take = variant.takes[part.id]
      const planned = take === undefined ? undefined : plan(take, part.bins ?? 1)
      if (planned === undefined) break
      fields.push(...planned)
    }
    if (fields.length !== slot.obs) continue
    const isSigned = stage.parts.every(({ signed = false }) => signed)
    // attempts and successes may fall on either side of a boundary; of nothing else can there be more than all
    const isShare = slot.kpi.bounds !== 'success-ratio'
    const places = placesOf(fields)
    const atMost = atMostOf(stage, slot)
    const measurements = Object.values(variant.takes).flatMap(measurementsOf)
    return { slot, measurements, fields, variant: slot.variants[i], atMost, isSigned, isShare, places, checks: [] }
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

function planTake(take: Take, placeOfName: PlaceOf, hasNrb: boolean): PlannedField[] | undefined {
  const placeOf = (name: string) => (name === '@nrb' ? (hasNrb ? name : undefined) : placeOfName(name))
  const sum = take.sum.map(placeOf)
  const times = (take.times ?? []).map((name) => {
    if (typeof name === 'number') return { constant: name }
    return name === '@period' ? name : placeOf(name)
  })
  const per = perOf(take.per ?? 1, placeOfName)
  if (sum.includes(undefined) || times.includes(undefined) || per === undefined) return undefined
  const [only, ...more] = sum
  const isAlone = typeof only === 'number' && more.length === 0 && times.length === 0 && per === 1
  return [{ sum: sum as (number | '@nrb')[], times: times as PlannedFactor[], per, ...(isAlone && { alone: only }) }]
}

function perOf(per: number | string, placeOf: PlaceOf): PlannedField['per'] | undefined {
  if (typeof per === 'number') return per
  const place = placeOf(per)
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
