import {
  CELL_SUB_TAGS,
  CELL_TAGS,
  type FieldName,
  fieldsOfObject,
  fieldsOfSplits,
  kindOfField,
  LEVELS,
  type Level,
  STATION_TAGS,
  TIMELINE_FIELDS,
  ZONE_TAGS,
} from '../../contract/mod.ts'
import type { KpiTable } from '../port.ts'
import type { Column, Table } from './table.ts'

export const KPI_TABLES: readonly KpiTable[] = ['cell_kpi', 'cell_kpi_sub', 'station_kpi', 'zone_kpi']

export const TAGS_OF_TABLE: Readonly<Record<KpiTable, readonly string[]>> = {
  cell_kpi: CELL_TAGS,
  cell_kpi_sub: CELL_SUB_TAGS,
  station_kpi: STATION_TAGS,
  zone_kpi: ZONE_TAGS,
}

const CELL_FIELDS = fieldsOfObject('cell')

/**
 * Every field that the catalogue can make for the rows of a table. Greatest and least values do not add, so rows of zones
 * have none.
 */
export const FIELDS_OF_TABLE: Readonly<Record<KpiTable, readonly FieldName[]>> = {
  cell_kpi: [...TIMELINE_FIELDS, ...CELL_FIELDS],
  cell_kpi_sub: fieldsOfSplits(),
  station_kpi: [...TIMELINE_FIELDS, ...fieldsOfObject('station')],
  zone_kpi: [...TIMELINE_FIELDS, ...CELL_FIELDS.filter((field) => ['sum', 'sum-of-max'].includes(kindOfField(field)))],
}

const fieldSet = (table: KpiTable): ReadonlySet<string> => new Set(FIELDS_OF_TABLE[table])

export const FIELD_SETS: Readonly<Record<KpiTable, ReadonlySet<string>>> = {
  cell_kpi: fieldSet('cell_kpi'),
  cell_kpi_sub: fieldSet('cell_kpi_sub'),
  station_kpi: fieldSet('station_kpi'),
  zone_kpi: fieldSet('zone_kpi'),
}

/**
 * A table per level, because levels differ in how often they are written and how long they are kept. Tags stand once
 * per tag set in a table of their own ({@link tagTable}); rows name it by `series`. Measured on 2 cores with 3,400 rows
 * of 45 fields a batch and eight overwrites of each: 70,000 rows/s; with an index as primary key 48,000, and the file
 * grew further, since DuckDB does not vacuum an indexed table.
 *
 * A field is a DOUBLE column, NULL where a row does not have it, and is made when the first row brings it: each column
 * costs every batch, however small, and of the hundreds that the catalogue can make a fleet reports some dozens.
 */
export function kpiTable(table: KpiTable, level: Level, names: readonly FieldName[] = FIELDS_OF_TABLE[table]): Table {
  const fields = names.map((name): Column => ({ name, kind: 'float' }))
  return {
    name: `${table}_${level}`,
    columns: [
      { name: 'series', kind: 'id' },
      { name: 't', kind: 'int' },
      { name: 'rev', kind: 'id' },
      { name: 'gpS', kind: 'float' },
      { name: 'retired', kind: 'bool' },
      ...fields,
    ],
    key: ['t', 'series'],
    range: 't',
  }
}

export function tagTable(table: KpiTable): Table {
  const tags = TAGS_OF_TABLE[table].map((name): Column => ({ name, kind: 'text' }))
  return { name: `${table}_tags`, columns: [{ name: 'series', kind: 'id' }, ...tags], key: ['series'] }
}

/** The tables as they begin: with the fields of the timeline, which every row has but those of a cell's members. */
export function firstKpiTables(): Table[] {
  return KPI_TABLES.flatMap((table) => [
    tagTable(table),
    ...LEVELS.map((level) => kpiTable(table, level, table === 'cell_kpi_sub' ? [] : TIMELINE_FIELDS)),
  ])
}

/** Fields for which every level of the table has a column, by the columns of all tables. */
export function fieldsPresent(table: KpiTable, columns: ReadonlyMap<string, ReadonlySet<string>>): Set<FieldName> {
  return new Set(
    FIELDS_OF_TABLE[table].filter((field) =>
      LEVELS.every((level) => columns.get(kpiTable(table, level, []).name)?.has(field) === true),
    ),
  )
}
