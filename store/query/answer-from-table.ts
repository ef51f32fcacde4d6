import type { KpiDefinition } from '../../contract/mod.ts'
import type { KpiTable } from '../port.ts'
import { readCellSums } from './cell-sums.ts'
import { extremesAmong, fieldsOfKpi } from './kpi-fields.ts'
import { pointsOf } from './kpi-points.ts'
import { checkPoints } from './kpi-request.ts'
import { licensedSites } from './licensed-sites.ts'
import { type Answered, type Question, seriesOf } from './question.ts'
import { groupKey, readSumTable } from './sum-table.ts'

/** KPIs that the sums of one table make, with one question to the store; bounds of some ask for the cells besides. */
export async function answerFromTable(
  { store, request, frame, reach }: Question,
  kpis: readonly KpiDefinition[],
  table: KpiTable,
): Promise<Answered> {
  const { by, where } = request
  const whole = request.level === 'all' ? { wholeFrom: frame.from } : {}
  const windows = frame.starts.length
  const all = [...new Set(kpis.flatMap(fieldsOfKpi))]
  const extremes = extremesAmong(all)
  const groups = await readSumTable(store, {
    table,
    stretches: frame.stretches,
    fields: all.filter((field) => !extremes.some((extreme) => extreme.field === field)),
    extremes,
    by,
    // stations have no mode
    byMode: table !== 'station_kpi' && kpis.some((kpi) => kpi.modes !== 'all'),
    where,
    ...whole,
  })
  const seriesOfKpi = new Map(kpis.map((kpi) => [kpi, seriesOf(groups, by, fieldsOfKpi(kpi))]))
  checkPoints(Math.max(...[...seriesOfKpi.values()].map((series) => series.length)), windows, kpis.length)
  const cells =
    table === 'station_kpi'
      ? undefined
      : await readCellSums(store, {
          kpis,
          by,
          where,
          stretches: frame.stretches,
          ...whole,
          cells: reach.cells,
          windows,
        })
  const needsCap = kpis.some(({ formula }) => formula.kind === 'mean-count' && formula.cap !== undefined)
  const registry = needsCap ? await store.registry() : []
  return new Map(
    [...seriesOfKpi].map(([kpi, series]) => [
      kpi,
      series.map((group) => ({
        by: group.by,
        points: pointsOf(kpi, frame, group, {
          cells: cells?.get(groupKey(by, group.by)),
          licensedSites: (atMs) => licensedSites(registry, where, group.by, atMs),
        }),
      })),
    ]),
  )
}
