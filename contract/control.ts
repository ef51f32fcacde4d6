import type { Level } from './level.ts'
import type { RegistryLine } from './registry.ts'

/**
 * Records that the collector and the operator write into the log beside the stations' messages, so that every figure
 * is a function of the log alone. Payload: JSON of one {@link ControlRecord}; log topic: `control/{type}`.
 */
export type ControlRecord =
  | TickRecord
  | SettingsRecord
  | RegistryRecord
  | MaintenanceAddRecord
  | MaintenanceCloseRecord
  | OutageDeclareRecord
  | OutageWithdrawRecord
  | RetryRecord

/** Every 5 s, and at every connect, disconnect, start and stop of back-pressure. */
export interface TickRecord {
  readonly type: 'tick'
  /** [epoch ms] */
  readonly at: number
  /** The intake has its broker. */
  readonly connected: boolean
  /** The intake acknowledges; false while the disk budget is full. */
  readonly accepting: boolean
  /** Our side was up from here to `at` [epoch ms]; absent: since the tick before, if that is at most 15 s old. */
  readonly since?: number
}

/** The settings that shape figures, written at every start of an intake. */
export interface SettingsRecord {
  readonly type: 'settings'
  readonly at: number
  readonly settings: FigureSettings
}

export interface FigureSettings {
  /** A station is silent after this many heartbeat periods without a proof of life. */
  readonly silenceHeartbeats: number
  /** Two states of a cell at most this far apart [s] prove what lies between them. */
  readonly stateHoldS: number
  /** Levels that are made only from an instant on [epoch ms]: a long history may be coarse where it is old. */
  readonly begins?: Readonly<Partial<Record<Level, number>>>
}

export const DEFAULT_FIGURE_SETTINGS: FigureSettings = { silenceHeartbeats: 3, stateHoldS: 310 }

/** Who changed what the operator knows, and why. */
export interface OperatorsWord {
  readonly at: number
  readonly by: string
  readonly why: string
}

export interface RegistryRecord extends OperatorsWord {
  readonly type: 'registry'
  readonly lines: readonly RegistryLine[]
}

/** A planned-work window [from, to) over stations or cells (`station/cell`). */
export interface MaintenanceAddRecord extends OperatorsWord {
  readonly type: 'maintenance-add'
  readonly id: string
  /** `HN-0001` for all its cells, or `HN-0001/2` for one. */
  readonly targets: readonly string[]
  readonly from: number
  readonly to: number
  readonly ticket?: string
  readonly approvedBy?: string
}

/** Ends a window early (`to`), or takes it back (`to` at or before its start). */
export interface MaintenanceCloseRecord extends OperatorsWord {
  readonly type: 'maintenance-close'
  readonly id: string
  readonly to: number
}

/**
 * The operator's word that stations or cells were down over [from, to): what was unknown there because they were silent
 * is down, and marked so.
 */
export interface OutageDeclareRecord extends OperatorsWord {
  readonly type: 'outage-declare'
  readonly id: string
  /** As of a maintenance window. */
  readonly targets: readonly string[]
  readonly from: number
  readonly to: number
}

/** Takes a declaration back, as if it had never been. */
export interface OutageWithdrawRecord extends OperatorsWord {
  readonly type: 'outage-withdraw'
  readonly id: string
}

/** Runs one dead letter again under today's rules. */
export interface RetryRecord extends OperatorsWord {
  readonly type: 'retry'
  readonly offset: number
}

export type ControlType = ControlRecord['type']

export function controlTopic(type: ControlType): string {
  return `control/${type}`
}

export const CONTROL_TOPIC_PREFIX = 'control/'
