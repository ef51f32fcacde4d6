/**
 * What the console's page and its server say to each other (`/api/v1/pages/fleet`). A declaration file, so that both
 * sides, which are built apart (browser and Node), are held to the same types.
 */

export interface Text {
  readonly vi: string
  readonly en: string
}

export type NoValueReason =
  | 'zero-denominator'
  | 'never-reported'
  | 'silent'
  | 'nsa'
  | 'guard'
  | 'outside-retention'
  | 'no-data'

/** The page as it is drawn; does not change while the server runs. */
export interface PageDefinition {
  readonly realm: string
  readonly realmKind: 'live' | 'simulated' | 'replayed'
  readonly catalogue: string
  readonly title: Text
  readonly subtitle: Text
  readonly ranges: readonly RangeDefinition[]
  readonly defaultRange: string
  readonly panels: readonly PanelDefinition[]
  readonly kpis: Readonly<Record<string, KpiInfo>>
}

export interface RangeDefinition {
  readonly id: string
  readonly title: Text
  readonly lengthMs: number
  readonly level: string
}

export interface KpiInfo {
  readonly title: Text
  readonly unit: string
  readonly colour: string
}

export interface PanelHead {
  readonly id: string
  readonly title: Text
  readonly description: Text
  /** Width in 24ths of the page. */
  readonly width: number
}

export type PanelDefinition = PanelHead &
  (
    | { readonly kind: 'kpi-stat'; readonly kpis: readonly string[] }
    | {
        readonly kind: 'kpi-lines'
        readonly kpis: readonly string[]
        readonly draw: 'line' | 'bar'
        readonly showBounds: boolean
        readonly axis: { readonly min?: number; readonly max?: number }
      }
    | { readonly kind: 'five-times'; readonly times: readonly TimeDefinition[]; readonly usual: string }
    | { readonly kind: 'kpi-bars'; readonly kpi: string; readonly by: string }
    | {
        readonly kind: 'kpi-table'
        readonly kpis: readonly string[]
        readonly by: readonly string[]
        readonly orderBy: string
        readonly minCoverage: number
      }
    | { readonly kind: 'stations' }
    | {
        readonly kind: 'events'
        readonly types: Readonly<Record<string, Text>>
        readonly causes: Readonly<Record<string, Text>>
        readonly attributions: Readonly<Record<string, Text>>
      }
    | { readonly kind: 'pipeline'; readonly terms: readonly TermDefinition[]; readonly equations: readonly Equation[] }
  )

export interface TimeDefinition {
  readonly id: string
  readonly title: Text
  readonly description: Text
  readonly colour: string
}

export interface TermDefinition {
  readonly column: string
  readonly title: Text
  readonly tone: 'neutral' | 'good' | 'bad'
}

export interface Equation {
  readonly total: string
  readonly terms: readonly string[]
  readonly title: Text
}

/** The figures of all panels at one moment. */
export interface PageData {
  /** Up to here everything counts [epoch ms]; null: nothing processed yet. */
  readonly realmClock: number | null
  /** By the server's clock [epoch ms]. */
  readonly servedAt: number
  /** Much that was received is not in the figures yet. */
  readonly catchingUp: boolean
  readonly range: string
  /** [from, to) in epoch ms. */
  readonly from: number
  readonly to: number
  readonly stepMs: number
  /** All zones there are, whatever is chosen. */
  readonly zones: readonly Zone[]
  /** Ids of the zones the figures are limited to; empty: all. */
  readonly chosenZones: readonly string[]
  readonly panels: Readonly<Record<string, PanelData>>
}

export interface Zone {
  readonly id: string
  readonly name: string
}

export interface Figure {
  readonly value: number | null
  readonly lo: number | null
  readonly hi: number | null
  readonly boundKind: 'exact' | 'estimate' | 'none'
  readonly coverage: number | null
  readonly suspectShare: number | null
  readonly na?: NoValueReason
}

/** Window i starts at `from` + i · `stepMs`. */
export interface Line {
  readonly kpi: string
  readonly boundKind: Figure['boundKind']
  readonly value: readonly (number | null)[]
  readonly lo: readonly (number | null)[]
  readonly hi: readonly (number | null)[]
  readonly coverage: readonly (number | null)[]
  /** '' where there is a value. */
  readonly na: readonly (NoValueReason | '')[]
  /** From this window on they are open: what belongs in them is still expected. Their number where none is. */
  readonly openFrom: number
}

export type PanelData =
  | { readonly kind: 'kpi-stat'; readonly figures: readonly { readonly kpi: string; readonly figure: Figure }[] }
  | { readonly kind: 'kpi-lines'; readonly lines: readonly Line[] }
  | {
      readonly kind: 'five-times'
      /** By time id, one number of seconds a window; null where no row is. */
      readonly seconds: Readonly<Record<string, readonly (number | null)[]>>
      /** Whole range [s]. */
      readonly totals: Readonly<Record<string, number>>
      /** Seconds in service in the whole range. */
      readonly exp: number
      /** Of the unknown seconds of open windows those whose reports are still on their way; 0 in every other window. */
      readonly expected: readonly number[]
      /** As in {@link Line}. */
      readonly openFrom: number
    }
  | {
      readonly kind: 'kpi-bars'
      readonly bars: readonly { readonly key: string; readonly name: string; readonly figure: Figure }[]
    }
  | {
      readonly kind: 'kpi-table'
      readonly rows: readonly {
        readonly by: Readonly<Record<string, string>>
        readonly figures: Readonly<Record<string, Figure>>
      }[]
      /** Groups there are, how many of them the coverage gate holds back, and how many are as good as can be. */
      readonly groups: number
      readonly held: number
      readonly flawless: number
    }
  | {
      readonly kind: 'stations'
      readonly total: number
      readonly connected: number
      readonly silent: number
      readonly unregistered: number
      readonly cells: number
      /** What needs attention first; at most 200. */
      readonly rows: readonly StationLine[]
    }
  | {
      readonly kind: 'events'
      /** How many there are in the range; the newest of them are in `rows`. */
      readonly total: number
      readonly rows: readonly EventLine[]
    }
  | { readonly kind: 'pipeline'; readonly ledger: LedgerTotals; readonly health: Health }
  /** Still being computed: ask again in a second. */
  | { readonly kind: 'pending' }
  /** This panel alone could not be filled. */
  | { readonly kind: 'failed'; readonly message: string }

export interface EventLine {
  readonly type: string
  /** '' where it concerns several, whose names are in the text. */
  readonly station: string
  /** '' for the station as a whole. */
  readonly cell: string
  /** [epoch ms] */
  readonly from: number
  /** null: still going on. */
  readonly to: number | null
  readonly cause: string
  /** Of an outage: what it is put down to. */
  readonly attribution?: string
  /** An outage that began where a maintenance window ended. */
  readonly overrun?: true
  readonly text: string
}

export interface LedgerTotals {
  readonly stations: number
  readonly totals: Readonly<Record<string, number>>
  readonly rejected: readonly { readonly code: string; readonly count: number }[]
}

export interface StationLine {
  readonly station: string
  readonly zone: string
  readonly operator: string
  readonly vendor: string
  readonly software: string
  readonly cells: number
  readonly registered: boolean
  readonly connected: boolean
  readonly silentSince: number | null
  readonly lastSeen: number | null
  readonly queued: number | null
  readonly clockOffsetMs: number | null
  /** Off by so much that what it says is in no figure. */
  readonly clockOff: boolean
}

export interface Health {
  readonly uptimeS: number
  readonly intake: {
    readonly mode: string
    readonly url: string
    readonly connected: boolean
    readonly accepting: boolean
    readonly receivedTotal: number
    readonly inFlight: number
    readonly lastError?: string
  } | null
  readonly log: { readonly bytes: number; readonly budgetBytes: number; readonly full: boolean } | null
  readonly processor: { readonly lagEntries: number; readonly messagesPerSecond: number } | null
  readonly store: {
    readonly kind: string
    readonly outbox: number
    readonly lastWriteAt: number | null
    readonly lastError?: string
  }
  readonly alarms: readonly { readonly code: string; readonly since: number; readonly text: string }[]
}

/** What is told of a figure, for people: drawn by the console's page and by `tram5g explain` alike. */
export interface ExplainDocument {
  readonly title: string
  /** Window, level and status. */
  readonly subtitle: string
  /** The figure with its arithmetic, first of all. */
  readonly lead: readonly string[]
  readonly sections: readonly DocumentSection[]
}

export interface DocumentSection {
  /** kebab-case, the same in every language. */
  readonly id: string
  readonly title: string
  readonly text: readonly string[]
  readonly table?: DocumentTable
}

export interface DocumentTable {
  readonly head: readonly string[]
  /** Columns with numbers, which stand to the right. */
  readonly numbers: readonly boolean[]
  readonly rows: readonly DocumentRow[]
}

export interface DocumentRow {
  readonly cells: readonly string[]
  /** The figure of the same KPI that this row stands for. */
  readonly target?: {
    readonly name: string
    /** Tags with their values; absent: those of the figure explained. */
    readonly where?: readonly (readonly [tag: string, value: string])[]
    /** Its window, where that is another one: level, and start [epoch ms]. */
    readonly window?: { readonly level: string; readonly at: number }
  }
}
