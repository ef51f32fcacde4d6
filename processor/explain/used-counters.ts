import {
  type KpiDefinition,
  keptUnit,
  lookUpName,
  type Member,
  measurementsOf,
  ownerOf,
  stagesOf,
  subCounterOf,
  type Values,
  type Variant,
  variantsOfSplit,
} from '../../contract/mod.ts'
import { LAYOUT, type Slot } from '../rows/layout.ts'

/** The slots whose parts a KPI uses, in the order of its formula. */
export function slotsOfKpi(kpi: KpiDefinition): readonly Slot[] {
  const owner = ownerOf(kpi)
  const own = LAYOUT.slots.filter((slot) => slot.kpi.id === owner.id)
  return stagesOf(kpi.formula).flatMap((stage) => own.filter((slot) => slot.stage.id === stage))
}

interface Wanted {
  /** As in a report: of a member with its sub-counter, where the stage has counters of its own. */
  readonly name: string
  readonly isBins: boolean
}

/** Ways to take the parts of a slot; of a member those that can be taken of it. */
function waysOf(slot: Slot, member: Member | undefined): readonly Variant[] {
  const { variants } = slot.stage
  if (member === undefined) return variants
  const { ids } = variantsOfSplit(slot.stage, member.split)
  return variants.filter(({ id }) => ids.includes(id))
}

/** Measurements of one way to take the parts of a slot. */
function wantedBy(slot: Slot, way: Variant | undefined, member: Member | undefined): Wanted[] {
  const isOwn = member !== undefined && variantsOfSplit(slot.stage, member.split).as === 'split'
  const sub = isOwn ? `.${subCounterOf(member)}` : ''
  const takes = Object.values(way?.takes ?? {})
  const wanted = takes.flatMap((take) =>
    measurementsOf(take).map((name) => ({ name: `${name}${sub}`, isBins: 'binsOf' in take })),
  )
  return wanted.filter(({ name }, i) => wanted.findIndex((other) => other.name === name) === i)
}

const allWanted = (slots: readonly Slot[], member: Member | undefined): Wanted[] =>
  slots.flatMap((slot) => waysOf(slot, member).flatMap((way) => wantedBy(slot, way, member)))

const isBinOf = (key: string, name: string): boolean => key.startsWith(`${name}.bin`)

/** Counters of the first way that are not there; bins as `<name>.bin*`. */
export function missingCounters(slot: Slot, values: Values, nrb: number | null, member?: Member): string[] {
  const [first] = waysOf(slot, member)
  const missing = wantedBy(slot, first, member).flatMap(({ name, isBins }) => {
    if (!isBins) return values.has(name) ? [] : [name]
    return [...values.keys()].some((key) => isBinOf(key, name)) ? [] : [`${name}.bin*`]
  })
  return needsNrb(first) && nrb === null ? [...missing, 'nrb (birth)'] : missing
}

function needsNrb(way: Variant | undefined): boolean {
  const takes = Object.values(way?.takes ?? {})
  return takes.some((take) => !('binsOf' in take) && [...take.sum, ...(take.times ?? [])].includes('@nrb'))
}

/** What of a report some way to take the parts of these slots may use, in the order of the report. */
export function usedCounters(
  slots: readonly Slot[],
  values: Values,
  member?: Member,
): { name: string; value: number; unit: string }[] {
  const wanted = allWanted(slots, member)
  return [...values]
    .filter(([key]) => wanted.some(({ name, isBins }) => (isBins ? isBinOf(key, name) : key === name)))
    .map(([name, value]) => ({ name, value, unit: unitOf(name) }))
}

/** Whether some way to take the parts of these slots may use a counter, or a part of it by which its total is known. */
export function isUsed(slots: readonly Slot[], key: string, member?: Member): boolean {
  const found = lookUpName(key)
  const whole = found.kind === 'known' ? found.measurement.name : key
  return allWanted(slots, member).some(({ name }) => name === key || name === whole)
}

function unitOf(name: string): string {
  const found = lookUpName(name)
  return found.kind === 'known' ? keptUnit(found.measurement.quantity) : ''
}
