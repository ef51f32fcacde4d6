import { ACCESSIBILITY_KPIS } from './accessibility.ts'
import { AVAILABILITY_KPIS } from './availability.ts'
import type { FieldName, KpiDefinition, PartDefinition } from './definition.ts'
import { THROUGHPUT_KPIS } from './throughput.ts'
import { TRAFFIC_KPIS } from './traffic.ts'
import { UTILISATION_KPIS } from './utilisation.ts'

/** Raised whenever a formula, a part or a rule changes; every figure says which catalogue made it. */
export const CATALOGUE_VERSION = '1'

/** Adding a KPI is adding one entry to one of these lists. */
export const KPIS: readonly KpiDefinition[] = [
  ...THROUGHPUT_KPIS,
  ...TRAFFIC_KPIS,
  ...UTILISATION_KPIS,
  ...ACCESSIBILITY_KPIS,
  ...AVAILABILITY_KPIS,
]

const BY_ID = new Map(KPIS.map((kpi) => [kpi.id, kpi]))

export function kpiById(id: string): KpiDefinition | undefined {
  return BY_ID.get(id)
}

export function partField(kpi: KpiDefinition, part: PartDefinition): FieldName {
  return `${kpi.id}.${part.id}`
}

/** Seconds observed with *all* the KPI's counters present. */
export function observedField(kpi: KpiDefinition): FieldName {
  return `${kpi.id}.obs`
}

/** Seconds of `obs` whose report was suspect. */
export function suspectField(kpi: KpiDefinition): FieldName {
  return `${kpi.id}.sus`
}
