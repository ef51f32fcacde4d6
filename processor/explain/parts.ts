import {
  type ExplainedPart,
  type Explanation,
  type FieldName,
  type KpiDefinition,
  ownerOf,
  partFields,
  type Sums,
} from '../../contract/mod.ts'
import { fieldsOfKpi } from '../../store/mod.ts'

/** Two sums of doubles that came together in another order. */
const NEAR = 1e-9

/** The parts of a figure as the store has them, beside what they come to when they are made again. */
export function explainedParts(
  kpi: KpiDefinition,
  published: Sums,
  again: ReadonlyMap<FieldName, number>,
): ExplainedPart[] {
  const units = unitsOf(kpi)
  return fieldsOfKpi(kpi)
    .filter((field) => published.has(field) || again.has(field))
    .map((field) => ({
      field,
      unit: units.get(field) ?? unitOfTime(field),
      value: published.get(field) ?? null,
      again: again.get(field) ?? null,
    }))
}

function unitsOf(kpi: KpiDefinition): ReadonlyMap<FieldName, string> {
  const owner = ownerOf(kpi)
  return new Map(
    owner.stages.flatMap(({ parts }) =>
      parts.flatMap((part) => partFields(owner, part).map((field): [FieldName, string] => [field, part.unit])),
    ),
  )
}

/** What is no part of a KPI are seconds, or outages counted. */
function unitOfTime(field: FieldName): string {
  return field === 'outage.started' || field === 'outage.closed' ? 'count' : 's'
}

/** Whether what was made again is what the store has. Of an open window, or one that it does not have yet, the store may be
 * a moment behind. */
export function checkOf(parts: readonly ExplainedPart[], isOpen: boolean): Explanation['check'] {
  const hasNone = parts.every(({ value }) => value === null)
  const both = parts.filter(({ value, again }) => again !== null && (value !== null || again !== 0))
  if (both.length === 0) return 'not-checked'
  const isSame = both.every(({ value, again }) => isNear(value ?? 0, again ?? 0))
  if (isSame) return 'agrees'
  return isOpen || hasNone ? 'on-the-way' : 'differs'
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= NEAR * Math.max(1, Math.abs(a), Math.abs(b))
