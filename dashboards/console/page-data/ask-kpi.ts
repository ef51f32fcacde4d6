import type { KpiAnswer, KpiPoint } from '../../../store/mod.ts'
import type { KpiQuery } from '../api/kpi-query.ts'
import type { Figure } from '../page/wire.d.ts'
import { type Scope, whereZone } from './scope.ts'

/** The query model, asked within a scope. */
export async function askKpi(
  query: KpiQuery,
  scope: Scope,
  kpis: readonly string[],
  options: {
    readonly over: 'level' | 'all'
    readonly by?: readonly string[]
    readonly where?: Readonly<Record<string, readonly string[]>>
  },
): Promise<KpiAnswer> {
  const { over, by = [], where = {} } = options
  const params = new URLSearchParams({
    kpi: kpis.join(','),
    level: over === 'all' ? 'all' : scope.level,
    from: String(scope.from),
    to: String(scope.to),
    by: by.join(','),
  })
  // a filter of the question is narrower than the zones chosen, and made within them
  for (const [tag, values] of Object.entries({ ...whereZone(scope), ...where })) {
    for (const value of values) params.append(tag, value)
  }
  const reply = await query(params)
  if (!reply.ok) throw new Error(reply.message)
  return reply.answer
}

/** Where the store has no row at all for what is asked. */
export const NO_FIGURE: Figure = {
  value: null,
  lo: null,
  hi: null,
  boundKind: 'none',
  coverage: null,
  suspectShare: null,
  na: 'no-data',
}

export function figureOf(point: KpiPoint | undefined): Figure {
  if (point === undefined) return NO_FIGURE
  const { value, lo, hi, boundKind, coverage, suspectShare, na } = point
  return { value, lo, hi, boundKind, coverage, suspectShare, ...(na !== undefined && { na }) }
}
