import type { FieldName, KpiDefinition } from '../../contract/mod.ts'
import type { KpiAnswer, KpiStore } from '../port.ts'
import type { KpiFrame } from './kpi-points.ts'
import type { KpiRequest } from './kpi-request.ts'
import { groupKey, type SumGroup } from './sum-table.ts'

/** A request on its way through the store. */
export interface Question {
  readonly store: KpiStore
  readonly request: KpiRequest
  readonly frame: KpiFrame
  /** About how many stations and cells it reaches. */
  readonly reach: { readonly stations: number; readonly cells: number }
}

export type KpiSeries = KpiAnswer['results'][number]['series']

/** Series of each KPI, in the order asked. */
export type Answered = ReadonlyMap<KpiDefinition, KpiSeries>

/**
 * Series in the order of their tags. Where tags were asked, a group without a single part of the KPI (`fields`) other than 0
 * is left out: its rows moved to another tag set or are out of service. What other KPIs were asked with it does not matter.
 * Where no tags were asked there is always the one series.
 */
export function seriesOf(
  groups: ReadonlyMap<string, SumGroup>,
  by: readonly string[],
  fields: readonly FieldName[],
): SumGroup[] {
  if (by.length === 0) return [groups.get(groupKey([], {})) ?? { by: {}, windows: new Map() }]
  const isAlive = (group: SumGroup) =>
    [...group.windows.values()].some((modes) =>
      modes.some(({ sums }) => fields.some((field) => (sums.get(field) ?? 0) !== 0)),
    )
  return [...groups.entries()]
    .filter(([, group]) => isAlive(group))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group)
}
