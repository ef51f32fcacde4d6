import type { DuckDBConnection } from '@duckdb/node-api'
import type { FieldName, Level } from '../../contract/mod.ts'
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
      column: (name) => columnOf(placed, name),
    })
  }
  return { written, expired, refused }
}

/** Fields of the table that none of the rows has. */
function fieldsWithoutValue(table: KpiTable, placed: readonly Placed[]): ReadonlySet<string> {
  const empty = new Set(FIELDS_OF_TABLE[table])
  for (const names of new Set(placed.map(({ row }) => row.names))) for (const name of names) empty.delete(name)
  return empty
}

/** Values of one column by row. */
function columnOf(placed: readonly Placed[], name: string): (index: number) => unknown {
  const at = (index: number): Placed => placed[index] as Placed
  switch (name) {
    case 'series':
      return (index) => at(index).series
    case 't':
    case 'rev':
    case 'gpS':
    case 'retired':
      return (index) => at(index).row[name]
    default:
      return fieldOf(placed, name)
  }
}

function fieldOf(placed: readonly Placed[], name: FieldName): (index: number) => number | undefined {
  // neighbours mostly share their names
  let names: readonly FieldName[] = []
  let place = -1
  return (index) => {
    const { row } = placed[index] as Placed
    if (row.names !== names) {
      names = row.names
      place = names.indexOf(name)
    }
    return place < 0 ? undefined : row.values[place]
  }
}
