import type { Level } from '../../contract/mod.ts'
import type { EventRow } from './event-row.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { RegistryRow } from './registry-row.ts'
import type { StationRow } from './station-row.ts'
import type { DeadLetterRow, HistoryRow, StoreBatch, StoreMeta, WriteReport } from './store-batch.ts'
import type { SumQuery, SumSeries } from './sum-query.ts'

export interface HistoryFilter {
  readonly station?: string
  readonly cell?: string
  readonly level?: Level
  readonly from?: number
  readonly to?: number
  readonly limit: number
}

/**
 * The KPI store: additive parts by level and tags, and the tables beside them, so that Grafana and the console need
 * nothing else. Adapters: DuckDB (embedded), InfluxDB. One conformance suite runs on both.
 */
export interface KpiStore {
  readonly kind: 'duckdb' | 'influxdb'
  /** Creates what is missing: tables, or databases with their retention policies or buckets. */
  prepare(): Promise<void>
  /** @throws {StoreUnavailableError} keep the rows and write them again. */
  write(batch: StoreBatch, signal?: AbortSignal): Promise<WriteReport>
  sum(query: SumQuery): Promise<SumSeries[]>
  stations(): Promise<StationRow[]>
  /** Every line of the registry, or those of one station; by station, then by date. */
  registry(station?: string): Promise<RegistryRow[]>
  ledger(station?: string): Promise<LedgerRow[]>
  events(from: number, to: number): Promise<EventRow[]>
  history(filter: HistoryFilter): Promise<HistoryRow[]>
  deadLetters(limit: number): Promise<DeadLetterRow[]>
  meta(): Promise<StoreMeta | undefined>
  /** Oldest instant still kept at this level by the clock given [epoch ms]; −∞ where nothing expires. */
  keptSince(level: Level, nowMs: number): number
  close(): Promise<void>
}
