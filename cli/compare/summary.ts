import type { Level } from '../../contract/mod.ts'
import type { Compared } from './compare-figures.ts'
import type { Difference } from './difference.ts'

/** What changed in one KPI at one level. */
export interface KpiSummary {
  readonly kpi: string
  readonly unit: string
  readonly level: Level
  /** Figures looked at. */
  readonly figures: number
  /** Of them those that differ: in value, in bounds, or in how much data is behind them. */
  readonly different: number
  /** Of these: the value is another one, is there now, is there no more. */
  readonly changed: number
  readonly appeared: number
  readonly gone: number
  /** The greatest change of a value; absent: none has changed. */
  readonly greatest?: Pick<Difference, 'difference' | 't' | 'by'>
  /** How many differences each reason explains; '' where it is not known. */
  readonly reasons: Readonly<Record<string, number>>
}

type Counts = { -readonly [K in keyof KpiSummary]: KpiSummary[K] } & { reasons: Record<string, number> }

/** Adds up what a comparison finds, and keeps a page of the differences themselves. */
export class Summary {
  readonly #counts = new Map<string, Counts>()
  readonly #page: { readonly offset: number; readonly limit: number }
  /** The differences of the page. */
  readonly listed: Difference[] = []
  total = 0
  figures = 0

  constructor(page: { readonly offset: number; readonly limit: number }) {
    this.#page = page
  }

  add({ kpi, unit, level, figures, differences }: Compared): void {
    const key = `${level} ${kpi}`
    const known = this.#counts.get(key)
    const counts: Counts = known ?? {
      kpi,
      unit,
      level,
      figures: 0,
      different: 0,
      changed: 0,
      appeared: 0,
      gone: 0,
      reasons: {},
    }
    if (known === undefined) this.#counts.set(key, counts)
    counts.figures += figures
    this.figures += figures
    for (const each of differences) this.#count(counts, each)
  }

  #count(counts: Counts, each: Difference): void {
    const { before, after, difference, reason, t, by } = each
    counts.different++
    counts.reasons[reason] = (counts.reasons[reason] ?? 0) + 1
    if (difference === null) {
      if (before?.value != null) counts.gone++
      if (after?.value != null) counts.appeared++
    } else if (difference !== 0) {
      counts.changed++
      if (Math.abs(difference) > Math.abs(counts.greatest?.difference ?? 0)) counts.greatest = { difference, t, by }
    }
    const { offset, limit } = this.#page
    if (this.total >= offset && this.listed.length < limit) this.listed.push(each)
    this.total++
  }

  /** Those in which anything differs. */
  get different(): readonly KpiSummary[] {
    return [...this.#counts.values()].filter(({ different }) => different > 0)
  }

  get kpis(): number {
    return new Set([...this.#counts.values()].map(({ kpi }) => kpi)).size
  }
}
