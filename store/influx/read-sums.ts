import type { FieldName } from '../../contract/mod.ts'
import type { SumQuery, SumSeries, SumWindow } from '../port.ts'
import { identifier, source, tagsWithin, timeBucket, timeWithin } from './influxql.ts'
import { TAGS_OF } from './kpi-lines.ts'
import type { QuerySeries } from './query.ts'

/**
 * InfluxQL of a sum, or `undefined` where nothing can match. Columns: time, each field in order, rev, gp.
 *
 * @throws {RangeError} where a tag is none of the table's.
 */
export function sumInfluxQl(query: SumQuery): string | undefined {
  const known = TAGS_OF[query.table]
  const unknown = [...query.groupBy, ...Object.keys(query.where)].find((tag) => !known.includes(tag))
  if (unknown !== undefined) {
    throw new RangeError(`${query.table} has no tag ${JSON.stringify(unknown)}: expected one of ${known.join(', ')}`)
  }
  const conditions = tagsWithin(query.where)
  if (conditions === undefined || query.from >= query.to) return undefined
  const columns = [...query.fields.map((field) => `sum(${identifier(field)})`), 'max("rev")', 'max("gp")']
  const groups = query.groupBy.map(identifier)
  if (query.bucket === 'level') groups.push(timeBucket(query.level))
  return [
    `SELECT ${columns.join(', ')} FROM ${source(query.level, query.table)}`,
    `WHERE ${[timeWithin(query.from, query.to), ...conditions].join(' AND ')}`,
    groups.length === 0 ? '' : `GROUP BY ${groups.join(', ')}`,
    'fill(none)',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** The answer in the order of its columns: names are not unique, and a field no row of the group has is null. */
export function sumSeries(query: SumQuery, answer: readonly QuerySeries[]): SumSeries[] {
  return answer.map(({ tags, values }) => ({
    by: Object.fromEntries(query.groupBy.map((tag) => [tag, tags?.[tag] ?? ''])),
    windows: values.map((value) => sumWindow(query, value)),
  }))
}

function sumWindow(query: SumQuery, value: readonly unknown[]): SumWindow {
  const sums = new Map<FieldName, number>()
  query.fields.forEach((field, i) => {
    const sum = value[i + 1]
    if (typeof sum === 'number') sums.set(field, sum)
  })
  const own = query.fields.length
  return {
    t: query.bucket === 'all' ? query.from : Number(value[0]),
    sums,
    rev: Number(value[own + 1] ?? 0),
    gpS: Number(value[own + 2] ?? 0),
  }
}
