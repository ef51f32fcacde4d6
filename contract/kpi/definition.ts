/** Text in the two languages of the product. */
export interface Bilingual {
  readonly vi: string
  readonly en: string
}

/**
 * Name of a stored field: `<kpi>.<part>` (`DlUeThroughput.vol`), `<kpi>.obs`, `<kpi>.sus`, `avail.up` …, `exp`.
 * Every part of a cell row is an integer in its smallest unit; only the final division makes a fraction.
 */
export type FieldName = string

/** A sum of fields with integer or rational weights: `{ 'avail.up': 1, 'avail.down': 1 }`. */
export type Linear = Readonly<Record<FieldName, number>>

/** Σnum / Σden · scale; a denominator of zero is *no value*. */
export interface RatioFormula {
  readonly kind: 'ratio'
  readonly num: Linear
  readonly den: Linear
  readonly scale: number
  /** {@link Stage.id} of the parts it uses; absent: `''`. */
  readonly stage?: string
}

/**
 * One ratio of several. Where its stage has no counters in what is asked it is left out, and the figure is `partial`;
 * the stage `''` may not be left out.
 */
export interface StageRatio extends RatioFormula {
  readonly stage: string
}

/** Product of aggregated ratios · scale; never a sum of per-cell products. */
export interface ProductFormula {
  readonly kind: 'product'
  readonly factors: readonly StageRatio[]
  readonly scale: number
}

/** Sum of aggregated ratios · scale, each with its own weight: delays one behind the other. */
export interface RatioSumFormula {
  readonly kind: 'ratio-sum'
  readonly terms: readonly StageRatio[]
  readonly scale: number
}

/** Σfields · scale. */
export interface SumFormula {
  readonly kind: 'sum'
  readonly of: Linear
  readonly scale: number
}

/**
 * Interpolated in the bin that holds the share `q` of all samples; labelled with the width of that bin. In the last bin,
 * which has no upper edge, it is that bin's lower edge: at least so much.
 */
export interface PercentileFormula {
  readonly kind: 'percentile'
  /** Field of bin i is `<bins><i>`. */
  readonly bins: FieldName
  readonly edges: EdgesId
  /** 0.05, 0.5, 0.95 */
  readonly q: number
}

/** The value of one field whose {@link PartKind} is not `sum`, over what is asked · scale. */
export interface ExtremeFormula {
  readonly kind: 'extreme'
  readonly field: FieldName
  readonly scale: number
}

/**
 * Σnum / Σden · Σdue / seconds of the window: the mean of one cell (or station), times the mean number of those that
 * served. `due` are the seconds in service that are not known down, planned or energy saving; what did not report is
 * taken to be like what did.
 */
export interface PopulationFormula {
  readonly kind: 'population'
  readonly num: Linear
  readonly den: Linear
  readonly scale: number
}

/**
 * Σof / seconds of the window, as a mean number of things; `cap`: over the number of sites that the licences of the
 * stations asked allow.
 */
export interface MeanCountFormula {
  readonly kind: 'mean-count'
  readonly of: Linear
  readonly scale: number
  readonly cap?: 'licensed-sites'
}

/** Traffic of the busy hour, from hours of `of`: of a day, or the mean of the days asked. */
export interface BusyHourFormula {
  readonly kind: 'busy-hour'
  readonly of: Linear
  readonly scale: number
  /**
   * `cell-bouncing`: each cell its own hour of each day, then summed; `group`: of each day the hour in which the sum of
   * the cells is greatest; `time-consistent`: the one hour of the clock that is the busiest by its mean over all days
   * asked.
   */
  readonly scope: 'cell-bouncing' | 'group' | 'time-consistent'
}

export type Formula =
  | RatioFormula
  | ProductFormula
  | RatioSumFormula
  | SumFormula
  | PercentileFormula
  | ExtremeFormula
  | PopulationFormula
  | MeanCountFormula
  | BusyHourFormula

export type EdgesId = 'throughput' | 'delay'

export interface PartDefinition {
  /** Last word of the field name: `vol`, `time`, `att`. */
  readonly id: string
  /** Smallest unit the part is kept in. */
  readonly unit: PartUnit
  /**
   * How two values of it become one; absent: `sum`. `max` and `min` hold over time and space; `sum-of-max` is the greatest
   * over time, and over cells their sum. Anything but `sum` is never in a zone row except `sum-of-max`.
   */
  readonly kind?: PartKind
  /** `scs`: on its way into the store the part is weighed by sub-carrier spacing / 15 kHz, so that PRB of unlike cells add. */
  readonly weigh?: 'scs'
  /** It stands for so many fields, `<id>0`, `<id>1` …: the bins of a distribution. */
  readonly bins?: number
  /** Values below 0 are possible, as of a temperature; of any other part they are a fault of the report. */
  readonly signed?: true
}

export type PartKind = 'sum' | 'max' | 'min' | 'sum-of-max'
export type PartUnit =
  | 'bit'
  | 'ms'
  | 's'
  | 'us'
  | 'count'
  | 'PRB·ms'
  | 'mWh'
  | 'mW'
  | 'mW·s'
  | 'mUE'
  | 'mUE·s'
  | 'm°C'
  | 'm°C·s'
  | 'us·packet'
  | '1e-6·packet'
  | 'bit/s'
  | 'm°C·s'
  | 'us·packet'
  | '1e-6 packet'
  | 'kbit/s'

/**
 * How a part is taken from one report of one cell: Σ of measurements, times others, divided by one; see `takeOf`. In
 * integers, rounded half to even once, at the division.
 */
export interface Take {
  /**
   * Canonical measurements, or `@nrb` [resource blocks of the cell, by its birth]; all required, their values are
   * added. A name without sub-counter means its sum.
   */
  readonly sum: readonly string[]
  /** Multiplied by these: measurements, `@period` [s], `@nrb`, numbers. */
  readonly times?: readonly (string | number)[]
  /** Divided by this number, or measurement; where that is 0 the part is 0: nothing was there to be divided. */
  readonly per?: number | string
}

/** Bins of a measurement, `.bin0` …; those not reported are 0. A report with a bin beyond the last is left alone. */
export interface TakeBins {
  readonly binsOf: string
}

/** One way to fill a stage's parts from a report; the first whose measurements are all there is taken. */
export interface Variant {
  /** `''` for the first; the seconds that another filled are kept in the field `<kpi>.alt_<variant>`: unique in its KPI. */
  readonly id: string
  /** By {@link PartDefinition.id}. */
  readonly takes: Readonly<Record<string, Take | TakeBins>>
  /** What a figure must say where this variant took part: the weight that was used instead. */
  readonly note?: Bilingual
}

/** Parts that come together or not at all, with seconds observed of their own. Most KPIs have one. */
export interface Stage {
  /** `''`: the only one, or the one that must be there. */
  readonly id: string
  readonly parts: readonly PartDefinition[]
  /** Empty where the parts come from elsewhere: timeline, tests, registry. */
  readonly variants: readonly Variant[]
  /** `a ≤ b` in one report, or the report is suspect for this KPI (part ids). */
  readonly atMost?: readonly (readonly [string, string])[]
}

export type BoundsRule = 'exact' | 'success-ratio' | 'utilisation' | 'sum' | 'wilson' | 'none'
/** V text of the standard read; S secondary source; M from memory; D decided here. */
export type Confidence = 'V' | 'S' | 'M' | 'D'

export type KpiGroup =
  | 'availability'
  | 'throughput'
  | 'traffic'
  | 'utilisation'
  | 'accessibility'
  | 'retainability'
  | 'mobility'
  | 'delay'
  | 'loss'
  | 'energy'
  | 'users'
  | 'infrastructure'
  | 'active-test'

export interface KpiDefinition {
  readonly id: string
  readonly version: number
  readonly group: KpiGroup
  readonly title: Bilingual
  readonly description: Bilingual
  readonly unit: string
  readonly direction: 'higher-is-better' | 'lower-is-better' | 'neutral'
  /**
   * Where the parts come from: reports; the timeline of up, down, planned, energy saving and unknown; samples of active
   * tests (see `testParts`); what the registry says of a station, in station-seconds.
   */
  readonly basis: 'report' | 'timeline' | 'test' | 'registry'
  /** Rows that carry the parts: `cell_kpi` (summed in `zone_kpi`), or `station_kpi`. */
  readonly object: 'cell' | 'station'
  /** Empty where {@link KpiDefinition.partsOf} names another KPI, or the timeline's own fields are used. */
  readonly stages: readonly Stage[]
  /** The KPI whose parts, seconds observed and suspect this one uses too. */
  readonly partsOf?: string
  readonly formula: Formula
  readonly bounds: BoundsRule
  /** Cells for which it has a meaning; `na: nsa` elsewhere. */
  readonly modes: 'all' | 'SA' | 'NSA'
  /** Works with clauses that it is taken from, by their names, which are the same in every language; '' where it is none. */
  readonly source: string
  /** What of it is in none of these: decided here, or remembered. */
  readonly sourceNote?: Bilingual
  readonly confidence: Confidence
  readonly example: WorkedExample
}

/** A case with its result; a test holds the formula to it, and the reference pages write its arithmetic out. */
export interface WorkedExample {
  /** What happened, in words. */
  readonly story: Bilingual
  /** Sums of the parts by field; empty for a busy hour, which is made of hours. */
  readonly sums: Readonly<Record<FieldName, number>>
  /** In the KPI's unit, rounded to so many digits as are written. */
  readonly value: number
  /** Length of the time asked [s], where the formula has it. */
  readonly windowS?: number
  /** Licensed number of sites, where the formula has it. */
  readonly cap?: number
}
