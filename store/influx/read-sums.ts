import type { FieldName } from '../../contract/mod.ts'
import type { ExtremeField, SumQuery, SumSeries, SumWindow } from '../port.ts'
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

/**
 * InfluxQL of one extreme: a condition on a field holds for the whole statement, so each has one of its own. `undefined`
 * where nothing can match.
 */
export function extremeInfluxQl(query: SumQuery, { field, take, observed }: ExtremeField): string | undefined {
  const conditions = tagsWithin(query.where)
  if (conditions === undefined || query.from >= query.to) return undefined
  const groups = query.groupBy.map(identifier)
  if (query.bucket === 'level') groups.push(timeBucket(query.level))
  return [
    `SELECT ${take === 'max' ? 'max' : 'min'}(${identifier(field)}) FROM ${source(query.level, query.table)}`,
    `WHERE ${[timeWithin(query.from, query.to), ...conditions, `${identifier(observed)} > 0`].join(' AND ')}`,
    groups.length === 0 ? '' : `GROUP BY ${groups.join(', ')}`,
    'fill(none)',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** The sums with an extreme put into the windows it belongs to. */
export function withExtreme(
  query: SumQuery,
  field: FieldName,
  series: readonly SumSeries[],
  answer: readonly QuerySeries[],
): SumSeries[] {
  const keyOf = (by: Readonly<Record<string, string>>) => JSON.stringify(query.groupBy.map((tag) => by[tag] ?? ''))
  const found = new Map<string, Map<number, number>>()
  for (const { tags, values } of answer) {
    const windows = new Map<number, number>()
    for (const [time, value] of values) {
      if (typeof value === 'number') windows.set(query.bucket === 'all' ? query.from : Number(time), value)
    }
    found.set(keyOf(tags ?? {}), windows)
  }
  return series.map(({ by, windows }) => ({
    by,
    windows: windows.map((window) => {
      const value = found.get(keyOf(by))?.get(window.t)
      return value === undefined ? window : { ...window, sums: new Map([...window.sums, [field, value]]) }
    }),
  }))
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
