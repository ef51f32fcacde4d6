import { LEVEL_MS, type Level } from '../../contract/mod.ts'
import type { KpiStore } from '../port.ts'
import type { KpiFrame } from './kpi-points.ts'
import type { KpiRequest } from './kpi-request.ts'
import { snapToKept, tile } from './tiling.ts'

/**
 * The windows of the answer, and what has to be asked for them.
 *
 * @param realmClock `undefined` where nothing is known of time: then every window has begun
 */
export function frameOf(
  store: Pick<KpiStore, 'keptSince'>,
  request: Pick<KpiRequest, 'level' | 'from' | 'to'>,
  realmClock: number | undefined,
): KpiFrame {
  const { level } = request
  const keptSince = (each: Level) => store.keptSince(each, realmClock ?? 0)
  const hasBegun = (t: number) => realmClock === undefined || t <= realmClock
  if (level !== 'all') {
    const starts: number[] = []
    for (let t = request.from; t < request.to && hasBegun(t); t += LEVEL_MS[level]) starts.push(t)
    const kept = starts.find((t) => t >= keptSince(level))
    const stretches = kept === undefined ? [] : [{ level, from: kept, to: request.to }]
    return { level, from: request.from, to: request.to, starts, stretches, keptFrom: keptSince(level), realmClock }
  }
  const from = snapToKept(request.from, keptSince)
  const to = snapToKept(request.to, keptSince)
  const starts = hasBegun(from) ? [from] : []
  const stretches = from < to ? tile(from, to, keptSince) : undefined
  if (stretches === undefined) {
    return { level, from, to, starts, stretches: [], keptFrom: Number.POSITIVE_INFINITY, realmClock }
  }
  const begun = stretches.filter((stretch) => hasBegun(stretch.from))
  return { level, from, to, starts, stretches: begun, keptFrom: Number.NEGATIVE_INFINITY, realmClock }
}
