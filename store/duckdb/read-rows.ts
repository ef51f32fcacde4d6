import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { RowTable } from './side-tables.ts'
import { fromColumn, quoteName } from './table.ts'

/** What follows FROM: conditions, order and limit in SQL of ours, with its parameters. */
export interface Tail {
  readonly sql: string
  readonly values?: readonly DuckDBValue[]
}

export async function readRows<Row>(connection: DuckDBConnection, table: RowTable<Row>, tail: Tail): Promise<Row[]> {
  const columns = table.columns.map(({ name }) => quoteName(name)).join(', ')
  const sql = `SELECT ${columns} FROM ${quoteName(table.name)} ${tail.sql}`
  const reader = await connection.runAndReadAll(sql, [...(tail.values ?? [])])
  return reader
    .getRows()
    .map(
      (row) =>
        Object.fromEntries(table.columns.map(({ name, kind }, i) => [name, fromColumn(kind, row[i] ?? null)])) as Row,
    )
}
