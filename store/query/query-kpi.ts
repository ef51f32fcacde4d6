import { CATALOGUE_VERSION, type KpiDefinition, kpiById } from '../../contract/mod.ts'
import type { KpiAnswer, KpiStore } from '../port.ts'
import { answerBusyHours } from './answer-busy-hour.ts'
import { answerBySplit } from './answer-by-split.ts'
import { answerCellMaxima } from './answer-cell-maxima.ts'
import { answerFromTable } from './answer-from-table.ts'
import { MAX_CELL_WINDOWS } from './cell-sums.ts'
import { frameOf } from './kpi-frame.ts'
import { checkPoints, type KpiRequest, KpiRequestError } from './kpi-request.ts'
import { misfitOf, type Way, wayOf } from './kpi-way.ts'
import type { Answered, Question } from './question.ts'
import { reachOf } from './reach.ts'

/** A KPI by its id, as some version of the catalogue defines it. */
export type DefinitionOf = (id: string) => KpiDefinition | undefined

/**
 * Answers a request from the store's sums: the same figures whichever adapter is behind.
 *
 * Time is measured by the store's realm clock, or by `nowMs` where given. Every window of [from, to) that has begun is
 * there; before the first `meta` nothing is known of time, and all of them are, as `never-reported`. For `all` the ends
 * are snapped down to the finest level that is still kept there, and the time between is tiled (see `tile`).
 *
 * `definitions` are those of the present catalogue, or of an older one by which the parts in the store are read as it meant them.
 *
 * @throws {KpiRequestError} where the answer would hold too many points, or a KPI cannot be asked so.
 * @throws {StoreUnavailableError} where the store cannot be asked now.
 */
export async function queryKpi(
  store: KpiStore,
  request: KpiRequest,
  nowMs?: number,
  definitions: DefinitionOf = kpiById,
): Promise<KpiAnswer> {
  const kpis = request.kpis.map((id) => definitionOf(id, request, definitions))
  const meta = await store.meta()
  const frame = frameOf(store, request, nowMs ?? meta?.realmClock)
  const reach = reachOf(await store.stations(), request.where)
  const windows = frame.starts.length
  if (request.by.includes('cell')) checkPoints(reach.cells, windows, kpis.length)
  else if (request.by.includes('station')) checkPoints(reach.stations, windows, kpis.length)

  const question: Question = { store, request, frame, reach }
  const areCellsFew = reach.cells * windows <= MAX_CELL_WINDOWS
  const ways = new Map<Way, KpiDefinition[]>()
  for (const kpi of kpis) {
    const way = wayOf(kpi, request, areCellsFew)
    ways.set(way, [...(ways.get(way) ?? []), kpi])
  }
  const answered = new Map<KpiDefinition, KpiAnswer['results'][number]['series']>()
  for (const [way, own] of ways) {
    for (const [kpi, series] of await answer(question, way, own)) answered.set(kpi, series)
  }
  const results = kpis.map((kpi) => ({ kpi: kpi.id, unit: kpi.unit, series: answered.get(kpi) ?? [] }))
  checkPoints(
    results.reduce((most, { series }) => Math.max(most, series.length), 0),
    windows,
    kpis.length,
  )
  return {
    realm: meta?.realm ?? '',
    catalogue: meta?.catalogue ?? CATALOGUE_VERSION,
    level: request.level,
    results,
  }
}

function answer(question: Question, way: Way, kpis: readonly KpiDefinition[]): Promise<Answered> {
  if (way === 'busy-hour') return answerBusyHours(question, kpis)
  if (way === 'cell_kpi_sub') return answerBySplit(question, kpis)
  return way === 'cell-maxima' ? answerCellMaxima(question, kpis) : answerFromTable(question, kpis, way)
}

function definitionOf(id: string, request: KpiRequest, definitions: DefinitionOf): KpiDefinition {
  const kpi = definitions(id)
  if (kpi === undefined) throw new KpiRequestError(`unknown kpi ${id}`)
  const misfit = misfitOf(kpi, request)
  if (misfit !== undefined) throw new KpiRequestError(misfit)
  return kpi
}
