import {
  type FieldName,
  type Formula,
  type KpiDefinition,
  type Linear,
  observedField,
  suspectField,
} from '../../contract/mod.ts'

/** From which the time in which reports were due is made. */
const DUE_FIELDS: readonly FieldName[] = ['exp', 'avail.down', 'avail.planned', 'avail.es']

function linearsOf(formula: Formula): Linear[] {
  switch (formula.kind) {
    case 'ratio':
      return [formula.num, formula.den]
    case 'product':
      return formula.factors.flatMap((factor) => [factor.num, factor.den])
    case 'sum':
      return [formula.of]
    default:
      return []
  }
}

/** Every field that a figure of this KPI is made of, its coverage and reason included. */
export function fieldsOfKpi(kpi: KpiDefinition): FieldName[] {
  const own = linearsOf(kpi.formula).flatMap((linear) => Object.keys(linear))
  const account = kpi.basis === 'report' ? [observedField(kpi), suspectField(kpi)] : []
  return [...new Set([...own, ...account, ...DUE_FIELDS, 'avail.unknown', 'avail.unknown_silent'])]
}

/** Bounds of these are made per cell, then summed. */
export function boundsNeedCells(kpi: KpiDefinition): boolean {
  return kpi.bounds === 'success-ratio' || kpi.bounds === 'utilisation'
}

/** What of a single cell its share in the bounds is made of: what it usually has, and how long it was missing. */
export function fieldsOfBounds(kpi: KpiDefinition): FieldName[] {
  const dens = kpi.formula.kind === 'product' ? kpi.formula.factors : kpi.formula.kind === 'ratio' ? [kpi.formula] : []
  return [...new Set([...dens.flatMap((stage) => Object.keys(stage.den)), observedField(kpi), ...DUE_FIELDS])]
}
