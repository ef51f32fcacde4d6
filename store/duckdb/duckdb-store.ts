import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { LEVELS, type Level } from '../../contract/mod.ts'
import {
  type DeadLetterRow,
  type EventRow,
  type HistoryFilter,
  type HistoryRow,
  type KpiRow,
  type KpiStore,
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
import { KpiColumns } from './kpi-columns.ts'
import { KPI_TABLES, kpiTable } from './kpi-tables.ts'
import { readRows } from './read-rows.ts'
import { readSums } from './read-sums.ts'
import { lastOfEach, replaceRows } from './replace-rows.ts'
import { type DuckDbRetention, keptSince } from './retention.ts'
import { addFields, checkMetaRealm, createSchema } from './schema.ts'
import { Session, type SessionParts } from './session.ts'
import { DEAD_LETTERS, EVENTS, HISTORY, LEDGER, META, REGISTRY, type RowTable, STATIONS } from './side-tables.ts'
import { quoteName } from './table.ts'
import { writeKpiRows } from './write-kpi-rows.ts'

export interface DuckDbStoreParts extends SessionParts {
  readonly realm: string
  readonly retention: DuckDbRetention
  readonly now: () => number
}

/**
 * The embedded store: one file, one process. A batch is one transaction, on disk when `write` resolves, so that after
 * a crash rows and `meta` still belong together. Reads see whole batches and do not wait for a write.
 */
export class DuckDbStore implements KpiStore {
  readonly kind = 'duckdb'
  readonly #parts: DuckDbStoreParts
  readonly #session: Session
  readonly #columns = new KpiColumns()
  /** The tables beside the KPI tables are full of text; of those with figures only the tags are. */
  readonly #sideText = new CommitGate()
  readonly #tagText = new CommitGate()

  constructor(parts: DuckDbStoreParts, writer: DuckDBConnection) {
    this.#parts = parts
    this.#session = new Session(parts, writer)
  }

  async prepare(): Promise<void> {
    const { writer } = this.#session
    await this.#session.write(async () => {
      if (!this.#parts.readOnly) await this.#transaction(() => createSchema(writer, this.#parts.realm))
      await this.#columns.load(writer)
    })
  }

  async write(batch: StoreBatch, signal?: AbortSignal): Promise<WriteReport> {
    this.#session.refuseIfReadOnly()
    signal?.throwIfAborted()
    if (batch.meta !== undefined) checkMetaRealm(this.#parts.realm, batch.meta.realm)
    const interrupt = () => this.#session.writer.interrupt()
    return await this.#session.write(async () => {
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
    })
  }

  async sum(query: SumQuery): Promise<SumSeries[]> {
    const { table } = query
    if (!this.#columns.has(table)) return []
    return await this.#session.read(this.#tagText, (connection) =>
      readSums(connection, query, this.#columns.fieldsOf(table), (series) =>
        this.#columns.tagSets[table].tagsOf(series),
      ),
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
    this.#session.refuseIfReadOnly()
    const remove = async (table: string, condition: string, values: DuckDBValue[]) => {
      const result = await this.#session.writer.run(`DELETE FROM ${quoteName(table)} WHERE ${condition}`, values)
      return result.rowsChanged
    }
    return await this.#session.write(() =>
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

  async close(): Promise<void> {
    await this.#session.close()
  }

  async #writeAll(batch: StoreBatch): Promise<WriteReport> {
    const { writer } = this.#session
    await this.#columns.knowTagSets(writer)
    const nowMs = this.#parts.now()
    const kept = (level: Level) => this.keptSince(level, nowMs)
    const report = await writeKpiRows(writer, batch.kpi, this.#columns.tagSets, kept)
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

  /** Columns for fields that no row had before; in transactions of their own, so that a batch refused leaves them empty. */
  async #makeRoom(rows: readonly KpiRow[]): Promise<void> {
    for (const [table, fields] of this.#columns.missingFor(rows)) {
      const present = this.#columns.fieldsOf(table)
      await this.#transaction(() => addFields(this.#session.writer, table, fields, present))
      this.#columns.noteAdded(table, fields)
    }
  }

  async #replace<Row extends object>(table: RowTable<Row>, rows: readonly Row[]): Promise<number> {
    const last = lastOfEach(rows, table.key)
    await replaceRows(this.#session.writer, table, {
      count: last.length,
      column: (name) => (row) => (last[row] as Readonly<Record<string, unknown>> | undefined)?.[name],
    })
    return rows.length
  }

  async #transaction<Result>(work: () => Promise<Result>, commit?: () => Promise<void>): Promise<Result> {
    const onUndone = () => this.#columns.forgetTagSets()
    return await this.#session.transaction(work, { onUndone, ...(commit !== undefined && { commit }) })
  }

  /** Of a batch: new tag sets are rare, and answers over months need not be waited for without them. */
  async #commitText(): Promise<void> {
    const hasNewTags = Object.values(this.#columns.tagSets).filter((sets) => sets.takeSaved()).length > 0
    const commit = () => this.#session.commit()
    await this.#sideText.commit(hasNewTags ? () => this.#tagText.commit(commit) : commit)
  }

  async #rows<Row>(table: RowTable<Row>, tail: string, values: readonly DuckDBValue[] = []): Promise<Row[]> {
    const read = { sql: tail, values }
    return await this.#session.read(this.#sideText, (connection) => readRows(connection, table, read))
  }
}
