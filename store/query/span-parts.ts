import { type FieldName, LEVEL_MS, type Level, type Sums } from '../../contract/mod.ts'
import type { KpiPoint, KpiStore } from '../port.ts'
import { addUp } from './add-up.ts'
import { takesPart } from './cell-mode.ts'
import { type GroupedParts, groupsAt, partsTable, type SpanQuestion } from './figure-parts.ts'
import { frameOf } from './kpi-frame.ts'
import { queryKpi } from './query-kpi.ts'
import type { SumTable } from './sum-table.ts'
import type { Stretch } from './tiling.ts'

export interface SpanWindow {
  readonly level: Level
  readonly point: KpiPoint
  readonly sums: Sums
}

/** A figure over a longer time, and the windows that it is made of. */
export interface SpanParts {
  /** As it was answered: snapped down to the finest level that is still kept there [epoch ms]. */
  readonly from: number
  readonly to: number
  readonly point: KpiPoint | undefined
  readonly sums: Sums
  /** By time; those that have begun. */
  readonly windows: readonly SpanWindow[]
}

/** @throws {KpiRequestError} as {@link queryKpi}. */
export async function partsOfSpan(
  store: KpiStore,
  question: SpanQuestion,
  realmClock: number | undefined,
): Promise<SpanParts> {
  const { kpi, where } = question
  const asked = { kpis: [kpi.id], by: [], where }
  const { results } = await queryKpi(store, { ...asked, level: 'all', from: question.from, to: question.to })
  const { from, to, stretches } = frameOf(store, { level: 'all', from: question.from, to: question.to }, realmClock)
  const whole = await partsTable(store, { kpi, level: 'all', where }, [], { stretches, from })
  const windows: SpanWindow[] = []
  for (const stretch of stretches) {
    if (kpi.formula.kind === 'busy-hour' && stretch.level !== '1d') continue
    windows.push(...(await windowsOf(store, question, stretch)))
  }
  return { from, to, point: results[0]?.series[0]?.points[0], sums: sumsAt(whole, kpi, from), windows }
}

/** The sums behind the same figure, by tags. */
export async function groupsOfSpan(
  store: KpiStore,
  { kpi, where, from, to }: SpanQuestion,
  by: readonly string[],
  realmClock: number | undefined,
): Promise<GroupedParts> {
  const frame = frameOf(store, { level: 'all', from, to }, realmClock)
  return groupsAt(await partsTable(store, { kpi, level: 'all', where }, by, frame), kpi, frame.from)
}

async function windowsOf(store: KpiStore, { kpi, where }: SpanQuestion, stretch: Stretch): Promise<SpanWindow[]> {
  const { level } = stretch
  const { results } = await queryKpi(store, { kpis: [kpi.id], by: [], where, ...stretch })
  const table = await partsTable(store, { kpi, level, where }, [], { stretches: [stretch], from: stretch.from })
  const points = results[0]?.series[0]?.points ?? []
  return points
    .filter(({ t }) => t + LEVEL_MS[level] <= stretch.to)
    .map((point) => ({ level, point, sums: sumsAt(table, kpi, point.t) }))
}

function sumsAt(table: SumTable, kpi: SpanQuestion['kpi'], t: number): Sums {
  const modes = [...table.values()].flatMap(({ windows }) => windows.get(t) ?? [])
  const taking = modes.filter(({ mode }) => takesPart(kpi, mode))
  return taking.length === 0 ? new Map<FieldName, number>() : addUp(taking.map(({ sums }) => sums))
}
