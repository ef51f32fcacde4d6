import { type Account, accountOf } from './account.ts'
import { applyFormula, denominatorOf } from './apply-formula.ts'
import { boundsOf } from './bounds.ts'
import type { Formula, KpiDefinition } from './definition.ts'
import type { Asked, KpiFigure, NotAvailable } from './figure.ts'
import { percentile } from './percentile.ts'
import { linear, type Sums } from './sums.ts'

/**
 * One figure from summed parts.
 *
 * `cells` are the sums of each single cell where the caller has them: bounds of success ratios are made per cell, then
 * summed; without them the group is taken as one cell. `asked` is for numbers of things, which need the time asked.
 *
 * Example: RRC 980 of 1000 in 2700 s observed of 3600 s expected → value 98, lo 73.5, hi 98.5, coverage 0.75.
 */
export function evaluateKpi(kpi: KpiDefinition, sums: Sums, cells: readonly Sums[] = [sums], asked?: Asked): KpiFigure {
  const account = accountOf(kpi, sums)
  const { formula, observed, coverage, suspectShare } = account
  const n = observed > 0 ? denominatorOf(formula, sums, observed) : 0
  const common = { n, coverage, suspectShare, ...remarks(account) }
  const none = (na: NotAvailable): KpiFigure => {
    const bounds = na === 'guard' || kpi.bounds === 'wilson' ? UNBOUNDED : boundsOf({ ...kpi, formula }, sums, cells)
    return { value: null, ...bounds, ...common, na }
  }
  if (observed <= 0) return none(isSilent(kpi, sums) ? 'silent' : 'never-reported')
  if (kpi.bounds === 'success-ratio' && isImpossible(formula, sums)) return none('guard')
  const value = applyFormula(formula, sums, asked)
  if (value === null) return none('zero-denominator')
  return { value, ...boundsOf({ ...kpi, formula }, sums, cells), ...common, ...widthOf(formula, sums) }
}

/** A station that says nothing is why there is no report and no time; samples of probes and the registry come from elsewhere. */
function isSilent({ basis }: KpiDefinition, sums: Sums): boolean {
  return (basis === 'report' || basis === 'timeline') && (sums.get('avail.unknown_silent') ?? 0) > 0
}

const UNBOUNDED = { lo: null, hi: null, boundKind: 'none' } as const

function remarks({ absent, variants }: Account): Pick<KpiFigure, 'partial' | 'variants'> {
  return { ...(absent.length > 0 && { partial: absent }), ...(variants.length > 0 && { variants }) }
}

function widthOf(formula: Formula, sums: Sums): Pick<KpiFigure, 'binWidth'> {
  if (formula.kind !== 'percentile') return {}
  return { binWidth: percentile(formula, sums)?.binWidth ?? null }
}

/** Σsuccess > Σattempts over what is asked. */
function isImpossible(formula: Formula, sums: Sums): boolean {
  const stages = formula.kind === 'ratio' ? [formula] : formula.kind === 'product' ? formula.factors : []
  return stages.some((stage) => linear(stage.num, sums) > linear(stage.den, sums))
}
