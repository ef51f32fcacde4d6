import { type KpiDefinition, kpiById, type Level, type Linear } from '../../contract/mod.ts'
import { kpiToInfluxQl } from '../../store/mod.ts'
import { groupBy, LEVEL, rowsOf, type Scope, shown, sums, tagsOf } from './scope.ts'

/** @throws Error where the catalogue has no such KPI. */
export function kpiOf(id: string): KpiDefinition {
  const kpi = kpiById(id)
  if (kpi === undefined) throw new Error(`A panel names the KPI '${id}', which the catalogue does not have.`)
  return kpi
}

/**
 * The KPI's value in its unit, as the console and the report have it. A row only where there is a value: what was not
 * observed, what would be divided by zero and what its guard forbids has none.
 *
 * Example: `SELECT max("value") AS "PRB utilisation DL" FROM (SELECT n0 / d0 * 100 AS "value" FROM (SELECT sum(…) …)
 * WHERE o > 0 AND d0 > 0) WHERE $timeFilter GROUP BY time($level, -7h) fill(null)`
 */
export function valueQuery(kpi: KpiDefinition, as: string, scope: Scope): string {
  const figures = kpiToInfluxQl(kpi, {
    table: scope.from,
    // Grafana puts the level in, which is the name of the retention policy
    level: LEVEL as Level,
    groupBy: scope.by,
    where: rowsOf({ ...scope, modes: kpi.modes }),
    ...(scope.over === 'windows' && { window: LEVEL }),
  })
  return shown([{ column: 'value', as }], figures, scope)
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

/** Σ weight · field, in brackets. */
export function linear(form: Linear): string {
  return `(${Object.entries(form)
    .map(([field, weight]) => (weight === 1 ? `"${field}"` : `"${field}" * ${weight}`))
    .join(' + ')})`
}
