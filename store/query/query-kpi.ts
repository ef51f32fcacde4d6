import { CATALOGUE_VERSION, type KpiDefinition, kpiById, LEVEL_MS, type Level } from '../../contract/mod.ts'
import type { KpiAnswer, KpiStore, KpiTable } from '../port.ts'
import { type CellSums, readCellSums } from './cell-sums.ts'
import { fieldsOfKpi } from './kpi-fields.ts'
import { type KpiFrame, pointsOf } from './kpi-points.ts'
import { checkPoints, type KpiRequest, KpiRequestError } from './kpi-request.ts'
import { reachOf } from './reach.ts'
import { groupKey, readSumTable, type SumGroup } from './sum-table.ts'
import { snapToKept, tile } from './tiling.ts'

/** Tags that only cell rows have; every other question is answered from the far fewer zone rows. */
const CELL_ROW_TAGS: readonly string[] = ['station', 'cell', 'software']

/**
 * Answers a request from the store's sums: the same figures whichever adapter is behind.
 *
 * Time is measured by the store's realm clock, or by `nowMs` where given. Every window of [from, to) that has begun is
 * there; before the first `meta` nothing is known of time, and all of them are, as `never-reported`. For `all` the ends
 * are snapped down to the finest level that is still kept there, and the time between is tiled (see `tile`).
 *
 * @throws {KpiRequestError} where the answer would hold too many points.
 * @throws {StoreUnavailableError} where the store cannot be asked now.
 */
export async function queryKpi(store: KpiStore, request: KpiRequest, nowMs?: number): Promise<KpiAnswer> {
  const kpis = request.kpis.map(definitionOf)
  const meta = await store.meta()
  const realmClock = nowMs ?? meta?.realmClock ?? 0
  const frame = frameOf(store, request, realmClock, nowMs === undefined && meta === undefined)
  const table: KpiTable = namesCells(request) ? 'cell_kpi' : 'zone_kpi'
  const reach = reachOf(await store.stations(), request.where)
  const windows = frame.starts.length
  if (request.by.includes('cell')) checkPoints(reach.cells, windows, kpis.length)
  else if (request.by.includes('station')) checkPoints(reach.stations, windows, kpis.length)

  const { by, where } = request
  const whole = request.level === 'all' ? { wholeFrom: frame.from } : {}
  const groups = await readSumTable(store, {
    table,
    stretches: frame.stretches,
    fields: [...new Set(kpis.flatMap(fieldsOfKpi))],
    by,
    byMode: kpis.some((kpi) => kpi.modes !== 'all'),
    where,
    ...whole,
  })
  const series = seriesOf(groups, by)
  checkPoints(series.length, windows, kpis.length)
  const cells = await readCellSums(store, {
    kpis,
    by,
    where,
    stretches: frame.stretches,
    ...whole,
    cells: reach.cells,
    windows,
  })
  return {
    realm: meta?.realm ?? '',
    catalogue: meta?.catalogue ?? CATALOGUE_VERSION,
    level: request.level,
    results: kpis.map((kpi) => ({
      kpi: kpi.id,
      unit: kpi.unit,
      series: series.map((group) => ({ by: group.by, points: pointsOf(kpi, frame, group, cellsOf(cells, by, group)) })),
    })),
  }
}

function definitionOf(id: string): KpiDefinition {
  const kpi = kpiById(id)
  if (kpi === undefined) throw new KpiRequestError(`unknown kpi ${id}`)
  return kpi
}

function namesCells(request: KpiRequest): boolean {
  return CELL_ROW_TAGS.some((tag) => request.by.includes(tag) || request.where[tag] !== undefined)
}

function cellsOf(cells: CellSums | undefined, by: readonly string[], group: SumGroup) {
  return cells?.get(groupKey(by, group.by))
}

/** The windows of the answer, and what has to be asked for them. */
function frameOf(store: KpiStore, request: KpiRequest, realmClock: number, timeless: boolean): KpiFrame {
  const { level } = request
  const keptSince = (each: Level) => store.keptSince(each, realmClock)
  const hasBegun = (t: number) => timeless || t <= realmClock
  if (level !== 'all') {
    const starts: number[] = []
    for (let t = request.from; t < request.to && hasBegun(t); t += LEVEL_MS[level]) starts.push(t)
    const kept = starts.find((t) => t >= keptSince(level))
    const stretches = kept === undefined ? [] : [{ level, from: kept, to: request.to }]
    return { level, from: request.from, starts, stretches, keptFrom: keptSince(level), realmClock }
  }
  const from = snapToKept(request.from, keptSince)
  const to = snapToKept(request.to, keptSince)
  const starts = hasBegun(from) ? [from] : []
  const stretches = from < to ? tile(from, to, keptSince) : undefined
  if (stretches === undefined) {
    return { level, from, starts, stretches: [], keptFrom: Number.POSITIVE_INFINITY, realmClock }
  }
  const begun = stretches.filter((stretch) => hasBegun(stretch.from))
  return { level, from, starts, stretches: begun, keptFrom: Number.NEGATIVE_INFINITY, realmClock }
}

/**
 * Series in the order of their tags. Where tags were asked, a group without a single part other than 0 is left out:
 * its rows moved to another tag set or are out of service. Where none were asked there is always the one series.
 */
function seriesOf(groups: ReadonlyMap<string, SumGroup>, by: readonly string[]): SumGroup[] {
  if (by.length === 0) return [groups.get(groupKey([], {})) ?? { by: {}, windows: new Map() }]
  const isAlive = (group: SumGroup) =>
    [...group.windows.values()].some((modes) => modes.some(({ sums }) => [...sums.values()].some((sum) => sum !== 0)))
  return [...groups.entries()]
    .filter(([, group]) => isAlive(group))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group)
}
