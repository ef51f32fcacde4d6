import type { KpiStore } from '../../../store/mod.ts'
import type { FiveTimesPanel } from '../../panels/panel.ts'
import type { PanelData } from '../page/wire.d.ts'
import { type Scope, whereZone } from './scope.ts'

/** Seconds of each of the five times a window, over all cells of the zones chosen. */
export async function fiveTimesData(panel: FiveTimesPanel, store: KpiStore, scope: Scope): Promise<PanelData> {
  const { level, from, to, stepMs } = scope
  const [series] = await store.sum({
    table: 'zone_kpi',
    level,
    from,
    to,
    fields: ['exp', ...panel.times.map((time) => time.field)],
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
  let exp = 0
  for (const { t, sums } of series?.windows ?? []) {
    const place = (t - from) / stepMs
    exp += sums.get('exp') ?? 0
    for (const { id, field } of panel.times) {
      const value = sums.get(field) ?? 0
      const column = seconds[id]
      if (column !== undefined && Number.isInteger(place) && place >= 0 && place < windows) column[place] = value
      totals[id] = (totals[id] ?? 0) + value
    }
  }
  return { kind: 'five-times', seconds, totals, exp }
}
