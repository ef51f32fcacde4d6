import { BIGINT, BOOLEAN, DOUBLE, type DuckDBType, type DuckDBValue, INTEGER, VARCHAR } from '@duckdb/node-api'

/**
 * How a value lies in a column. `int`: whole numbers up to 2^53 (epoch ms, counts); `id`: 32-bit; `float`: double;
 * `json`: text that holds a list or an object.
 */
export type ColumnKind = 'text' | 'int' | 'id' | 'float' | 'bool' | 'json'

export interface Column {
  readonly name: string
  readonly kind: ColumnKind
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  /** Names of the columns that make a row's identity: a row with the same ones replaces it. */
  readonly key: readonly string[]
  /** Key column that grows with time: lets a replacement skip what lies outside the batch's range. */
  readonly range?: string
}

export const DUCKDB_TYPES: Readonly<Record<ColumnKind, DuckDBType>> = {
  text: VARCHAR,
  int: BIGINT,
  id: INTEGER,
  float: DOUBLE,
  bool: BOOLEAN,
  json: VARCHAR,
}

/** An identifier of ours as SQL. Names come from the catalogue and from this room, never from a request. */
export function quoteName(name: string): string {
  if (!/^[A-Za-z0-9_.]{1,64}$/.test(name))
    throw new RangeError(`not a name of a table or column: ${JSON.stringify(name)}`)
  return `"${name}"`
}

/** A value of ours as DuckDB takes it. */
export function toColumn(kind: ColumnKind, value: unknown): DuckDBValue {
  if (value === null || value === undefined) return null
  if (kind === 'int') return BigInt(value as number)
  if (kind === 'json') return JSON.stringify(value)
  return value as string | number | boolean
}

/** A value of DuckDB as ours. */
export function fromColumn(kind: ColumnKind, value: DuckDBValue): unknown {
  if (value === null) return null
  if (kind === 'int') return Number(value)
  if (kind === 'json') return JSON.parse(value as string)
  return value
}
