import type { DuckDBValue } from '@duckdb/node-api'
import { LEVELS, quoted } from '../../contract/mod.ts'
import type { SumQuery } from '../port.ts'
import { KPI_FIELDS, KPI_TABLES, TAGS_OF_TABLE } from './kpi-tables.ts'
import { quoteName } from './table.ts'

export interface SumSql {
  readonly sql: string
  readonly values: readonly DuckDBValue[]
  /** Fields in the order of their columns, which come after one tag set of the group, t, rev and gpS; all are doubles. */
  readonly fields: readonly string[]
}

const FIELDS: ReadonlySet<string> = new Set(KPI_FIELDS)

/**
 * One statement for the sums asked. Only names of the catalogue become SQL; times and tag values are parameters. A
 * group is told by the number of any of its tag sets: text for each of 200,000 rows would cost more than the sums.
 *
 * Sums are of doubles: parts are whole numbers (weighing by sub-carrier spacing makes halves at most), so every sum
 * below 2^53 is exact whatever its order. SUM passes over NULL and is NULL where every row is.
 *
 * `columns` are those the table has: a file opened read-only may be older than the catalogue, and then its rows lack
 * the newer fields.
 *
 * @throws RangeError for a table, level, field or tag that the catalogue does not know.
 */
export function sumSql(query: SumQuery, columns: ReadonlySet<string> = FIELDS): SumSql {
  const { table, level, groupBy, where, bucket } = query
  if (!KPI_TABLES.includes(table)) throw new RangeError(`no table ${quoted(table)}; there are ${KPI_TABLES.join(', ')}`)
  if (!LEVELS.includes(level)) throw new RangeError(`no level ${quoted(level)}; there are ${LEVELS.join(', ')}`)
  for (const field of query.fields) {
    if (!FIELDS.has(field)) throw new RangeError(`the catalogue has no field ${quoted(field)}`)
  }
  for (const tag of [...groupBy, ...Object.keys(where)]) {
    if (!TAGS_OF_TABLE[table].includes(tag)) {
      throw new RangeError(`${table} has no tag ${quoted(tag)}; it has ${TAGS_OF_TABLE[table].join(', ')}`)
    }
  }
  const fields = [...new Set(query.fields)].filter((field) => columns.has(field))
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
  const sums = fields.map((field) => `sum(kpi.${quoteName(field)})`)
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
