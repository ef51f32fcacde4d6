import type { FieldName, Level } from '../../contract/mod.ts'
import type { EventRow } from './event-row.ts'
import type { KpiRow } from './kpi-row.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { RegistryRow } from './registry-row.ts'
import type { StationRow } from './station-row.ts'

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
