import { type Bounds, boundsOf } from './bounds.ts'
import { observedField, suspectField } from './catalogue.ts'
import type { Formula, KpiDefinition, RatioFormula } from './definition.ts'
import { linear, reportableSeconds, type Sums } from './sums.ts'

/** Why there is no value. */
export type NotAvailable = 'zero-denominator' | 'never-reported' | 'silent' | 'nsa' | 'guard' | 'outside-retention'

export interface KpiFigure {
  /** In the KPI's unit; null with the reason in `na`. Never 0 or 100 for want of data. */
  readonly value: number | null
  readonly lo: number | null
  readonly hi: number | null
  readonly boundKind: Bounds['boundKind']
  /** The denominator; for a sum the seconds observed. */
  readonly n: number
  /** Σobs / Σexp [0..1]; null where nothing was expected. */
  readonly coverage: number | null
  /** Σsus / Σobs [0..1]; null where nothing was observed. */
  readonly suspectShare: number | null
  readonly na?: NotAvailable
}

export function denominatorOf(formula: Formula, sums: Sums): number {
  if (formula.kind === 'ratio') return linear(formula.den, sums)
  if (formula.kind === 'product') return Math.min(...formula.factors.map((factor) => linear(factor.den, sums)))
  return Number.NaN
}

function ratio(formula: RatioFormula, sums: Sums): number | null {
  const den = linear(formula.den, sums)
  return den === 0 ? null : (linear(formula.num, sums) / den) * formula.scale
}

/** The formula over aggregated parts; null for a zero denominator at any stage. */
export function applyFormula(formula: Formula, sums: Sums): number | null {
  if (formula.kind === 'ratio') return ratio(formula, sums)
  if (formula.kind === 'sum') return linear(formula.of, sums) * formula.scale
  if (formula.kind !== 'product') return null
  let product = formula.scale
  for (const factor of formula.factors) {
    const stage = ratio(factor, sums)
    if (stage === null) return null
    product *= stage
  }
  return product
}

/**
 * One figure from summed parts.
 *
 * `cells` are the sums of each single cell where the caller has them: bounds of success ratios are made per cell, then
 * summed; without them the group is taken as one cell.
 *
 * Example: RRC 980 of 1000 in 2700 s observed of 3600 s expected → value 98, lo 73.5, hi 98.5, coverage 0.75.
 */
export function evaluateKpi(kpi: KpiDefinition, sums: Sums, cells: readonly Sums[] = [sums]): KpiFigure {
  const exp = sums.get('exp') ?? 0
  if (kpi.basis === 'timeline') {
    const unknown = sums.get('avail.unknown') ?? 0
    return figure(kpi, sums, cells, {
      coverage: exp === 0 ? null : (exp - unknown) / exp,
      suspectShare: null,
      observed: exp - unknown,
    })
  }
  const observed = sums.get(observedField(kpi)) ?? 0
  const due = reportableSeconds(sums)
  return figure(kpi, sums, cells, {
    // a report may cover seconds in which its cell is known down: never more than whole
    coverage: due === 0 ? (observed > 0 ? 1 : null) : Math.min(1, observed / due),
    suspectShare: observed === 0 ? null : (sums.get(suspectField(kpi)) ?? 0) / observed,
    observed,
  })
}

function figure(
  kpi: KpiDefinition,
  sums: Sums,
  cells: readonly Sums[],
  data: { coverage: number | null; suspectShare: number | null; observed: number },
): KpiFigure {
  const { coverage, suspectShare, observed } = data
  const den = denominatorOf(kpi.formula, sums)
  const n = kpi.formula.kind === 'sum' ? observed : den
  const none = (na: NotAvailable): KpiFigure => {
    const bounds = kpi.bounds === 'none' || na === 'guard' ? undefined : boundsOf(kpi, sums, cells)
    return {
      value: null,
      lo: bounds?.lo ?? null,
      hi: bounds?.hi ?? null,
      boundKind: bounds?.boundKind ?? 'none',
      n,
      coverage,
      suspectShare,
      na,
    }
  }
  if (observed <= 0) return none((sums.get('avail.unknown_silent') ?? 0) > 0 ? 'silent' : 'never-reported')
  if (kpi.bounds === 'success-ratio' && isImpossible(kpi.formula, sums)) return none('guard')
  const value = applyFormula(kpi.formula, sums)
  if (value === null) return none('zero-denominator')
  return { value, ...boundsOf(kpi, sums, cells), n, coverage, suspectShare }
}

/** Σsuccess > Σattempts over what is asked. */
function isImpossible(formula: Formula, sums: Sums): boolean {
  const stages = formula.kind === 'ratio' ? [formula] : formula.kind === 'product' ? formula.factors : []
  return stages.some((stage) => linear(stage.num, sums) > linear(stage.den, sums))
}
