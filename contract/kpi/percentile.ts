import type { PercentileFormula } from './definition.ts'
import { EDGES } from './edges.ts'
import type { Sums } from './sums.ts'

export interface Percentile {
  readonly value: number
  /** Width of the bin in which it lies: it is off by less than this. `null`: the last bin, the value is at least this. */
  readonly binWidth: number | null
}

/** Samples in each bin. */
export function binCounts({ bins, edges }: PercentileFormula, sums: Sums): number[] {
  return Array.from({ length: EDGES[edges].edges.length + 1 }, (_, i) => sums.get(`${bins}${i}`) ?? 0)
}

/**
 * Linear within the bin that holds the share `q` of all samples; `undefined` without samples.
 *
 * Example: 100 samples between 10 and 12 Mbit/s, q = 0.5 → 11 Mbit/s, bin width 2.
 */
export function percentile(formula: PercentileFormula, sums: Sums): Percentile | undefined {
  const counts = binCounts(formula, sums)
  const total = counts.reduce((all, count) => all + count, 0)
  if (total <= 0) return undefined
  const { edges } = EDGES[formula.edges]
  const wanted = formula.q * total
  let before = 0
  for (const [bin, count] of counts.entries()) {
    if (count > 0 && before + count >= wanted) {
      const lower = bin === 0 ? 0 : (edges[bin - 1] as number)
      const upper = edges[bin]
      if (upper === undefined) return { value: lower, binWidth: null }
      const binWidth = Number((upper - lower).toPrecision(6))
      return { value: lower + ((wanted - before) / count) * binWidth, binWidth }
    }
    before += count
  }
  return undefined
}
