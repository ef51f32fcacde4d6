import type { KpiFigure, Level } from '../../contract/mod.ts'

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
