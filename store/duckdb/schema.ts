import type { DuckDBConnection } from '@duckdb/node-api'
import { type FieldName, LEVELS, UNKNOWN_TAG } from '../../contract/mod.ts'
import type { KpiTable } from '../port.ts'
import { fieldsPresent, firstKpiTables, KPI_TABLES, kpiTable, TAGS_OF_TABLE, tagTable } from './kpi-tables.ts'
import { META, SIDE_TABLES } from './side-tables.ts'
import { type Column, DUCKDB_TYPES, quoteName } from './table.ts'

/** Raised when tables change in a way that adding columns does not cover. */
const LAYOUT = 1

/**
 * Creates the tables that are missing, and in those that exist the columns that they have since gained: NULL in older
 * rows, `unknown` for a tag. Columns of KPI fields come with the first row that has them: see {@link addFields}.
 *
 * @throws Error where the file belongs to another realm or was made by another layout.
 */
export async function createSchema(connection: DuckDBConnection, realm: string): Promise<void> {
  await connection.run('CREATE TABLE IF NOT EXISTS store_identity (realm VARCHAR NOT NULL, layout INTEGER NOT NULL)')
  if ((await identityOf(connection)) === undefined) {
    await connection.run('INSERT INTO store_identity VALUES ($1, $2)', [realm, LAYOUT])
  }
  await checkIdentity(connection, realm)
  const tagTables = new Set(KPI_TABLES.map((table) => tagTable(table).name))
  const present = await allColumns(connection)
  let changed = false
  for (const table of [...firstKpiTables(), ...SIDE_TABLES]) {
    const name = quoteName(table.name)
    const columns = present.get(table.name)
    const missing = table.columns.filter((column) => columns?.has(column.name) !== true)
    if (columns === undefined) await connection.run(`CREATE TABLE ${name} (${missing.map(declare).join(', ')})`)
    for (const column of columns === undefined ? [] : missing) {
      const otherwise = tagTables.has(table.name) ? ` DEFAULT '${UNKNOWN_TAG}'` : ''
      await connection.run(`ALTER TABLE ${name} ADD COLUMN ${declare(column)}${otherwise}`)
    }
    changed ||= missing.length > 0
  }
  if (!changed) return
  const columnsNow = await allColumns(connection)
  for (const table of KPI_TABLES) await connection.run(readableView(table, fieldsPresent(table, columnsNow)))
}

/** Makes columns for fields that no row of the table had before, at every level; `present` are those it has. */
export async function addFields(
  connection: DuckDBConnection,
  table: KpiTable,
  fields: ReadonlySet<FieldName>,
  present: ReadonlySet<FieldName>,
): Promise<void> {
  const statements = LEVELS.flatMap((level) =>
    kpiTable(table, level, [...fields])
      .columns.filter(({ name }) => fields.has(name))
      .map((column) => `ALTER TABLE ${quoteName(`${table}_${level}`)} ADD COLUMN IF NOT EXISTS ${declare(column)}`),
  )
  // hundreds at a first start: in one call, since each call waits for its turn in a process that is busy counting
  await connection.run([...statements, readableView(table, new Set([...present, ...fields]))].join(';\n'))
}

/** @throws Error where the file is not this realm's, or has another layout. */
export async function checkIdentity(connection: DuckDBConnection, realm: string): Promise<void> {
  const identity = await identityOf(connection)
  if (identity === undefined)
    throw new Error('the file is a DuckDB database but holds no KPI store; let `tram5g process` make one')
  if (identity.realm !== realm) {
    throw new Error(
      `the store belongs to the realm ${identity.realm}, not ${realm}; each realm has a data directory of its own`,
    )
  }
  if (identity.layout !== LAYOUT) {
    throw new Error(
      `the store has layout ${identity.layout}, this version knows ${LAYOUT}; move the file away and run \`tram5g reprocess\` to make a new one from the log`,
    )
  }
}

/** Names of all columns by table and view; one look at the catalogue, which costs more than any of our tables. */
export async function allColumns(connection: DuckDBConnection): Promise<Map<string, Set<string>>> {
  const reader = await connection.runAndReadAll(
    "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main'",
  )
  const columns = new Map<string, Set<string>>()
  for (const [table, column] of reader.getRows()) {
    const name = String(table)
    columns.set(name, (columns.get(name) ?? new Set()).add(String(column)))
  }
  return columns
}

async function identityOf(connection: DuckDBConnection): Promise<{ realm: string; layout: number } | undefined> {
  if (!(await allColumns(connection)).has('store_identity')) return undefined
  const reader = await connection.runAndReadAll('SELECT realm, layout FROM store_identity')
  const [row] = reader.getRows()
  return row === undefined ? undefined : { realm: String(row[0]), layout: Number(row[1]) }
}

function declare({ name, kind }: Column): string {
  return `${quoteName(name)} ${DUCKDB_TYPES[kind]}`
}

/** `cell_kpi`, `station_kpi`, `zone_kpi` as a person with the DuckDB shell expects them: all levels, tags spelled out. */
function readableView(table: KpiTable, fields: ReadonlySet<FieldName>): string {
  const tags = TAGS_OF_TABLE[table].map((tag) => `tags.${quoteName(tag)}`).join(', ')
  const levels = LEVELS.map((level) => {
    const columns = kpiTable(table, level, [...fields]).columns.filter(({ name }) => name !== 'series')
    const own = columns.map(({ name }) => `kpi.${quoteName(name)}`).join(', ')
    return `SELECT '${level}' AS level, ${tags}, ${own} FROM ${quoteName(`${table}_${level}`)} AS kpi JOIN ${quoteName(`${table}_tags`)} AS tags USING (series)`
  })
  return `CREATE OR REPLACE VIEW ${quoteName(table)} AS ${levels.join(' UNION ALL ')}`
}

/** Whether meta of this realm may be written here; the identity is told at open, so a mismatch is a fault of wiring. */
export function checkMetaRealm(realm: string, metaRealm: string): void {
  if (realm !== metaRealm) throw new RangeError(`${META.name} of the realm ${metaRealm} came to the store of ${realm}`)
}
