import { type DuckDBConnection, DuckDBDataChunk, type DuckDBValue } from '@duckdb/node-api'
import { DUCKDB_TYPES, quoteName, type Table, toColumn } from './table.ts'

/** A data chunk holds at most this many rows (DuckDB's vector size). */
const CHUNK_ROWS = 2048

/** Rows of a table, column by column; no two with the same key. */
export interface RowSource {
  readonly count: number
  /** Values of the column with this name by row; null or undefined: none. */
  column(name: string): (row: number) => unknown
  /** Columns besides the key of which no row has a value: they need not be carried, and become NULL. */
  readonly empty?: ReadonlySet<string>
}

/**
 * Puts rows where they belong, over those with the same key: into a temporary table by data chunks, then out of the
 * table what has the same keys, then in. To be called inside a transaction; for a KPI batch of 3,400 rows it takes
 * about 25 ms, of which half is the way through the temporary table.
 */
export async function replaceRows(connection: DuckDBConnection, table: Table, rows: RowSource): Promise<void> {
  if (rows.count === 0) return
  const stage = await stageRows(connection, table, rows)
  const target = quoteName(table.name)
  const same = table.key.map((column) => `target.${quoteName(column)} = stage.${quoteName(column)}`)
  const [where, bounds] = rangeOf(table, rows)
  await connection.run(
    `DELETE FROM ${target} AS target USING ${stage} AS stage WHERE ${[...same, ...where].join(' AND ')}`,
    bounds,
  )
  const columns = carried(table, rows)
    .map((column) => quoteName(column.name))
    .join(', ')
  await connection.run(`INSERT INTO ${target} (${columns}) SELECT ${columns} FROM ${stage}`)
}

async function stageRows(connection: DuckDBConnection, table: Table, rows: RowSource): Promise<string> {
  const name = `stage_${table.name}`
  const stage = `temp.main.${quoteName(name)}`
  const own = carried(table, rows)
  const columns = own.map((column) => `${quoteName(column.name)} ${DUCKDB_TYPES[column.kind]}`).join(', ')
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${quoteName(name)} (${columns})`)
  const appender = await connection.createAppender(name, 'main', 'temp')
  try {
    const types = own.map((column) => DUCKDB_TYPES[column.kind])
    for (let start = 0; start < rows.count; start += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows.count - start)
      const chunk = DuckDBDataChunk.create(types, count)
      for (const [place, column] of own.entries()) {
        // straight into the vector: arrays in between cost more than the rest of the way
        const vector = chunk.getColumnVector(place)
        const at = rows.column(column.name)
        for (let i = 0; i < count; i++) vector.setItem(i, toColumn(column.kind, at(start + i)))
        vector.flush()
      }
      appender.appendDataChunk(chunk)
    }
  } finally {
    appender.closeSync()
  }
  return stage
}

/** Columns on their way through the temporary table; of hundreds that the catalogue can fill a batch has a few dozen. */
function carried(table: Table, { empty }: RowSource): Table['columns'] {
  return empty === undefined ? table.columns : table.columns.filter(({ name }) => !empty.has(name))
}

/** Where the table grows with time, only the batch's own stretch of it need be looked through. */
function rangeOf(table: Table, rows: RowSource): [where: string[], bounds: DuckDBValue[]] {
  if (table.range === undefined) return [[], []]
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  const times = rows.column(table.range)
  for (let i = 0; i < rows.count; i++) {
    const at = times(i) as number
    if (at < least) least = at
    if (at > greatest) greatest = at
  }
  return [[`target.${quoteName(table.range)} BETWEEN $1 AND $2`], [BigInt(least), BigInt(greatest)]]
}

/** The last of each key: what came later in one batch replaces what came before it. */
export function lastOfEach<Row extends object>(rows: readonly Row[], key: readonly string[]): Row[] {
  const last = new Map<string, Row>()
  for (const row of rows) {
    const values = row as Readonly<Record<string, unknown>>
    last.set(JSON.stringify(key.map((column) => values[column])), row)
  }
  return [...last.values()]
}
