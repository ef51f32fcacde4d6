import type { FieldName, KpiFigure, Level, RegistryLine } from '../contract/mod.ts'

/**
 * The KPI store: additive parts by level and tags, and the tables beside them, so that Grafana and the console need
 * nothing else. Adapters: DuckDB (embedded), InfluxDB. One conformance suite runs on both.
 */

/** `cell_kpi_sub`: the same as `cell_kpi` of each PLMN, slice and 5QI of a cell, without times. */
export type KpiTable = 'cell_kpi' | 'cell_kpi_sub' | 'station_kpi' | 'zone_kpi'

/** One window of one cell, member of a cell, station or zone. Written again whenever it changes: same identity, new content. */
export interface KpiRow {
  readonly table: KpiTable
  readonly level: Level
  /** Window start [epoch ms]. */
  readonly t: number
  /** Identity together with table, level and t; every tag of the table, `unknown` where not known. */
  readonly tags: Readonly<Record<string, string>>
  /** Names of its parts. Rows alike share one list, which nobody changes: an adapter may remember what it found out about it. */
  readonly names: readonly FieldName[]
  /** The parts, of each name one, finite; a field once written is written again, as 0 where nothing is left of it. */
  readonly values: readonly number[]
  /** 0 while open; raised by each change of a provisional row. */
  readonly rev: number
  /** The longest granularity period in it [s]; 0 where no report is. The window is open until its end + 3 × this. */
  readonly gpS: number
  /** Its parts have moved to a row of another tag set: all of them are 0. */
  readonly retired: boolean
}

export interface StationRow {
  readonly station: string
  readonly type: 'station' | 'probe' | 'gateway'
  readonly operator: string
  readonly operatorName: string
  readonly province: string
  readonly zone: string
  readonly zoneName: string
  readonly zoneType: string
  readonly vendor: string
  readonly vendorName: string
  readonly phase: string
  readonly software: string
  readonly site: string
  readonly lat: number | null
  readonly lon: number | null
  readonly registered: boolean
  readonly cells: readonly string[]
  /** By its own birth and last will; says nothing about its radio. */
  readonly connected: boolean
  /** Last proof of life by the station's clock [epoch ms]. */
  readonly lastSeen: number | null
  /** No proof of life since then, longer than its silence limit [epoch ms]; null: not silent. */
  readonly silentSince: number | null
  readonly boot: string
  readonly queued: number | null
  /** receivedAt − t of the last heartbeat with nothing queued [ms]. */
  readonly clockOffsetMs: number | null
  /** null: no message of it was ever taken. */
  readonly feed: StationFeed | null
}

export type FeedKind = 'birth' | 'death' | 'pm' | 'state' | 'heartbeat' | 'alarm' | 'test'

/** What a station's feed has shown so far; kept coarsely, so that it costs nothing per message. */
export interface StationFeed {
  /** Latest time of each kind seen, in whole minutes [epoch ms]: of `death` its receipt, else the station's own word. */
  readonly kinds: Readonly<Partial<Record<FeedKind, number>>>
  /** Latest end of a report, in whole minutes [epoch ms], by granularity period [s]. */
  readonly gps: Readonly<Record<string, number>>
  /** Heartbeat period that its last birth announced [s]; null: no birth came. */
  readonly heartbeatS: number | null
  /** Messages taken after later ones of the same boot: sent again, or stored and sent behind live ones. */
  readonly filled: number
  /** Longest time between the end of a report and its receipt, in whole minutes [s]: it was stored for so long. */
  readonly storedS: number
  /** Most messages held back at once, as its heartbeats tell; null: none told. */
  readonly queuedMost: number | null
  /** Its clock as the last heartbeat that named it; null: none did. */
  readonly clock: { readonly source: string; readonly state: string } | null
}

/** One effective-dated line of the registry, and whose word it is. */
export interface RegistryRow {
  /** Identity, together with `from`. */
  readonly station: string
  /** Effective from [epoch ms]. */
  readonly from: number
  readonly line: RegistryLine
  readonly by: string
  readonly why: string
  /** When it was said [epoch ms]. */
  readonly at: number
}

/**
 * A station's account; both equations always hold:
 * `received = accepted + duplicate + conflict + unreadable + Σrejected` (deliveries) and
 * `published = accepted + rejectedWithSeq + missing` (distinct seqs known to exist).
 */
export interface LedgerRow {
  readonly station: string
  /** First delivery [epoch ms]. */
  readonly since: number
  readonly received: number
  readonly accepted: number
  readonly duplicate: number
  readonly conflict: number
  readonly unreadable: number
  readonly rejected: Readonly<Record<string, number>>
  readonly rejectedWithSeq: number
  readonly published: number
  readonly missing: number
  /** The end of some boot is not known yet: more may have been published than is known to exist. */
  readonly openEnd: boolean
  /** Accepted, but beyond the horizon of every level: in no figure. */
  readonly late: number
}

export const EVENT_TYPES = [
  'outage',
  'silence',
  'maintenance',
  'declared-outage',
  'restart',
  'software',
  'alarm',
  'boot-reused',
  'connection',
  'test-not-counted',
  'clock',
  'quarantine',
  'counter-fell',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** What an outage is put down to, beside its 3GPP cause: did the equipment fail, or what it depends on? */
export const ATTRIBUTIONS = ['power', 'transport', 'environment', 'hardware', 'software', 'unknown'] as const
export type Attribution = (typeof ATTRIBUTIONS)[number]

export interface EventRow {
  /** Stable: the same event written again replaces itself. */
  readonly id: string
  readonly type: EventType
  /** [epoch ms] */
  readonly from: number
  /** null: still going on. */
  readonly to: number | null
  readonly station: string
  /** '' for the station as a whole. */
  readonly cell: string
  /** 3GPP cause, birth reason, severity …, as the type has it; `withdrawn`: it turned out not to have been. */
  readonly cause: string
  /** Of an outage; absent: an event of another type. */
  readonly attribution?: Attribution
  /** An outage that began when the maintenance window ended in which its cell became unavailable. */
  readonly overrun?: true
  readonly text: string
  /** Of `maintenance` and `declared-outage`: what the operator registered; absent: an event of another type. */
  readonly window?: OperatorsWindow
}

/** Who registered a window over which stations or cells, and what became of it. */
export interface OperatorsWindow {
  /** `HN-0001` for all its cells, `HN-0001/2` for one. */
  readonly targets: readonly string[]
  readonly by: string
  readonly why: string
  /** '' where none was given. */
  readonly ticket: string
  readonly approvedBy: string
  /** When it was registered [epoch ms]. */
  readonly recordedAt: number
  /** Registered after it had begun. */
  readonly afterwards: boolean
  /** End as it was registered first [epoch ms]; the event's `to` is what holds now. */
  readonly plannedTo: number
  /** Closed early or taken back (`to` is `from` then); absent: neither. */
  readonly changed?: { readonly at: number; readonly by: string; readonly why: string }
}

export interface HistoryRow {
  readonly level: Level
  readonly t: number
  readonly station: string
  readonly cell: string
  readonly rev: number
  /** By the realm clock [epoch ms]. */
  readonly changedAt: number
  /** late, corrected, resent, superseded, state, registry, maintenance, retry … */
  readonly reason: string
  readonly offset: number
  readonly before: Readonly<Record<FieldName, number>>
  readonly after: Readonly<Record<FieldName, number>>
}

export interface DeadLetterRow {
  readonly offset: number
  readonly receivedAt: number
  readonly station: string
  readonly topic: string
  readonly code: string
  readonly detail: string
  readonly bytes: number
  /** Run again and accepted. */
  readonly resolved: boolean
}

export interface StoreMeta {
  readonly realm: string
  readonly catalogue: string
  /** By which status and horizons are measured [epoch ms]. */
  readonly realmClock: number
  readonly appliedOffset: number
}

export interface StoreBatch {
  readonly kpi: readonly KpiRow[]
  readonly stations: readonly StationRow[]
  /** Lines of the registry that are new or said again; absent: none. */
  readonly registry?: readonly RegistryRow[]
  readonly ledger: readonly LedgerRow[]
  readonly events: readonly EventRow[]
  readonly history: readonly HistoryRow[]
  readonly deadLetters: readonly DeadLetterRow[]
  readonly meta?: StoreMeta
}

export interface WriteReport {
  readonly written: number
  /** Older than their level's retention: dropped, counted. */
  readonly expired: number
  /** Rows the store will never take, each with its own words; everything else was written. */
  readonly refused: readonly { readonly row: string; readonly reason: string }[]
}

/** The store cannot take anything now; what was sent may or may not be there: send it again, it is idempotent. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'
  /** Not before this long [ms], where the store said so. */
  readonly retryAfterMs: number | undefined
  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, { cause: options.cause })
    this.retryAfterMs = options.retryAfterMs
  }
}

/** A field of which the greatest or least value is asked. */
export interface ExtremeField {
  readonly field: FieldName
  readonly take: 'max' | 'min'
  /** Rows in which this is 0 have no value of it: theirs says only that nothing is left. */
  readonly observed: FieldName
}

/** Σ of fields, and extremes of others, grouped by tags and time. */
export interface SumQuery {
  readonly table: KpiTable
  readonly level: Level
  /** Window starts in [from, to) [epoch ms]. */
  readonly from: number
  readonly to: number
  readonly fields: readonly FieldName[]
  /** None of them in `fields`. */
  readonly extremes?: readonly ExtremeField[]
  readonly groupBy: readonly string[]
  /** Every tag named must have one of its values. */
  readonly where: Readonly<Record<string, readonly string[]>>
  /** `level`: one sum a window; `all`: one sum for [from, to). */
  readonly bucket: 'level' | 'all'
}

export interface SumWindow {
  /** Window start, or `from` for `all` [epoch ms]. */
  readonly t: number
  /** Sums and extremes; only fields that some row has. */
  readonly sums: ReadonlyMap<FieldName, number>
  readonly rev: number
  readonly gpS: number
}

export interface SumSeries {
  readonly by: Readonly<Record<string, string>>
  /** Ascending; windows without any row are absent. */
  readonly windows: readonly SumWindow[]
}

export interface HistoryFilter {
  readonly station?: string
  readonly cell?: string
  readonly level?: Level
  readonly from?: number
  readonly to?: number
  readonly limit: number
}

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

/** One figure of one window. */
export interface KpiPoint extends KpiFigure {
  /** Window start, or `from` for `all` [epoch ms]. */
  readonly t: number
  readonly status: 'open' | 'provisional' | 'final'
  readonly rev: number
}

/** The answer of `GET /api/v1/kpi`. */
export interface KpiAnswer {
  readonly realm: string
  readonly catalogue: string
  readonly level: Level | 'all'
  readonly results: readonly {
    readonly kpi: string
    readonly unit: string
    readonly series: readonly { readonly by: Readonly<Record<string, string>>; readonly points: readonly KpiPoint[] }[]
  }[]
}
