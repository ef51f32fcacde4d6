import type { Formula, RatioFormula } from './definition.ts'
import type { Asked } from './figure.ts'
import { binCounts, percentile } from './percentile.ts'
import { linear, reportableSeconds, type Sums } from './sums.ts'

function ratio(formula: Pick<RatioFormula, 'num' | 'den' | 'scale'>, sums: Sums): number | null {
  const den = linear(formula.den, sums)
  return den === 0 ? null : (linear(formula.num, sums) / den) * formula.scale
}

/**
 * The formula over aggregated parts; null where a denominator is zero.
 *
 * @throws RangeError for a busy hour, which is made of hours and not of sums: see `busyHour`.
 */
export function applyFormula(formula: Formula, sums: Sums, asked: Asked = { elapsedS: 0 }): number | null {
  switch (formula.kind) {
    case 'ratio':
      return ratio(formula, sums)
    case 'product':
      return formula.factors.reduce<number | null>((product, factor) => {
        const stage = ratio(factor, sums)
        return product === null || stage === null ? null : product * stage
      }, formula.scale)
    case 'ratio-sum': {
      const sum = formula.terms.reduce<number | null>((total, term) => {
        const stage = ratio(term, sums)
        return total === null || stage === null ? null : total + stage
      }, 0)
      return sum === null ? null : sum * formula.scale
    }
    case 'sum':
      return linear(formula.of, sums) * formula.scale
    case 'percentile':
      return percentile(formula, sums)?.value ?? null
    case 'extreme': {
      const value = sums.get(formula.field)
      return value === undefined ? null : value * formula.scale
    }
    case 'population': {
      const mean = ratio(formula, sums)
      return mean === null || asked.elapsedS <= 0 ? null : (mean * reportableSeconds(sums)) / asked.elapsedS
    }
    case 'mean-count': {
      const things = asked.elapsedS <= 0 ? null : linear(formula.of, sums) / asked.elapsedS
      if (formula.cap === undefined || things === null) return things === null ? null : things * formula.scale
      const cap = asked.licensedSites ?? 0
      return cap === 0 ? null : (things / cap) * formula.scale
    }
    case 'busy-hour':
      throw new RangeError('a busy hour is made of hours, not of sums')
  }
}

/** What a figure of this formula stands on: `n`. */
export function denominatorOf(formula: Formula, sums: Sums, observed: number): number {
  if (formula.kind === 'ratio') return linear(formula.den, sums)
  if (formula.kind === 'product') return Math.min(...formula.factors.map(({ den }) => linear(den, sums)))
  if (formula.kind === 'ratio-sum') return Math.min(...formula.terms.map(({ den }) => linear(den, sums)))
  if (formula.kind === 'percentile') return binCounts(formula, sums).reduce((all, count) => all + count, 0)
  return observed
}
