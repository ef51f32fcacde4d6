import type { MaintenanceAddRecord } from '../../contract/mod.ts'

interface Interval {
  /** Whole seconds [epoch ms]; `toMs` is exclusive. */
  readonly fromMs: number
  readonly toMs: number
}

interface Repeated extends Interval {
  /** The n-th time hits the n-th of these, and round again. */
  readonly stations: readonly string[]
  /** Again after this long [ms], for ever; absent: once, on the first station. Longer than the event itself. */
  readonly everyMs?: number
}

/** `fault`: cells are DISABLED while the controller still talks; `power`: the station dies without a word and boots again. */
export interface StationOutage extends Repeated {
  readonly kind: 'station-outage'
  readonly cause: 'fault' | 'power'
  /** Cells that fail (`fault` only); absent: all. */
  readonly cells?: readonly string[]
}

/** No connection; the station lives on, stores what it would say, and forwards it on return. */
export interface BackhaulCut extends Repeated {
  readonly kind: 'backhaul-cut'
  /** The users' traffic takes the same way: the cells are DISABLED with DEPENDENCY meanwhile. */
  readonly affectsService: boolean
}

/** Cells LOCKED from `fromMs` to `toMs`; `window` is what was registered, and work may overrun it. */
export interface PlannedMaintenance extends Interval {
  readonly kind: 'planned-maintenance'
  readonly station: string
  readonly cells?: readonly string[]
  readonly window: Interval & { readonly id: string; readonly registeredAtMs: number; readonly ticket?: string }
  readonly by: string
  readonly why: string
  readonly approvedBy?: string
}

export type ScenarioEvent = StationOutage | BackhaulCut | PlannedMaintenance

export interface Scenario {
  readonly events: readonly ScenarioEvent[]
}

export const QUIET: Scenario = { events: [] }

/** The registered windows as the control records that belong into the log, by time of registration. */
export function maintenanceRecordsOf(scenario: Scenario): MaintenanceAddRecord[] {
  return scenario.events
    .filter((event) => event.kind === 'planned-maintenance')
    .map(
      ({ window, station, cells, by, why, approvedBy }): MaintenanceAddRecord => ({
        type: 'maintenance-add',
        at: window.registeredAtMs,
        by,
        why,
        id: window.id,
        targets: cells === undefined ? [station] : cells.map((cell) => `${station}/${cell}`),
        from: window.fromMs,
        to: window.toMs,
        ...(window.ticket !== undefined && { ticket: window.ticket }),
        ...(approvedBy !== undefined && { approvedBy }),
      }),
    )
    .sort((a, b) => a.at - b.at)
}
