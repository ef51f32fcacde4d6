import type { Bilingual, CellTag, Level } from '../../contract/mod.ts'
import type { Attribution } from '../../store/mod.ts'
import type { FiveTime } from './five-times.ts'

/**
 * What a panel shows, without saying with what it is drawn: Grafana and the console draw the same definitions.
 * A panel names KPIs by their catalogue id; unit, formula and wording come from there, so that a new KPI is one
 * catalogue entry plus its name in a panel.
 */
export type Panel =
  | KpiStatPanel
  | KpiLinesPanel
  | FiveTimesPanel
  | KpiBarsPanel
  | KpiTablePanel
  | StationsPanel
  | EventsPanel
  | PipelinePanel

export interface PanelFrame {
  /** Stable, kebab-case, unique on its page: anchor in the console, never shown. */
  readonly id: string
  /** Stable panel number of the page, from 1: Grafana's panel id, so that alert and solo links survive a rebuild. */
  readonly number: number
  /** Heading; short. */
  readonly title: Bilingual
  /** What it means and what it does not, whole sentences; behind the panel's information mark. */
  readonly description: Bilingual
  /** Place on a grid of 24 columns; `h` in grid units of 30 px (Grafana's `gridPos`). The console uses the width as a hint. */
  readonly grid: GridPlace
}

export interface GridPlace {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** One big figure a KPI over the whole time range, each with its bounds and coverage. Grafana: stat. */
export interface KpiStatPanel extends PanelFrame {
  readonly kind: 'kpi-stat'
  /** Catalogue ids, the leading one first. */
  readonly kpis: readonly string[]
}

/** KPIs over time, one line each, all of one unit. Grafana: timeseries. */
export interface KpiLinesPanel extends PanelFrame {
  readonly kind: 'kpi-lines'
  readonly kpis: readonly string[]
  /** `line` for ratios and rates; `bar` for sums, whose size depends on the window. */
  readonly draw: 'line' | 'bar'
  /** Draw `lo` to `hi` as a band where the KPI has both. */
  readonly showBounds: boolean
  /** Fixed axis in the KPI's unit; absent: from 0 to what the data needs. */
  readonly axis?: { readonly min?: number; readonly max?: number }
}

/** The five times of all cells over time, stacked seconds a window. Grafana: timeseries, stacked. */
export interface FiveTimesPanel extends PanelFrame {
  readonly kind: 'five-times'
  /** In stacking order from the bottom. */
  readonly times: readonly FiveTime[]
  /**
   * The time that is as it should be: told in figures, and not drawn unless asked for. Beside 567 cells that are up,
   * 3 that are down would be a line of one pixel.
   */
  readonly usual: FiveTime['id']
}

/** One KPI over the whole time range by one tag, a bar each. Grafana: bar gauge. */
export interface KpiBarsPanel extends PanelFrame {
  readonly kind: 'kpi-bars'
  readonly kpi: string
  /** A tag of `zone_kpi`. */
  readonly by: CellTag
  /** Worst first: ascending where higher is better. */
  readonly order: 'worst-first' | 'name'
}

/** One row a group over the whole time range, a column each KPI. Grafana: table. */
export interface KpiTablePanel extends PanelFrame {
  readonly kind: 'kpi-table'
  readonly kpis: readonly string[]
  readonly by: readonly CellTag[]
  /** The KPI that orders the rows, worst first. */
  readonly orderBy: string
  /** At most so many rows. */
  readonly limit: number
  /**
   * A group enters only if the coverage of `orderBy` is at least this [0..1]: a cell with two known seconds is no
   * worst cell. How many the gate holds back is shown.
   */
  readonly minCoverage: number
}

/** Stations: connected, silent, not registered; and the list of them (table `stations`). Grafana: stat and table. */
export interface StationsPanel extends PanelFrame {
  readonly kind: 'stations'
}

/** What happened to stations and cells, newest first (table `events`). Grafana: table. */
export interface EventsPanel extends PanelFrame {
  readonly kind: 'events'
  /** At most so many. */
  readonly limit: number
  readonly types: Readonly<Record<string, Bilingual>>
  /** By cause as the event has it; one that is not named is shown as it is. */
  readonly causes: Readonly<Record<string, Bilingual>>
  readonly attributions: Readonly<Record<Attribution, Bilingual>>
}

/**
 * The account of all messages with its two equations (table `ledger`), and intake, log, processor, store and the realm
 * clock (console: `/api/v1/health`; Grafana: what the store has of it). Grafana: stat.
 */
export interface PipelinePanel extends PanelFrame {
  readonly kind: 'pipeline'
  readonly terms: readonly LedgerTerm[]
}

export interface LedgerTerm {
  /** A numeric column of the ledger; `rejected` is the sum over its reasons. */
  readonly column:
    | 'received'
    | 'accepted'
    | 'duplicate'
    | 'conflict'
    | 'rejected'
    | 'unreadable'
    | 'published'
    | 'rejectedWithSeq'
    | 'missing'
    | 'late'
  readonly title: Bilingual
  /** `good` and `neutral` need no attention; `bad` does as soon as it is not 0. */
  readonly tone: 'neutral' | 'good' | 'bad'
}

export interface PanelPage {
  readonly id: string
  readonly title: Bilingual
  readonly subtitle: Bilingual
  /** At most 12. */
  readonly panels: readonly Panel[]
  /** Time ranges to choose from, shortest first. */
  readonly ranges: readonly TimeRange[]
  /** Id of the range shown first. */
  readonly defaultRange: string
}

export interface TimeRange {
  readonly id: string
  readonly title: Bilingual
  /** Length [ms], ending now. */
  readonly lengthMs: number
  /** Level whose windows lines and stacks are drawn from; at most a few hundred points. */
  readonly level: Level
}

/** KPI ids that a panel needs. */
export function kpisOf(panel: Panel): readonly string[] {
  switch (panel.kind) {
    case 'kpi-stat':
    case 'kpi-lines':
    case 'kpi-table':
      return panel.kpis
    case 'kpi-bars':
      return [panel.kpi]
    case 'five-times':
    case 'stations':
    case 'events':
    case 'pipeline':
      return []
  }
}
