import type { KpiDefinition, Linear } from '../../contract/mod.ts'
import { identifier, source, timeBucket } from './influxql.ts'
import { groupBy } from './influxql-terms.ts'
import { extremeQl } from './kpi-extreme-influxql.ts'
import type { KpiInfluxQlOptions } from './kpi-influxql-options.ts'
import { type Pieces, piecesOf } from './kpi-pieces.ts'

/**
 * A KPI as InfluxQL in the only form allowed. InfluxQL answers 0 for x / 0, so every denominator is guarded outside the
 * division; sums are made before it, never means of ratios; a period nobody observed is no value, and neither are more
 * successes than attempts. What `evaluateKpi` says of the same sums, this says too, but for one thing: a figure of
 * several stages that lacks one of them is partial there, and is no value here.
 *
 * Example: `SELECT n0 / d0 * 100 AS "value" FROM (SELECT sum("RrcSetupSuccess.succ") AS n0,
 * sum("RrcSetupSuccess.att") AS d0, sum("RrcSetupSuccess.obs") AS o FROM "1m"."zone_kpi" WHERE $timeFilter
 * GROUP BY "zone", time($__interval, -7h) fill(none)) WHERE o > 0 AND d0 > 0 AND n0 <= d0 GROUP BY "zone"`.
 *
 * @throws RangeError for what InfluxQL cannot say: a percentile, a busy hour, a share of the licensed sites; a table that
 * is not the KPI's.
 */
export function kpiToInfluxQl(kpi: KpiDefinition, options: KpiInfluxQlOptions): string {
  if ((kpi.object === 'station') !== (options.table === 'station_kpi')) {
    throw new RangeError(`${kpi.id} is of a ${kpi.object}: ${options.table} has no such fields`)
  }
  const { formula } = kpi
  if (formula.kind === 'extreme') return extremeQl(kpi, formula, options)
  return asStatement(piecesOf(kpi, options), options)
}

function asStatement({ sums, guards, value, forms }: Pieces, options: KpiInfluxQlOptions): string {
  const tags = options.groupBy.map(identifier)
  const windows = options.window === undefined ? [] : [timeBucket(options.window)]
  const from = source(options.level, options.table)
  const inner = `SELECT ${sums.join(', ')} FROM ${from} WHERE ${options.where}${groupBy([...tags, ...windows])} fill(${fillOf(forms)})`
  const where = guards.length === 0 ? '' : ` WHERE ${guards.join(' AND ')}`
  return `SELECT ${value} AS ${identifier(options.alias ?? 'value')} FROM (${inner})${where}${groupBy(tags)}`
}

/**
 * A sum of several fields is null in InfluxQL where a group lacks one of them; `fill(0)` makes that one 0, as it is,
 * and the windows that it makes up are taken away by the guards.
 */
function fillOf(forms: readonly Linear[]): 'none' | '0' {
  return forms.every((form) => Object.keys(form).length === 1) ? 'none' : '0'
}
