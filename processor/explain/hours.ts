import { accountOf, type ExplainedHour, LEVEL_MS, linear, VIETNAM_OFFSET_MS } from '../../contract/mod.ts'
import { hoursOfDay, type KpiPoint, type KpiStore, type WindowQuestion } from '../../store/mod.ts'

/** Of a busy hour the traffic of every hour of its day, the busiest marked; null of any other KPI. */
export async function hoursOf(
  store: KpiStore,
  { kpi, level, t, where }: WindowQuestion,
  point: KpiPoint | undefined,
): Promise<ExplainedHour[] | null> {
  const { formula } = kpi
  if (formula.kind !== 'busy-hour' || level !== '1d') return null
  const sums = await hoursOfDay(store, { kpi, t, where })
  const hours = Array.from({ length: 24 }, (_, i) => {
    const at = t + i * LEVEL_MS['1h']
    const found = sums.get(at)
    const isObserved = found !== undefined && accountOf(kpi, found).observed > 0
    const hour = Math.floor((at + VIETNAM_OFFSET_MS) / LEVEL_MS['1h']) % 24
    return { t: at, hour, value: isObserved ? linear(formula.of, found) * formula.scale : null }
  })
  const most = Math.max(...hours.map(({ value }) => value ?? Number.NEGATIVE_INFINITY))
  return hours.map((each) => ({
    ...each,
    busiest: point?.hour === undefined ? each.value === most : each.hour === point.hour,
  }))
}
