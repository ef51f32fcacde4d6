import type { DuckDBValue } from '@duckdb/node-api'
import { LEVELS, quoted } from '../../contract/mod.ts'
import type { SumQuery } from '../port.ts'
import { FIELD_SETS, KPI_TABLES, TAGS_OF_TABLE } from './kpi-tables.ts'
import { quoteName } from './table.ts'

export interface SumSql {
  readonly sql: string
  readonly values: readonly DuckDBValue[]
  /** Fields in the order of their columns, which come after one tag set of the group, t, rev and gpS; all are doubles. */
  readonly fields: readonly string[]
}

/**
 * One statement for the sums asked. Only names of the catalogue become SQL; times and tag values are parameters. A
 * group is told by the number of any of its tag sets: text for each of 200,000 rows would cost more than the sums.
 *
 * Sums are of doubles: parts are whole numbers (weighing by sub-carrier spacing makes halves at most), so every sum
 * below 2^53 is exact whatever its order. SUM, MAX and MIN pass over NULL and are NULL where every row is.
 *
 * `columns` are those the table has: a file opened read-only may be older than the catalogue, and then its rows lack
 * the newer fields.
 *
 * @throws RangeError for a table, level, field or tag that the catalogue does not know.
 */
export function sumSql(query: SumQuery, columns: ReadonlySet<string> = FIELD_SETS[query.table]): SumSql {
  const { table, level, groupBy, where, bucket, extremes = [] } = query
  if (!KPI_TABLES.includes(table)) throw new RangeError(`no table ${quoted(table)}; there are ${KPI_TABLES.join(', ')}`)
  if (!LEVELS.includes(level)) throw new RangeError(`no level ${quoted(level)}; there are ${LEVELS.join(', ')}`)
  for (const field of [...query.fields, ...extremes.flatMap((each) => [each.field, each.observed])]) {
    if (!FIELD_SETS[table].has(field)) throw new RangeError(`the catalogue has no field ${quoted(field)} of ${table}`)
  }
  for (const tag of [...groupBy, ...Object.keys(where)]) {
    if (!TAGS_OF_TABLE[table].includes(tag)) {
      throw new RangeError(`${table} has no tag ${quoted(tag)}; it has ${TAGS_OF_TABLE[table].join(', ')}`)
    }
  }
  const summed = [...new Set(query.fields)].filter((field) => columns.has(field))
  const others = extremes.filter(({ field, observed }) => columns.has(field) && columns.has(observed))
  const fields = [...summed, ...others.map(({ field }) => field)]
  const values: DuckDBValue[] = [BigInt(query.from), BigInt(query.to)]
  const conditions = ['kpi.t >= $1', 'kpi.t < $2']
  for (const [tag, wanted] of Object.entries(where)) {
    const places = wanted.map((value) => `$${values.push(value)}`)
    conditions.push(places.length === 0 ? 'FALSE' : `tags.${quoteName(tag)} IN (${places.join(', ')})`)
  }
  const by = groupBy.map((tag) => `tags.${quoteName(tag)}`)
  const groups = [...by, ...(bucket === 'level' ? ['kpi.t'] : [])]
  const order = bucket === 'level' ? 'ORDER BY kpi.t' : ''
  const time = bucket === 'level' ? 'kpi.t::DOUBLE' : 'min($1)::DOUBLE'
  const sums = [
    ...summed.map((field) => `sum(kpi.${quoteName(field)})`),
    ...others.map(
      ({ field, take, observed }) =>
        `${take === 'max' ? 'max' : 'min'}(CASE WHEN kpi.${quoteName(observed)} > 0 THEN kpi.${quoteName(field)} END)`,
    ),
  ]
  const tags =
    by.length + Object.keys(where).length > 0 ? `JOIN ${quoteName(`${table}_tags`)} AS tags USING (series)` : ''
  const sql = [
    `SELECT ${['min(kpi.series)::DOUBLE', time, 'max(kpi.rev)::DOUBLE', 'max(kpi."gpS")', ...sums].join(', ')}`,
    `FROM ${quoteName(`${table}_${level}`)} AS kpi ${tags}`,
    `WHERE ${conditions.join(' AND ')}`,
    groups.length === 0 ? 'HAVING count(*) > 0' : `GROUP BY ${groups.join(', ')} ${order}`,
  ].join(' ')
  return { sql, values, fields }
}
