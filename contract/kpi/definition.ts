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
}

/** Product of aggregated ratios · scale; never a sum of per-cell products. */
export interface ProductFormula {
  readonly kind: 'product'
  readonly factors: readonly RatioFormula[]
  readonly scale: number
}

/** Σfields · scale. */
export interface SumFormula {
  readonly kind: 'sum'
  readonly of: Linear
  readonly scale: number
}

export type Formula = RatioFormula | ProductFormula | SumFormula

/** How a part is taken from one report of one cell. */
export interface PartDefinition {
  /** Last word of the field name: `vol`, `time`, `att`. */
  readonly id: string
  /** Canonical measurements, all required; their values are added. A name without sub-counter means its sum. */
  readonly from: readonly string[]
  /** Smallest unit the part is kept in. */
  readonly unit: 'bit' | 'ms' | 'count' | 'PRB·ms' | 'mWh'
  /** `value` takes the number as it is; `value-times-s` weighs a mean, kept in thousandths, by the length of its period [s]. */
  readonly take: 'value' | 'value-times-s'
  /** `scs`: on its way into the store the part is weighed by sub-carrier spacing / 15 kHz, so that PRB of unlike cells add. */
  readonly weigh?: 'scs'
}

export type BoundsRule = 'exact' | 'success-ratio' | 'utilisation' | 'sum' | 'none'
/** V text of the standard read; S secondary source; M from memory; D decided here. */
export type Confidence = 'V' | 'S' | 'M' | 'D'

export interface KpiDefinition {
  readonly id: string
  readonly version: number
  readonly group: 'availability' | 'throughput' | 'traffic' | 'utilisation' | 'accessibility'
  readonly title: Bilingual
  readonly description: Bilingual
  readonly unit: string
  readonly direction: 'higher-is-better' | 'lower-is-better' | 'neutral'
  /** Where the parts come from: reports, or the cell's timeline of up, down, planned, energy saving and unknown. */
  readonly basis: 'report' | 'timeline'
  readonly parts: readonly PartDefinition[]
  readonly formula: Formula
  readonly bounds: BoundsRule
  /** Cells for which it has a meaning; `na: nsa` elsewhere. */
  readonly modes: 'all' | 'SA' | 'NSA'
  /** `a ≤ b` in one report, or the report is suspect for this KPI (part ids). */
  readonly guards: readonly { readonly atMost: readonly [string, string] }[]
  readonly source: string
  readonly confidence: Confidence
  readonly workedExample: string
}
