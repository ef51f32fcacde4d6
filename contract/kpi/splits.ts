import { measurementByName } from '../measurement/catalogue.ts'
import type { SubDimension } from '../measurement/measurement.ts'
import type { SubCounter } from '../measurement/sub-counter.ts'
import { fieldsOfStage, KPIS, ownerOf } from './catalogue.ts'
import type { FieldName, KpiDefinition, Stage, Variant } from './definition.ts'
import { measurementsOf } from './take.ts'

/** What figures may be split by, beside tags: the operator served (PLMN), the slice (S-NSSAI), the QoS class (5QI). */
export const SPLITS = ['plmn', 'snssai', 'fiveqi'] as const
export type Split = (typeof SPLITS)[number]

const DIMENSIONS: Readonly<Record<Split, SubDimension>> = { plmn: 'plmn', snssai: 'snssai', fiveqi: '5qi' }

/** One value of a split, as a tag of rows and of questions: `{split: 'plmn', member: '452-04'}`, `{split: 'snssai', member: '1-000001'}`, `{split: 'fiveqi', member: '9'}`. */
export interface Member {
  readonly split: Split
  readonly member: string
}

/** Of a canonical sub-counter; undefined for causes and bins, which split a counter and not a KPI. Example: `5qi9` → fiveqi 9. */
export function memberOf({ dimension, text }: SubCounter): Member | undefined {
  const split = SPLITS.find((each) => DIMENSIONS[each] === dimension)
  return split === undefined ? undefined : { split, member: text.slice(dimension.length) }
}

/** The same of the text of a sub-counter as the state keeps it. */
export function lookUpSubCounter(text: string): Member | undefined {
  const split = SPLITS.find((each) => text.startsWith(DIMENSIONS[each]))
  return split === undefined ? undefined : { split, member: text.slice(DIMENSIONS[split].length) }
}

/** The sub-counter of a member, as names of counters and the state have it: fiveqi 9 → `5qi9`. */
export const subCounterOf = ({ split, member }: Member): string => `${DIMENSIONS[split]}${member}`

/** How a variant's counters stand to a split: all have it, none has, or some: then they do not belong together. */
function standing(variant: Variant, split: Split): 'split' | 'whole' | 'mixed' {
  const has = Object.values(variant.takes)
    .flatMap(measurementsOf)
    .map((name) => measurementByName(name)?.dimensions.includes(DIMENSIONS[split]) === true)
  if (has.every((each) => each)) return has.length > 0 ? 'split' : 'whole'
  return has.some((each) => each) ? 'mixed' : 'whole'
}

/** Variants of a stage that can be taken for one member, from its own counters (`split`) or from the cell's (`whole`). */
export function variantsOfSplit(
  stage: Stage,
  split: Split,
): { readonly as: 'split' | 'whole'; readonly ids: string[] } {
  const as = (which: 'split' | 'whole') =>
    stage.variants.filter((variant) => standing(variant, split) === which).map(({ id }) => id)
  const own = as('split')
  return own.length > 0 ? { as: 'split', ids: own } : { as: 'whole', ids: as('whole') }
}

/**
 * By what a KPI can be split: where every stage has counters for it. Of a product some stages may be the cell's own: the
 * way to a bearer of one 5QI leads over the same RRC connection (TS 28.554 6.2.4).
 */
export function splitsOf(kpi: KpiDefinition): readonly Split[] {
  const owner = ownerOf(kpi)
  const { kind } = kpi.formula
  const isOfSums = kind === 'ratio' || kind === 'product' || kind === 'ratio-sum' || kind === 'sum'
  if (kpi.basis !== 'report' || kpi.object !== 'cell' || !isOfSums) return []
  const areSums = owner.stages.every(({ parts }) =>
    parts.every(({ kind: part = 'sum', bins }) => part === 'sum' && bins === undefined),
  )
  if (!areSums) return []
  return SPLITS.filter((split) => {
    const stages = owner.stages.map((stage) => variantsOfSplit(stage, split))
    if (stages.some(({ ids }) => ids.length === 0)) return false
    const own = stages.filter(({ as }) => as === 'split').length
    return kind === 'product' ? own > 0 : own === stages.length
  })
}

/** Every field that rows of a member can have. */
export function fieldsOfSplits(kpis: readonly KpiDefinition[] = KPIS): FieldName[] {
  return kpis
    .filter((kpi) => kpi.stages.length > 0 && splitsOf(kpi).length > 0)
    .flatMap((kpi) => kpi.stages.flatMap((stage) => fieldsOfStage(kpi, stage)))
}
