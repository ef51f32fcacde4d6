import type { DuckDBConnection } from '@duckdb/node-api'
import type { Level } from '../../contract/mod.ts'
import type { KpiRow, KpiTable, WriteReport } from '../port.ts'
import { FIELDS_OF_TABLE, kpiTable } from './kpi-tables.ts'
import { replaceRows } from './replace-rows.ts'
import { rowFault, rowName } from './row-fault.ts'
import type { TagSets } from './tag-sets.ts'

interface Placed {
  readonly series: number
  readonly row: KpiRow
}

/**
 * Writes the rows, each over the one of the same identity; in the caller's transaction. Whole rows replace whole rows:
 * a field once written is written again, so nothing of the old one is missed.
 */
export async function writeKpiRows(
  connection: DuckDBConnection,
  rows: readonly KpiRow[],
  tagSets: Readonly<Record<KpiTable, TagSets>>,
  keptSince: (level: Level) => number,
): Promise<WriteReport> {
  const refused: { row: string; reason: string }[] = []
  const places = new Map<string, { table: KpiTable; level: Level; rows: Map<string, Placed> }>()
  let expired = 0
  let written = 0
  for (const row of rows) {
    const fault = rowFault(row)
    if (fault === undefined && row.t < keptSince(row.level)) {
      expired++
      continue
    }
    const series = fault ?? tagSets[row.table].numberOf(row.tags)
    if (typeof series === 'string') {
      refused.push({ row: rowName(row), reason: series })
      continue
    }
    const name = `${row.table}_${row.level}`
    let place = places.get(name)
    if (place === undefined) {
      place = { table: row.table, level: row.level, rows: new Map() }
      places.set(name, place)
    }
    // of two rows of one identity in one batch the later stands
    place.rows.set(`${row.t}/${series}`, { series, row })
    written++
  }
  for (const table of new Set([...places.values()].map((place) => place.table))) await tagSets[table].save(connection)
  for (const { table, level, rows: byIdentity } of places.values()) {
    const placed = [...byIdentity.values()]
    await replaceRows(connection, kpiTable(table, level), {
      count: placed.length,
      empty: fieldsWithoutValue(table, placed),
      value: (index, column) => valueIn(placed[index], column),
    })
  }
  return { written, expired, refused }
}

/** Fields of the table that none of the rows has. */
function fieldsWithoutValue(table: KpiTable, placed: readonly Placed[]): ReadonlySet<string> {
  const empty = new Set(FIELDS_OF_TABLE[table])
  for (const { row } of placed) for (const field in row.fields) empty.delete(field)
  return empty
}

function valueIn(placed: Placed | undefined, column: string): unknown {
  if (placed === undefined) return undefined
  switch (column) {
    case 'series':
      return placed.series
    case 't':
      return placed.row.t
    case 'rev':
      return placed.row.rev
    case 'gpS':
      return placed.row.gpS
    case 'retired':
      return placed.row.retired
    default:
      return placed.row.fields[column]
  }
}
