import { type KpiStore, windowStatus } from '../../../store/mod.ts'
import type { FiveTimesPanel } from '../../panels/panel.ts'
import type { PanelData } from '../page/wire.d.ts'
import { type Scope, whereZone } from './scope.ts'

/** Unknown time that no report is on its way for. */
const CAUSES_OF_UNKNOWN = ['avail.unknown_silent', 'avail.unknown_collector'] as const

/** Seconds of each of the five times a window, over all cells of the zones chosen; which are open, by the realm clock. */
export async function fiveTimesData(panel: FiveTimesPanel, store: KpiStore, scope: Scope): Promise<PanelData> {
  const { level, from, to, stepMs, clock } = scope
  const [series] = await store.sum({
    table: 'zone_kpi',
    level,
    from,
    to,
    fields: ['exp', ...panel.times.map((time) => time.field), ...CAUSES_OF_UNKNOWN],
    groupBy: [],
    where: whereZone(scope),
    bucket: 'level',
  })
  const windows = Math.round((to - from) / stepMs)
  const seconds: Record<string, (number | null)[]> = {}
  const totals: Record<string, number> = {}
  for (const { id } of panel.times) {
    seconds[id] = new Array<number | null>(windows).fill(null)
    totals[id] = 0
  }
  const expected = new Array<number>(windows).fill(0)
  let exp = 0
  let openFrom = windows
  for (const { t, sums, gpS } of series?.windows ?? []) {
    const place = (t - from) / stepMs
    if (windowStatus(level, t, gpS, clock) === 'open') {
      openFrom = Math.min(openFrom, place)
      const explained = CAUSES_OF_UNKNOWN.reduce((sum, field) => sum + (sums.get(field) ?? 0), 0)
      expected[place] = Math.max(0, (sums.get('avail.unknown') ?? 0) - explained)
    }
    exp += sums.get('exp') ?? 0
    for (const { id, field } of panel.times) {
      const value = sums.get(field) ?? 0
      const column = seconds[id]
      if (column !== undefined && Number.isInteger(place) && place >= 0 && place < windows) column[place] = value
      totals[id] = (totals[id] ?? 0) + value
    }
  }
  return { kind: 'five-times', seconds, totals, exp, expected, openFrom }
}
