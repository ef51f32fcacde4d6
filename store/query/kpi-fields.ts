import {
  EDGES,
  type FieldName,
  type Formula,
  type KpiDefinition,
  kindOfField,
  type Linear,
  observedField,
  observedOf,
  ownerOf,
  stagesOf,
  suspectField,
  variantField,
} from '../../contract/mod.ts'
import type { ExtremeField } from '../port.ts'

/** From which the time in which reports were due is made. */
const DUE_FIELDS: readonly FieldName[] = ['exp', 'avail.down', 'avail.planned', 'avail.es']

function fieldsOfFormula(formula: Formula): FieldName[] {
  const of = (...forms: Linear[]) => forms.flatMap((form) => Object.keys(form))
  switch (formula.kind) {
    case 'ratio':
    case 'population':
      return of(formula.num, formula.den)
    case 'product':
      return formula.factors.flatMap(({ num, den }) => of(num, den))
    case 'ratio-sum':
      return formula.terms.flatMap(({ num, den }) => of(num, den))
    case 'sum':
    case 'mean-count':
    case 'busy-hour':
      return of(formula.of)
    case 'percentile':
      return binFields(formula.bins, formula.edges)
    case 'extreme':
      return [formula.field]
  }
}

function binFields(bins: string, edges: 'throughput' | 'delay'): FieldName[] {
  return Array.from({ length: EDGES[edges].edges.length + 1 }, (_, i) => `${bins}${i}`)
}

/** Every field that a figure of this KPI is made of, its coverage and reason included. */
export function fieldsOfKpi(kpi: KpiDefinition): FieldName[] {
  return [...new Set([...fieldsOfFormula(kpi.formula), ...accountFields(kpi), ...DUE_FIELDS, ...UNKNOWN_FIELDS])]
}

const UNKNOWN_FIELDS: readonly FieldName[] = ['avail.unknown', 'avail.unknown_silent']

/** Fields of the timeline that a figure of reports is measured by. */
export const TIME_FIELDS: readonly FieldName[] = [...DUE_FIELDS, ...UNKNOWN_FIELDS]

function accountFields(kpi: KpiDefinition): FieldName[] {
  const owner = ownerOf(kpi)
  if (kpi.basis === 'registry') return [`${owner.id}.svc`]
  if (kpi.basis !== 'report') return []
  const stages = stagesOf(kpi.formula)
  return [
    ...stages.flatMap((stage) => [observedField(kpi, stage), suspectField(kpi, stage)]),
    ...owner.stages
      .filter(({ id }) => stages.includes(id))
      .flatMap(({ variants }) => variants)
      .filter(({ id }) => id !== '')
      .map(({ id }) => variantField(kpi, id)),
  ]
}

/** Greatest and least values among these fields, which do not add in space. */
export function extremesAmong(fields: readonly FieldName[]): ExtremeField[] {
  return fields.flatMap((field) => {
    const take = kindOfField(field)
    const observed = observedOf(field)
    return (take === 'max' || take === 'min') && observed !== undefined ? [{ field, take, observed }] : []
  })
}

/** Those that are added over cells, as greatest values of one cell over time. */
export function sumsOfMaxAmong(fields: readonly FieldName[]): ExtremeField[] {
  return fields.flatMap((field) => {
    const observed = observedOf(field)
    return kindOfField(field) === 'sum-of-max' && observed !== undefined ? [{ field, take: 'max', observed }] : []
  })
}

/** The formula uses a field that is added over cells and the greatest over time. */
export function isSumOfMax({ formula }: KpiDefinition): boolean {
  return formula.kind === 'extreme' && kindOfField(formula.field) === 'sum-of-max'
}

/** Bounds of these are made per cell, then summed. */
export function boundsNeedCells(kpi: KpiDefinition): boolean {
  return kpi.bounds === 'success-ratio' || kpi.bounds === 'utilisation'
}

/** What of a single cell its share in the bounds is made of: what it usually has, and how long it was missing. */
export function fieldsOfBounds(kpi: KpiDefinition): FieldName[] {
  const { formula } = kpi
  const stages = formula.kind === 'product' ? formula.factors : formula.kind === 'ratio' ? [formula] : []
  return [
    ...new Set([
      ...stages.flatMap(({ den, stage }) => [...Object.keys(den), observedField(kpi, stage)]),
      ...DUE_FIELDS,
    ]),
  ]
}
