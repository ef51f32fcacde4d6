import { observedField } from './catalogue.ts'
import type { KpiDefinition, RatioFormula } from './definition.ts'
import type { Bounds } from './figure.ts'
import { linear, reportableSeconds, type Sums } from './sums.ts'
import { wilson } from './wilson.ts'

const UNBOUNDED: Bounds = { lo: null, hi: null, boundKind: 'none' }

/** How far the figure could be off, made after grouping; {@link KpiDefinition.bounds} names the rule. */
export function boundsOf(kpi: KpiDefinition, sums: Sums, cells: readonly Sums[]): Bounds {
  switch (kpi.bounds) {
    case 'exact':
      return availabilityBounds(kpi, sums)
    case 'success-ratio':
      return successBounds(kpi, sums, cells)
    case 'utilisation':
      return utilisationBounds(kpi, sums, cells)
    case 'sum':
      return kpi.formula.kind === 'sum'
        ? { lo: linear(kpi.formula.of, sums) * kpi.formula.scale, hi: null, boundKind: 'exact' }
        : UNBOUNDED
    case 'wilson':
      return wilsonBounds(kpi, sums)
    case 'none':
      return UNBOUNDED
  }
}

/** Unknown time all down, and all up. Example: the day of `CellAvail.Total` → 96.00694 to 96.52778 %. */
function availabilityBounds(kpi: KpiDefinition, sums: Sums): Bounds {
  if (kpi.formula.kind !== 'ratio') return UNBOUNDED
  const unknown = sums.get('avail.unknown') ?? 0
  const up = linear(kpi.formula.num, sums)
  const all = linear(kpi.formula.den, sums) + unknown
  if (all === 0) return UNBOUNDED
  return { lo: (up / all) * kpi.formula.scale, hi: ((up + unknown) / all) * kpi.formula.scale, boundKind: 'exact' }
}

/**
 * Attempts (or available PRB) that the missing time would have had at each cell's usual rate; a cell that reported
 * nothing in what is asked is given the rate of its group.
 */
function missingDenominator(kpi: KpiDefinition, stage: RatioFormula, sums: Sums, cells: readonly Sums[]): number {
  const obs = observedField(kpi, stage.stage)
  const groupObserved = sums.get(obs) ?? 0
  const groupRate = groupObserved === 0 ? 0 : linear(stage.den, sums) / groupObserved
  let usual = 0
  for (const cell of cells) {
    const observed = cell.get(obs) ?? 0
    const missingS = Math.max(0, reportableSeconds(cell) - observed)
    if (missingS === 0) continue
    usual += missingS * (observed === 0 ? groupRate : linear(stage.den, cell) / observed)
  }
  return usual
}

/**
 * Missing time had the cell's usual attempts, all failed or all succeeded; a product takes the product of its stages.
 * Example: 980 of 1000 over 45 min, 15 min missing → 333.3 attempts more → 73.5 to 98.5 %.
 */
function successBounds(kpi: KpiDefinition, sums: Sums, cells: readonly Sums[]): Bounds {
  const { formula } = kpi
  if (formula.kind !== 'ratio' && formula.kind !== 'product') return UNBOUNDED
  const stages = formula.kind === 'ratio' ? [formula] : formula.factors
  let lo = formula.scale
  let hi = formula.scale
  for (const stage of stages) {
    const usual = missingDenominator(kpi, stage, sums, cells)
    const succ = linear(stage.num, sums)
    const all = linear(stage.den, sums) + usual
    // nothing attempted, nothing known: any share is possible
    lo *= all === 0 ? 0 : succ / all
    hi *= all === 0 ? 1 : Math.min(1, (succ + usual) / all)
  }
  return { lo, hi, boundKind: 'estimate' }
}

/** Missing time at 0 and at 100 %. */
function utilisationBounds(kpi: KpiDefinition, sums: Sums, cells: readonly Sums[]): Bounds {
  const { formula } = kpi
  if (formula.kind !== 'ratio') return UNBOUNDED
  const usual = missingDenominator(kpi, formula, sums, cells)
  const used = linear(formula.num, sums)
  const all = linear(formula.den, sums) + usual
  if (all === 0) return UNBOUNDED
  return { lo: (used / all) * formula.scale, hi: ((used + usual) / all) * formula.scale, boundKind: 'estimate' }
}

/** What so many samples can say of the share behind them; see `wilson`. */
function wilsonBounds({ formula }: KpiDefinition, sums: Sums): Bounds {
  if (formula.kind !== 'ratio') return UNBOUNDED
  const n = linear(formula.den, sums)
  const passed = linear(formula.num, sums)
  if (n <= 0 || passed < 0 || passed > n) return UNBOUNDED
  const { lo, hi } = wilson(passed, n)
  return { lo: lo * formula.scale, hi: hi * formula.scale, boundKind: 'estimate' }
}
