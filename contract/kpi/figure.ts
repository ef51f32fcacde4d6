/** Why there is no value. */
export type NotAvailable = 'zero-denominator' | 'never-reported' | 'silent' | 'nsa' | 'guard' | 'outside-retention'

export interface Bounds {
  readonly lo: number | null
  readonly hi: number | null
  /** `exact`: the truth cannot lie outside; `estimate`: under the stated assumption; `none`: cannot be bounded. */
  readonly boundKind: 'exact' | 'estimate' | 'none'
}

export interface KpiFigure extends Bounds {
  /** In the KPI's unit; null with the reason in `na`. Never 0 or 100 for want of data. */
  readonly value: number | null
  /** The denominator: attempts, samples, time; for a sum, a greatest value or a number of things the seconds observed. */
  readonly n: number
  /** Σobs / Σexp [0..1]; null where nothing was expected. Of several stages the least of those that take part. */
  readonly coverage: number | null
  /** Σsus / Σobs [0..1]; null where nothing was observed. */
  readonly suspectShare: number | null
  readonly na?: NotAvailable
  /** Stages of which nothing was observed: the figure is made without them. Absent: whole. */
  readonly partial?: readonly string[]
  /** Variants other than the first that filled part of it: see their notes in the catalogue. Absent: none did. */
  readonly variants?: readonly string[]
  /** Of a percentile, in the KPI's unit: it is off by less than this. `null`: in the last bin, the value is at least this. */
  readonly binWidth?: number | null
  /** Of a busy hour of a group: which hour of the clock in Vietnam it is [0..23]. */
  readonly hour?: number
}

/** What a formula needs besides sums. */
export interface Asked {
  /** Length of the time asked that has passed [s]. */
  readonly elapsedS: number
  /** Sites that the licences of the stations asked allow; absent: not told. */
  readonly licensedSites?: number
}
