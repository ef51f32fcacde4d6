import {
  type FieldName,
  KPIS,
  type KpiDefinition,
  observedField,
  partFields,
  suspectField,
  TIMELINE_FIELDS,
} from '../../contract/mod.ts'

/** Where one KPI's fields lie in a vector of parts: its parts in their order, then `obs`, then `sus`. */
export interface KpiSlot {
  readonly kpi: KpiDefinition
  readonly start: number
  readonly obs: number
  readonly sus: number
  /** One behind the last. */
  readonly end: number
}

/** Vectors of parts are plain number arrays, one place for each field, so that adding and copying rows is cheap. */
export interface Layout {
  readonly fields: readonly FieldName[]
  readonly slots: readonly KpiSlot[]
  /** Places that are weighed by sub-carrier spacing on their way into the store. */
  readonly weighedByScs: readonly number[]
}

export function layoutOf(kpis: readonly KpiDefinition[]): Layout {
  const fields: FieldName[] = []
  const slots: KpiSlot[] = []
  const weighedByScs: number[] = []
  for (const kpi of kpis) {
    if (kpi.basis !== 'report') continue
    const start = fields.length
    for (const part of kpi.stages.flatMap((stage) => stage.parts)) {
      if (part.weigh === 'scs') weighedByScs.push(fields.length)
      fields.push(...partFields(kpi, part))
    }
    const obs = fields.push(observedField(kpi)) - 1
    const sus = fields.push(suspectField(kpi)) - 1
    slots.push({ kpi, start, obs, sus, end: fields.length })
  }
  return { fields, slots, weighedByScs }
}

export const LAYOUT: Layout = layoutOf(KPIS)

/** Positions in a vector of the five times; see TIMELINE_FIELDS. */
export const TIME_SIZE = TIMELINE_FIELDS.length
