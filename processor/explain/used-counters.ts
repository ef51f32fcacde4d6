import {
  type KpiDefinition,
  keptUnit,
  lookUpName,
  measurementsOf,
  ownerOf,
  stagesOf,
  type Values,
} from '../../contract/mod.ts'
import { LAYOUT, type Slot } from '../rows/layout.ts'

/** The slots whose parts a KPI uses, in the order of its formula. */
export function slotsOfKpi(kpi: KpiDefinition): readonly Slot[] {
  const owner = ownerOf(kpi)
  const own = LAYOUT.slots.filter((slot) => slot.kpi.id === owner.id)
  return stagesOf(kpi.formula).flatMap((stage) => own.filter((slot) => slot.stage.id === stage))
}

interface Wanted {
  readonly name: string
  readonly isBins: boolean
}

/** Measurements of one way to take the parts of a slot. */
function wantedBy(slot: Slot, variant: number): Wanted[] {
  const takes = Object.values(slot.stage.variants[variant]?.takes ?? {})
  const wanted = takes.flatMap((take) => measurementsOf(take).map((name) => ({ name, isBins: 'binsOf' in take })))
  return wanted.filter(({ name }, i) => wanted.findIndex((other) => other.name === name) === i)
}

const isBinOf = (key: string, name: string): boolean => key.startsWith(`${name}.bin`)

/** Counters of the first way that are not there; bins as `<name>.bin*`. */
export function missingCounters(slot: Slot, values: Values, nrb: number | null): string[] {
  const missing = wantedBy(slot, 0).flatMap(({ name, isBins }) => {
    if (!isBins) return values.has(name) ? [] : [name]
    return [...values.keys()].some((key) => isBinOf(key, name)) ? [] : [`${name}.bin*`]
  })
  return needsNrb(slot) && nrb === null ? [...missing, 'nrb (birth)'] : missing
}

function needsNrb(slot: Slot): boolean {
  const takes = Object.values(slot.stage.variants[0]?.takes ?? {})
  return takes.some((take) => !('binsOf' in take) && [...take.sum, ...(take.times ?? [])].includes('@nrb'))
}

/** What of a report some way to take the parts of these slots may use, in the order of the report. */
export function usedCounters(slots: readonly Slot[], values: Values): { name: string; value: number; unit: string }[] {
  const wanted = slots.flatMap((slot) => slot.stage.variants.flatMap((_, i) => wantedBy(slot, i)))
  return [...values]
    .filter(([key]) => wanted.some(({ name, isBins }) => (isBins ? isBinOf(key, name) : key === name)))
    .map(([name, value]) => ({ name, value, unit: unitOf(name) }))
}

/** Whether some way to take the parts of these slots may use a counter, or a part of it by which its total is known. */
export function isUsed(slots: readonly Slot[], key: string): boolean {
  const found = lookUpName(key)
  const name = found.kind === 'known' ? found.measurement.name : key
  return slots.some((slot) => slot.stage.variants.some((_, i) => wantedBy(slot, i).some((each) => each.name === name)))
}

function unitOf(name: string): string {
  const found = lookUpName(name)
  return found.kind === 'known' ? keptUnit(found.measurement.quantity) : ''
}
