import type { FieldName, KpiDefinition, PartDefinition, Stage } from './definition.ts'
import { ACCESSIBILITY_KPIS } from './groups/accessibility.ts'
import { ACTIVE_TEST_KPIS } from './groups/active-test.ts'
import { AVAILABILITY_SHARES } from './groups/availability.ts'
import { BUSY_HOUR_KPIS } from './groups/busy-hour.ts'
import { DELAY_KPIS } from './groups/delay.ts'
import { DELAY_DISTRIBUTION_KPIS } from './groups/delay-distribution.ts'
import { DRB_ACCESSIBILITY } from './groups/drb-accessibility.ts'
import { ENERGY_KPIS } from './groups/energy.ts'
import { INFRASTRUCTURE_KPIS } from './groups/infrastructure.ts'
import { LOSS_KPIS } from './groups/loss.ts'
import { MOBILITY_KPIS } from './groups/mobility.ts'
import { OUTAGE_KPIS } from './groups/outages.ts'
import { RETAINABILITY_KPIS } from './groups/retainability.ts'
import { CELL_THROUGHPUT_KPIS } from './groups/throughput.ts'
import { THROUGHPUT_DISTRIBUTION_KPIS } from './groups/throughput-distribution.ts'
import { TRAFFIC_KPIS } from './groups/traffic.ts'
import { UE_THROUGHPUT_KPIS } from './groups/ue-throughput.ts'
import { USER_KPIS } from './groups/users.ts'
import { UTILISATION_KPIS } from './groups/utilisation.ts'

/** Raised whenever a formula, a part or a rule changes; every figure says which catalogue made it. */
export const CATALOGUE_VERSION = '3'

/** Adding a KPI is adding one entry to one of these lists. */
export const KPIS: readonly KpiDefinition[] = [
  ...AVAILABILITY_SHARES,
  ...OUTAGE_KPIS,
  ...UE_THROUGHPUT_KPIS,
  ...THROUGHPUT_DISTRIBUTION_KPIS,
  ...CELL_THROUGHPUT_KPIS,
  ...TRAFFIC_KPIS,
  ...BUSY_HOUR_KPIS,
  ...UTILISATION_KPIS,
  ...ACCESSIBILITY_KPIS,
  DRB_ACCESSIBILITY,
  ...RETAINABILITY_KPIS,
  ...MOBILITY_KPIS,
  ...DELAY_KPIS,
  ...DELAY_DISTRIBUTION_KPIS,
  ...LOSS_KPIS,
  ...ENERGY_KPIS,
  ...USER_KPIS,
  ...INFRASTRUCTURE_KPIS,
  ...ACTIVE_TEST_KPIS,
]

const BY_ID = new Map(KPIS.map((kpi) => [kpi.id, kpi]))

export function kpiById(id: string): KpiDefinition | undefined {
  return BY_ID.get(id)
}

/** The KPI whose fields it uses: itself, or the one it shares them with. */
export function ownerOf(kpi: KpiDefinition): KpiDefinition {
  const owner = kpi.partsOf === undefined ? kpi : kpiById(kpi.partsOf)
  if (owner === undefined)
    throw new RangeError(`${kpi.id} uses the parts of ${kpi.partsOf}, which is not in the catalogue`)
  return owner
}

/** Fields of a part: one, or one for each bin. */
export function partFields(kpi: KpiDefinition, part: PartDefinition): FieldName[] {
  const field = `${kpi.id}.${part.id}`
  return part.bins === undefined ? [field] : Array.from({ length: part.bins }, (_, bin) => `${field}${bin}`)
}

/** Seconds observed with *all* counters of the stage present. */
export function observedField(kpi: KpiDefinition, stage = ''): FieldName {
  return `${ownerOf(kpi).id}.obs${stage === '' ? '' : `_${stage}`}`
}

/** Seconds of `obs` whose report was suspect. */
export function suspectField(kpi: KpiDefinition, stage = ''): FieldName {
  return `${ownerOf(kpi).id}.sus${stage === '' ? '' : `_${stage}`}`
}

/** Seconds of `obs` that a variant other than the first filled. */
export function variantField(kpi: KpiDefinition, variant: string): FieldName {
  return `${ownerOf(kpi).id}.alt_${variant}`
}

/** Everything that rows may hold of one stage: parts, then `obs`, `sus` and the variants' seconds. */
export function fieldsOfStage(kpi: KpiDefinition, stage: Stage): FieldName[] {
  return [
    ...stage.parts.flatMap((part) => partFields(kpi, part)),
    observedField(kpi, stage.id),
    suspectField(kpi, stage.id),
    ...stage.variants.filter(({ id }) => id !== '').map(({ id }) => variantField(kpi, id)),
  ]
}

/** Every field that the KPIs of this object can make, but for those of the timeline. */
export function fieldsOfObject(object: KpiDefinition['object'], kpis: readonly KpiDefinition[] = KPIS): FieldName[] {
  return kpis
    .filter((kpi) => kpi.object === object)
    .flatMap((kpi) => kpi.stages.flatMap((stage) => fieldsOfStage(kpi, stage)))
}
