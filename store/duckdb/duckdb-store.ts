import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api'
import PQueue from 'p-queue'
import { type FieldName, LEVELS, type Level } from '../../contract/mod.ts'
import {
  type DeadLetterRow,
  type EventRow,
  type HistoryFilter,
  type HistoryRow,
  type KpiRow,
  type KpiStore,
  type KpiTable,
  type LedgerRow,
  type RegistryRow,
  type StationRow,
  type StoreBatch,
  type StoreMeta,
  StoreUnavailableError,
  type SumQuery,
  type SumSeries,
  type WriteReport,
} from '../port.ts'
import { CommitGate } from './commit-gate.ts'
import { FIELD_SETS, fieldsPresent, KPI_TABLES, kpiTable, tagTable } from './kpi-tables.ts'
import { readRows } from './read-rows.ts'
import { readSums } from './read-sums.ts'
import { lastOfEach, replaceRows } from './replace-rows.ts'
import { type DuckDbRetention, keptSince } from './retention.ts'
import { addFields, allColumns, checkMetaRealm, createSchema } from './schema.ts'
import { DEAD_LETTERS, EVENTS, HISTORY, LEDGER, META, REGISTRY, type RowTable, STATIONS } from './side-tables.ts'
import { quoteName } from './table.ts'
import { TagSets } from './tag-sets.ts'
import { writeKpiRows } from './write-kpi-rows.ts'

export interface DuckDbStoreParts {
  readonly instance: DuckDBInstance
  readonly realm: string
  readonly readOnly: boolean
  readonly retention: DuckDbRetention
  readonly now: () => number
  /** Called once after the instance is closed. */
  readonly onClosed: () => void
}

const NONE: ReadonlySet<string> = new Set()

/** More would wait for the same two threads of the engine, and for the four of Node's pool. */
const READS_AT_ONCE = 2

/**
 * The embedded store: one file, one process. A batch is one transaction, on disk when `write` resolves, so that after
 * a crash rows and `meta` still belong together. Reads see whole batches and do not wait for a write.
 */
export class DuckDbStore implements KpiStore {
  readonly kind = 'duckdb'
  readonly #parts: DuckDbStoreParts
  readonly #writer: DuckDBConnection
  readonly #writes = new PQueue({ concurrency: 1 })
  readonly #reads = new PQueue({ concurrency: READS_AT_ONCE })
  /** The tables beside the KPI tables are full of text; of those with figures only the tags are. */
  readonly #sideText = new CommitGate()
  readonly #tagText = new CommitGate()
  readonly #tagSets = {
    cell_kpi: new TagSets('cell_kpi'),
    cell_kpi_sub: new TagSets('cell_kpi_sub'),
    station_kpi: new TagSets('station_kpi'),
    zone_kpi: new TagSets('zone_kpi'),
  }
  /** Fields that the file has columns for: those that some row has brought. */
  #fields: Record<KpiTable, ReadonlySet<string>> = {
    cell_kpi: NONE,
    cell_kpi_sub: NONE,
    station_kpi: NONE,
    zone_kpi: NONE,
  }
  /** Tables that a file of an earlier version, opened read-only, may lack. */
  #missing: ReadonlySet<string> = NONE
  #tagSetsLoaded = false
  #closed = false

  constructor(parts: DuckDbStoreParts, writer: DuckDBConnection) {
    this.#parts = parts
    this.#writer = writer
  }

  async prepare(): Promise<void> {
    if (this.#parts.readOnly) {
      await this.#loadTagSets()
      await this.#loadFields()
      return
    }
    await this.#writes.add(async () => {
      await this.#transaction(() => createSchema(this.#writer, this.#parts.realm))
      await this.#loadTagSets()
      await this.#loadFields()
    })
  }

  async write(batch: StoreBatch, signal?: AbortSignal): Promise<WriteReport> {
    this.#refuseIfReadOnly()
    signal?.throwIfAborted()
    if (batch.meta !== undefined) checkMetaRealm(this.#parts.realm, batch.meta.realm)
    const interrupt = () => this.#writer.interrupt()
    const task = async () => {
      signal?.throwIfAborted()
      signal?.addEventListener('abort', interrupt, { once: true })
      try {
        await this.#makeRoom(batch.kpi)
        return await this.#transaction(
          () => this.#writeAll(batch),
          () => this.#commitText(),
        )
      } catch (error) {
        signal?.throwIfAborted()
        const why = error instanceof Error ? error.message : String(error)
        throw new StoreUnavailableError(`DuckDB did not take the batch and kept nothing of it: ${why}`, {
          cause: error,
        })
      } finally {
        signal?.removeEventListener('abort', interrupt)
      }
    }
    return await this.#writes.add(task)
  }

  async sum(query: SumQuery): Promise<SumSeries[]> {
    if (this.#missing.has(query.table)) return []
    return await this.#read(this.#tagText, (connection) =>
      readSums(connection, query, this.#fields[query.table], (series) => this.#tagSets[query.table].tagsOf(series)),
    )
  }

  async stations(): Promise<StationRow[]> {
    return await this.#rows(STATIONS, 'ORDER BY station')
  }

  async registry(station?: string): Promise<RegistryRow[]> {
    return station === undefined
      ? await this.#rows(REGISTRY, 'ORDER BY station, "from"')
      : await this.#rows(REGISTRY, 'WHERE station = $1 ORDER BY "from"', [station])
  }

  async ledger(station?: string): Promise<LedgerRow[]> {
    return station === undefined
      ? await this.#rows(LEDGER, 'ORDER BY station')
      : await this.#rows(LEDGER, 'WHERE station = $1', [station])
  }

  async events(from: number, to: number): Promise<EventRow[]> {
    // an event of no length belongs to the instant at which it is
    const touches = '"from" < $2 AND ("to" IS NULL OR "to" > $1 OR "from" >= $1)'
    const rows = await this.#rows(EVENTS, `WHERE ${touches} ORDER BY "from", id`, [BigInt(from), BigInt(to)])
    return rows.map(({ window, attribution, overrun, ...row }) => ({
      ...row,
      ...(attribution != null && { attribution }),
      ...(overrun === true && { overrun }),
      ...(window != null && { window }),
    }))
  }

  async history(filter: HistoryFilter): Promise<HistoryRow[]> {
    const values: DuckDBValue[] = [BigInt(filter.limit)]
    const conditions: string[] = []
    const add = (condition: string, value: DuckDBValue | undefined) => {
      if (value !== undefined) conditions.push(`${condition} $${values.push(value)}`)
    }
    add('station =', filter.station)
    add('cell =', filter.cell)
    add('level =', filter.level)
    add('t >=', filter.from === undefined ? undefined : BigInt(filter.from))
    add('t <', filter.to === undefined ? undefined : BigInt(filter.to))
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
    const order = 'ORDER BY "changedAt" DESC, "offset" DESC, t DESC, level, station, cell, rev DESC'
    return await this.#rows(HISTORY, `${where} ${order} LIMIT $1`, values)
  }

  async deadLetters(limit: number): Promise<DeadLetterRow[]> {
    return await this.#rows(DEAD_LETTERS, 'ORDER BY "offset" DESC LIMIT $1', [BigInt(limit)])
  }

  async meta(): Promise<StoreMeta | undefined> {
    const [meta] = await this.#rows(META, 'LIMIT 1')
    return meta
  }

  keptSince(level: Level, nowMs: number): number {
    return keptSince(this.#parts.retention, level, nowMs)
  }

  /**
   * Deletes KPI rows and their history beyond retention, and dead letters older than 1 min rows are kept (the log has
   * long let go of their bytes by then). Their room in the file is used again; the file itself does not shrink.
   */
  async prune(nowMs: number): Promise<{ deleted: number }> {
    this.#refuseIfReadOnly()
    const remove = async (table: string, condition: string, values: DuckDBValue[]) => {
      const result = await this.#writer.run(`DELETE FROM ${quoteName(table)} WHERE ${condition}`, values)
      return result.rowsChanged
    }
    return await this.#writes.add(() =>
      this.#transaction(async () => {
        let deleted = 0
        for (const level of LEVELS) {
          const since = this.keptSince(level, nowMs)
          if (since === Number.NEGATIVE_INFINITY) continue
          const before = BigInt(Math.ceil(since))
          for (const table of KPI_TABLES) deleted += await remove(kpiTable(table, level).name, 't < $1', [before])
          deleted += await remove(HISTORY.name, 't < $1 AND level = $2', [before, level])
          if (level === '1m') deleted += await remove(DEAD_LETTERS.name, '"receivedAt" < $1', [before])
        }
        return { deleted }
      }),
    )
  }

  /** Waits for what is under way, folds the write-ahead log into the file, and lets it go. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#writes.onIdle()
    await this.#reads.onIdle()
    try {
      if (!this.#parts.readOnly) await this.#writer.run('CHECKPOINT')
    } finally {
      this.#writer.closeSync()
      this.#parts.instance.closeSync()
      this.#parts.onClosed()
    }
  }

  async #writeAll(batch: StoreBatch): Promise<WriteReport> {
    if (!this.#tagSetsLoaded) await this.#loadTagSets()
    const nowMs = this.#parts.now()
    const report = await writeKpiRows(this.#writer, batch.kpi, this.#tagSets, (level) => this.keptSince(level, nowMs))
    let written = report.written
    written += await this.#replace(STATIONS, batch.stations)
    written += await this.#replace(REGISTRY, batch.registry ?? [])
    written += await this.#replace(LEDGER, batch.ledger)
    written += await this.#replace(EVENTS, batch.events)
    written += await this.#replace(HISTORY, batch.history)
    written += await this.#replace(DEAD_LETTERS, batch.deadLetters)
    if (batch.meta !== undefined) await this.#replace(META, [batch.meta])
    return { ...report, written }
  }

  async #loadFields(): Promise<void> {
    const columns = await allColumns(this.#writer)
    for (const table of KPI_TABLES) this.#fields[table] = fieldsPresent(table, columns)
    this.#missing = new Set(KPI_TABLES.filter((table) => !columns.has(tagTable(table).name)))
  }

  /** Columns for fields that no row had before; in transactions of their own, so that a batch refused leaves them empty. */
  async #makeRoom(rows: readonly KpiRow[]): Promise<void> {
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
    for (const [table, fields] of missing) {
      const present = this.#fields[table]
      await this.#transaction(() => addFields(this.#writer, table, fields, present))
      this.#fields[table] = new Set([...present, ...fields])
    }
  }

  async #loadTagSets(): Promise<void> {
    const present = await allColumns(this.#writer)
    for (const table of KPI_TABLES) {
      await this.#tagSets[table].load(this.#writer, present.get(tagTable(table).name) ?? new Set())
    }
    this.#tagSetsLoaded = true
  }

  async #replace<Row extends object>(table: RowTable<Row>, rows: readonly Row[]): Promise<number> {
    const last = lastOfEach(rows, table.key)
    await replaceRows(this.#writer, table, {
      count: last.length,
      column: (name) => (row) => (last[row] as Readonly<Record<string, unknown>> | undefined)?.[name],
    })
    return rows.length
  }

  async #transaction<Result>(work: () => Promise<Result>, commit = () => this.#commit()): Promise<Result> {
    await this.#writer.run('BEGIN')
    try {
      const result = await work()
      await commit()
      return result
    } catch (error) {
      // numbers given to new tag sets are gone with the transaction
      this.#tagSetsLoaded = false
      // after a failed COMMIT there is nothing left to roll back; the first error is the one to tell
      await this.#writer.run('ROLLBACK').catch(() => undefined)
      throw error
    }
  }

  async #commit(): Promise<void> {
    await this.#writer.run('COMMIT')
  }

  /** Of a batch: new tag sets are rare, and answers over months need not be waited for without them. */
  async #commitText(): Promise<void> {
    const hasNewTags = Object.values(this.#tagSets).filter((sets) => sets.takeSaved()).length > 0
    const commit = () => this.#commit()
    await this.#sideText.commit(hasNewTags ? () => this.#tagText.commit(commit) : commit)
  }

  async #rows<Row>(table: RowTable<Row>, tail: string, values: readonly DuckDBValue[] = []): Promise<Row[]> {
    return await this.#read(this.#sideText, (connection) => readRows(connection, table, { sql: tail, values }))
  }

  async #read<Result>(gate: CommitGate, work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new Error('the store is closed')
    const task = async () => {
      // about 30 µs; a connection of its own does not wait for the writer's transaction
      const connection = await this.#parts.instance.connect()
      try {
        return await gate.read(() => work(connection))
      } finally {
        connection.closeSync()
      }
    }
    return await this.#reads.add(task)
  }

  #refuseIfReadOnly(): void {
    if (this.#closed) throw new Error('the store is closed')
    if (this.#parts.readOnly)
      throw new Error('the store was opened read-only; only `tram5g process` or `tram5g up` write to it')
  }
}
