import { ACCESSIBILITY_KPIS } from './accessibility.ts'
import { AVAILABILITY_KPIS } from './availability.ts'
import type { FieldName, KpiDefinition, PartDefinition, Stage } from './definition.ts'
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
