import { KPIS, type KpiDefinition, SPLITS, type Split, splitsOf } from '../../contract/mod.ts'
import type { KpiRequest } from './kpi-request.ts'

const isSplit = (tag: string): tag is Split => SPLITS.some((split) => split === tag)

/** The splits that a question names, in `by` or as a filter; at most one can be answered. */
export function splitsAsked({ by, where }: Pick<KpiRequest, 'by' | 'where'>): Split[] {
  return [...new Set([...by, ...Object.keys(where)])].filter(isSplit)
}

/** Why a KPI cannot be split so, with what can; `undefined` where it can. */
export function splitMisfit(kpi: KpiDefinition, splits: readonly Split[]): string | undefined {
  const [split] = splits
  if (split === undefined) return undefined
  if (splits.length > 1) {
    return `counters are split by one thing at a time: expected one of ${SPLITS.join(', ')}, got ${splits.join(' and ')}`
  }
  const own = splitsOf(kpi)
  if (own.includes(split)) return undefined
  const can = own.length > 0 ? `it can by ${own.join(', ')}` : 'it cannot be split'
  const others = KPIS.filter((each) => splitsOf(each).includes(split)).map(({ id }) => id)
  return `${kpi.id} cannot be told by ${split}: ${can}; by ${split} there are ${others.join(', ')}`
}
