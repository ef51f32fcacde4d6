import type { DuckDBConnection, DuckDBMaterializedResult } from '@duckdb/node-api'
import type { SumQuery, SumSeries, SumWindow } from '../port.ts'
import { type SumColumns, SumRow } from './sum-row.ts'
import { sumSql } from './sum-sql.ts'

/** Tags of the tag set with this number. */
export type TagsOf = (series: number) => Readonly<Record<string, string>>

/** Series in the order in which they first appear, windows ascending. */
export async function readSums(
  connection: DuckDBConnection,
  query: SumQuery,
  columns: ReadonlySet<string>,
  tagsOf: TagsOf,
): Promise<SumSeries[]> {
  const { sql, values, fields } = sumSql(query, columns)
  const result = await connection.run(sql, [...values])
  const [members, times, revs, gps, ...sums] = numbersOf(result)
  if (members === undefined || times === undefined || revs === undefined || gps === undefined) return []
  const places = new Map(fields.map((field, place) => [field, place]))
  const table: SumColumns = { fields, places, columns: sums }
  const groups = new Map<string, { by: Readonly<Record<string, string>>; windows: SumWindow[] }>()
  const groupOfMember = new Map<number, SumWindow[]>()
  for (let row = 0; row < times.length; row++) {
    const member = members[row] ?? Number.NaN
    let windows = groupOfMember.get(member)
    if (windows === undefined) {
      const tags = query.groupBy.length === 0 ? {} : tagsOf(member)
      const by = Object.fromEntries(query.groupBy.map((tag) => [tag, tags[tag] ?? '']))
      const key = JSON.stringify(by)
      const group = groups.get(key) ?? { by, windows: [] }
      groups.set(key, group)
      windows = group.windows
      groupOfMember.set(member, windows)
    }
    windows.push({
      t: times[row] ?? Number.NaN,
      sums: new SumRow(table, row),
      rev: revs[row] ?? 0,
      gpS: gps[row] ?? 0,
    })
  }
  return [...groups.values()]
}

/** All columns as doubles, NaN for NULL. */
function numbersOf(result: DuckDBMaterializedResult): Float64Array[] {
  const columns = Array.from({ length: result.columnCount }, () => new Float64Array(result.rowCount))
  let start = 0
  for (let i = 0; i < result.chunkCount; i++) {
    const chunk = result.getChunk(i)
    for (const [c, column] of columns.entries()) {
      const vector = chunk.getColumnVector(c)
      for (let row = 0; row < vector.itemCount; row++) {
        const value = vector.getItem(row)
        column[start + row] = typeof value === 'number' ? value : Number.NaN
      }
    }
    start += chunk.rowCount
  }
  return columns
}
