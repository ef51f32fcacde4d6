import { type ExtremeFormula, type KpiDefinition, kindOfField, observedField, observedOf } from '../../contract/mod.ts'
import { identifier, source, timeBucket } from './influxql.ts'
import { groupBy, scaled, sumOf } from './influxql-terms.ts'
import { cannotSay, type KpiInfluxQlOptions } from './kpi-influxql-options.ts'

/**
 * A greatest or least value, only of rows that observed one. Where cells are added it is the greatest of each cell first,
 * for which their rows are needed, or windows as long as those of the rows.
 */
export function extremeQl(kpi: KpiDefinition, { field, scale }: ExtremeFormula, options: KpiInfluxQlOptions): string {
  const { table, level, where, window } = options
  const alias = identifier(options.alias ?? 'value')
  const tags = options.groupBy.map(identifier)
  const windows = window === undefined ? [] : [timeBucket(window)]
  const observed = `${identifier(observedOf(field) ?? observedField(kpi))} > 0`
  const from = `${source(level, table)} WHERE ${where} AND ${observed}`
  const kind = kindOfField(field)
  if (kind === 'max' || kind === 'min') {
    const inner = `SELECT ${kind}(${identifier(field)}) AS v FROM ${from}${groupBy([...tags, ...windows])} fill(none)`
    return `SELECT ${scaled('v', scale)} AS ${alias} FROM (${inner})${groupBy(tags)}`
  }
  if (table === 'zone_kpi') {
    if (window !== level) throw cannotSay(kpi, `${table} has forgotten the single cells; ask cell_kpi`)
    const inner = `SELECT ${sumOf(field)} AS v FROM ${from}${groupBy([...tags, ...windows])} fill(none)`
    return `SELECT ${scaled('v', scale)} AS ${alias} FROM (${inner})${groupBy(tags)}`
  }
  const cells = [...new Set([...tags, identifier('station'), identifier('cell')])]
  const inner = `SELECT max(${identifier(field)}) AS v FROM ${from}${groupBy([...cells, ...windows])} fill(none)`
  // without a condition on time the outer windows would begin in 1970
  const within = window === undefined ? '' : ` WHERE ${where}`
  const added = `SELECT sum("v") AS s FROM (${inner})${within}${groupBy([...tags, ...windows])} fill(none)`
  return `SELECT ${scaled('s', scale)} AS ${alias} FROM (${added})${groupBy(tags)}`
}
