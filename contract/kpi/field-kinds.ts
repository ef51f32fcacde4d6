import { KPIS, observedField, partFields } from './catalogue.ts'
import type { FieldName, PartKind } from './definition.ts'

interface NotSummed {
  readonly kind: Exclude<PartKind, 'sum'>
  /** Where this is 0 in a row, that row has no value of the field: its 0 only says that nothing is left. */
  readonly observed: FieldName
}

const NOT_SUMMED: ReadonlyMap<FieldName, NotSummed> = new Map(
  KPIS.flatMap((kpi) =>
    kpi.stages.flatMap((stage) =>
      stage.parts.flatMap((part) => {
        const { kind = 'sum' } = part
        if (kind === 'sum') return []
        return partFields(kpi, part).map((field): [FieldName, NotSummed] => [
          field,
          { kind, observed: observedField(kpi, stage.id) },
        ])
      }),
    ),
  ),
)

/** How two values of a field become one. */
export function kindOfField(field: FieldName): PartKind {
  return NOT_SUMMED.get(field)?.kind ?? 'sum'
}

/** The seconds observed behind a field that is not summed. */
export function observedOf(field: FieldName): FieldName | undefined {
  return NOT_SUMMED.get(field)?.observed
}
