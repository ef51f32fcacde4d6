import {
  type Formula,
  type KpiDefinition,
  kpiById,
  type Linear,
  observedField,
  type RatioFormula,
} from '../../contract/mod.ts'
import { groupBy, type Scope, shown, sums, tagsOf } from './scope.ts'

/** @throws Error where the catalogue has no such KPI. */
export function kpiOf(id: string): KpiDefinition {
  const kpi = kpiById(id)
  if (kpi === undefined) throw new Error(`A panel names the KPI '${id}', which the catalogue does not have.`)
  return kpi
}

/**
 * The KPI's value in its unit, as the console and the report have it. A row only where there is a value: what was not
 * observed, what would be divided by zero (InfluxQL answers 0 for x/0) and what its guard forbids has none.
 *
 * Example: `SELECT max("value") AS "PRB utilisation DL" FROM (SELECT ("PrbUtilDl.used")/("PrbUtilDl.avail")*100 AS
 * "value" FROM (SELECT sum(…) … fill(0)) WHERE ("PrbUtilDl.avail") > 0 AND "PrbUtilDl.obs" > 0) …`
 */
export function valueQuery(kpi: KpiDefinition, as: string, scope: Scope): string {
  const guards = [...stagesOf(kpi.formula).map(({ den }) => `${linear(den)} > 0`), observedGuard(kpi)]
  if (kpi.bounds === 'success-ratio') {
    guards.push(...stagesOf(kpi.formula).map(({ num, den }) => `${linear(num)} <= ${linear(den)}`))
  }
  return figureQuery([{ column: 'value', as, expression: expressionOf(kpi.formula) }], fieldsOf(kpi), guards, {
    ...scope,
    modes: kpi.modes,
  })
}

/** Known over expected time of a KPI read from the timeline [%]. */
export function knownShareQuery(as: string, scope: Scope, atLeastPercent = 0): string {
  const expression = '("exp" - "avail.unknown") / "exp" * 100'
  const guards = ['"exp" > 0', ...(atLeastPercent > 0 ? [`${expression} >= ${atLeastPercent}`] : [])]
  return figureQuery([{ column: 'coverage', as, expression }], ['exp', 'avail.unknown'], guards, scope)
}

export interface Figure {
  readonly column: string
  readonly as: string
  readonly expression: string
}

export function figureQuery(
  figures: readonly Figure[],
  fields: readonly string[],
  guards: readonly string[],
  scope: Scope,
): string {
  const list = figures.map(({ expression, column }) => `${expression} AS "${column}"`).join(', ')
  const guarded = `SELECT ${list} FROM (${sums(fields, scope)}) WHERE ${guards.join(' AND ')}${groupBy(tagsOf(scope))}`
  return shown(figures, guarded, scope)
}

function observedGuard(kpi: KpiDefinition): string {
  return kpi.basis === 'timeline' ? '"exp" - "avail.unknown" > 0' : `"${observedField(kpi)}" > 0`
}

function fieldsOf(kpi: KpiDefinition): readonly string[] {
  const observed = kpi.basis === 'timeline' ? ['exp', 'avail.unknown'] : [observedField(kpi)]
  const { formula } = kpi
  const terms = formula.kind === 'sum' ? [formula.of] : stagesOf(formula).flatMap(({ num, den }) => [num, den])
  return [...terms.flatMap((term) => Object.keys(term)), ...observed]
}

function stagesOf(formula: Formula): readonly RatioFormula[] {
  if (formula.kind === 'sum') return []
  return formula.kind === 'ratio' ? [formula] : formula.factors
}

function expressionOf(formula: Formula): string {
  if (formula.kind === 'sum') return `${linear(formula.of)} * ${formula.scale}`
  if (formula.kind === 'ratio') return ratio(formula)
  return `${formula.factors.map(ratio).join(' * ')} * ${formula.scale}`
}

function ratio({ num, den, scale }: RatioFormula): string {
  return `${linear(num)} / ${linear(den)} * ${scale}`
}

export function linear(form: Linear): string {
  return `(${Object.entries(form)
    .map(([field, weight]) => (weight === 1 ? `"${field}"` : `"${field}" * ${weight}`))
    .join(' + ')})`
}
