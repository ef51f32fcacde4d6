import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { SumQuery, SumSeries, SumWindow } from '../port.ts'
import { sumSql } from './sum-sql.ts'

/** Series ordered by their tags, windows ascending. */
export async function readSums(
  connection: DuckDBConnection,
  query: SumQuery,
  columns: ReadonlySet<string>,
): Promise<SumSeries[]> {
  const { sql, values, fields } = sumSql(query, columns)
  const reader = await connection.runAndReadAll(sql, [...values])
  const table = reader.getColumns()
  const tagColumns = table.slice(0, query.groupBy.length)
  const [times = [], revs = [], gps = [], ...sums] = table.slice(query.groupBy.length)
  const series: { by: Record<string, string>; windows: SumWindow[] }[] = []
  let current: DuckDBValue[] | undefined
  for (let row = 0; row < times.length; row++) {
    const tags = tagColumns.map((column) => column[row] ?? null)
    let last = series.at(-1)
    if (last === undefined || tags.some((tag, i) => tag !== current?.[i])) {
      last = { by: Object.fromEntries(query.groupBy.map((tag, i) => [tag, String(tags[i])])), windows: [] }
      series.push(last)
      current = tags
    }
    last.windows.push({
      t: Number(times[row]),
      sums: sumsOf(fields, sums, row),
      rev: Number(revs[row]),
      gpS: Number(gps[row]),
    })
  }
  return series
}

/** A field that no row has is absent, which is not 0. */
function sumsOf(fields: readonly string[], columns: readonly DuckDBValue[][], row: number): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [i, field] of fields.entries()) {
    const sum = columns[i]?.[row]
    if (typeof sum === 'number') sums.set(field, sum)
  }
  return sums
}
