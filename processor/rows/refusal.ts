import { type CellReport, measurementByName } from '../../contract/mod.ts'
import type { TakePlan } from './take-plan.ts'
import type { PlannedSlot } from './take-plan-slot.ts'

/**
 * Why what a report says of a measurement is in no figure: it lies below 0; it is a share above 100 %, or more than all there is;
 * parts made of it pass 2^53; and of the counter of unavailable time that it says more than the period, or not the sum of its causes.
 */
export const REFUSAL_REASONS = ['below-zero', 'above-100-percent', 'too-big', 'above-period', 'unlike-causes'] as const
export type RefusalReason = (typeof REFUSAL_REASONS)[number]

export interface Refusal {
  readonly measurement: string
  readonly reason: RefusalReason
  /** In the smallest unit of the measurement. */
  readonly value: number
}

const isBelowZero = (name: string, value: number): boolean => value < 0 && !isSigned(name)

function isSigned(name: string): boolean {
  const quantity = quantityOf(name)
  return quantity === 'temperature' || quantity === 'level'
}

function quantityOf(name: string) {
  return (measurementByName(name) ?? measurementByName(name.slice(0, name.lastIndexOf('.'))))?.quantity
}

/** Greatest value that is possible at all: of a share 100 %, in 10⁻⁶. */
export const greatestOf = (name: string): number =>
  quantityOf(name) === 'ratio' ? 1_000_000 : Number.POSITIVE_INFINITY

/** What it was in a slot that no part could be taken of: each measurement that is to blame, once. */
export function refusalsOf(
  values: CellReport['values'],
  plan: Pick<TakePlan, 'names'>,
  slots: Iterable<PlannedSlot>,
): Refusal[] {
  const found = new Map<string, Refusal>()
  const add = (measurement: string, reason: RefusalReason): void => {
    const value = values.get(measurement) ?? 0
    if (!found.has(measurement)) found.set(measurement, { measurement, reason, value })
  }
  for (const slot of slots) {
    const names = slot.places.map((place) => plan.names[place] as string)
    const alone = names.filter((name) => isBelowZero(name, values.get(name) ?? 0) || isAbove(name, values))
    for (const name of alone) add(name, (values.get(name) ?? 0) < 0 ? 'below-zero' : 'above-100-percent')
    if (alone.length > 0) continue
    const [first] = names
    if (first === undefined) continue
    if (slot.isShare && slot.atMost.length > 0) add(first, 'above-100-percent')
    else for (const name of names) add(name, 'too-big')
  }
  return [...found.values()]
}

const isAbove = (name: string, values: CellReport['values']): boolean => (values.get(name) ?? 0) > greatestOf(name)
