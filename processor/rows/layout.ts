import {
  type FieldName,
  fieldsOfStage,
  KPIS,
  type KpiDefinition,
  type PartKind,
  partFields,
  type Stage,
  TIMELINE_FIELDS,
} from '../../contract/mod.ts'

/** The fields of one stage of one KPI, which come together or not at all: parts, `obs`, `sus`, seconds of its variants. */
export interface Slot {
  /** Its place in the layout. */
  readonly index: number
  readonly kpi: KpiDefinition
  readonly stage: Stage
  readonly fields: readonly FieldName[]
  /** How two values of a field become one. */
  readonly kinds: readonly PartKind[]
  /** Places within the slot [0 .. fields.length). */
  readonly obs: number
  readonly sus: number
  /** Place of the seconds of each variant; undefined for the first. */
  readonly variants: readonly (number | undefined)[]
  /** Place of the first field of each part, by {@link PartDefinition.id}. */
  readonly parts: ReadonlyMap<string, number>
  /** Places weighed by sub-carrier spacing on their way into the store. */
  readonly weighedByScs: readonly number[]
  /** All of its kinds are `sum`: two values add, and a change is a difference. */
  readonly isAdditive: boolean
}

export interface Layout {
  readonly slots: readonly Slot[]
  /** Names of all fields in their order: what a state was made with. */
  readonly fields: readonly FieldName[]
}

export function layoutOf(kpis: readonly KpiDefinition[]): Layout {
  const slots: Slot[] = []
  for (const kpi of kpis) for (const stage of kpi.stages) slots.push(slotOf(slots.length, kpi, stage))
  return { slots, fields: slots.flatMap((slot) => slot.fields) }
}

function slotOf(index: number, kpi: KpiDefinition, stage: Stage): Slot {
  const fields = fieldsOfStage(kpi, stage)
  const kinds: PartKind[] = []
  const parts = new Map<string, number>()
  const weighedByScs: number[] = []
  for (const part of stage.parts) {
    parts.set(part.id, kinds.length)
    for (const _ of partFields(kpi, part)) {
      if (part.weigh === 'scs') weighedByScs.push(kinds.length)
      kinds.push(part.kind ?? 'sum')
    }
  }
  const obs = kinds.length
  let next = obs + 2
  const variants = stage.variants.map(({ id }) => (id === '' ? undefined : next++))
  while (kinds.length < fields.length) kinds.push('sum')
  const isAdditive = kinds.every((kind) => kind === 'sum')
  return { index, kpi, stage, fields, kinds, obs, sus: obs + 1, variants, parts, weighedByScs, isAdditive }
}

export const LAYOUT: Layout = layoutOf(KPIS)

/** What a state is made with: of another layout it cannot be read. */
export const STATE_FIELDS: readonly FieldName[] = [...LAYOUT.fields, ...TIMELINE_FIELDS]

/** Positions in a vector of the five times; see TIMELINE_FIELDS. */
export const TIME_SIZE = TIMELINE_FIELDS.length
