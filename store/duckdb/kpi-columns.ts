import type { DuckDBConnection } from '@duckdb/node-api'
import type { FieldName } from '../../contract/mod.ts'
import type { KpiRow, KpiTable } from '../port.ts'
import { FIELD_SETS, fieldsPresent, KPI_TABLES, tagTable } from './kpi-tables.ts'
import { allColumns } from './schema.ts'
import { TagSets } from './tag-sets.ts'

const NONE: ReadonlySet<string> = new Set()

/** What the file has for figures: its tag sets by number, and columns for those fields that some row has brought. */
export class KpiColumns {
  readonly tagSets: Readonly<Record<KpiTable, TagSets>> = {
    cell_kpi: new TagSets('cell_kpi'),
    cell_kpi_sub: new TagSets('cell_kpi_sub'),
    station_kpi: new TagSets('station_kpi'),
    zone_kpi: new TagSets('zone_kpi'),
  }
  #fields: Record<KpiTable, ReadonlySet<string>> = {
    cell_kpi: NONE,
    cell_kpi_sub: NONE,
    station_kpi: NONE,
    zone_kpi: NONE,
  }
  /** Tables that a file of an earlier version, opened read-only, may lack. */
  #missing: ReadonlySet<string> = NONE
  #tagSetsAreLoaded = false

  async load(connection: DuckDBConnection): Promise<void> {
    await this.#loadTagSets(connection)
    const columns = await allColumns(connection)
    for (const table of KPI_TABLES) this.#fields[table] = fieldsPresent(table, columns)
    this.#missing = new Set(KPI_TABLES.filter((table) => !columns.has(tagTable(table).name)))
  }

  /** Numbers given to new tag sets are gone with the transaction that gave them. */
  forgetTagSets(): void {
    this.#tagSetsAreLoaded = false
  }

  async knowTagSets(connection: DuckDBConnection): Promise<void> {
    if (!this.#tagSetsAreLoaded) await this.#loadTagSets(connection)
  }

  has(table: KpiTable): boolean {
    return !this.#missing.has(table)
  }

  fieldsOf(table: KpiTable): ReadonlySet<string> {
    return this.#fields[table]
  }

  /** Fields of these rows that the file has no column for yet. */
  missingFor(rows: readonly KpiRow[]): ReadonlyMap<KpiTable, ReadonlySet<FieldName>> {
    const missing = new Map<KpiTable, Set<FieldName>>()
    let looked: KpiRow | undefined
    for (const row of rows) {
      const { table, names } = row
      if (looked?.names === names && looked.table === table) continue
      looked = row
      const present = this.#fields[table]
      for (const field of names) {
        // a table or field that is none of the catalogue's is refused with its row
        if (present === undefined || present.has(field) || !FIELD_SETS[table].has(field)) continue
        missing.set(table, (missing.get(table) ?? new Set()).add(field))
      }
    }
    return missing
  }

  noteAdded(table: KpiTable, fields: ReadonlySet<FieldName>): void {
    this.#fields[table] = new Set([...this.#fields[table], ...fields])
  }

  async #loadTagSets(connection: DuckDBConnection): Promise<void> {
    const present = await allColumns(connection)
    for (const table of KPI_TABLES) {
      await this.tagSets[table].load(connection, present.get(tagTable(table).name) ?? NONE)
    }
    this.#tagSetsAreLoaded = true
  }
}
