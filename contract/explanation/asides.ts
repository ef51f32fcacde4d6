export interface ExplainedSamples {
  readonly list: readonly {
    readonly offset: number
    readonly at: number
    readonly ue: string
    readonly test: string
    readonly result: string
    /** undefined: it counts. */
    readonly notCounted: string | null
    readonly parts: Readonly<Record<string, number>>
  }[]
  readonly notListed: number
}

export interface ExplainedLine {
  readonly from: number
  readonly by: string
  readonly why: string
  readonly at: number
  /** Only what the KPIs of the registry look at. */
  readonly facts: Readonly<Record<string, string | number>>
}

export interface ExplainedHour {
  readonly t: number
  readonly hour: number
  /** In the unit of the KPI; null: nothing was observed. */
  readonly value: number | null
  readonly busiest: boolean
}

export interface ExplainedCorrection {
  readonly rev: number
  readonly changedAt: number
  readonly reason: string
  readonly offset: number
  /** Only fields of this KPI that changed. */
  readonly changes: Readonly<Record<string, readonly [before: number, after: number]>>
}
