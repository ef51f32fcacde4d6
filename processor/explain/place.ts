import {
  type ExplainedObject,
  type ExplainRequest,
  type KpiDefinition,
  kpiById,
  quoted,
  windowStart,
} from '../../contract/mod.ts'
import { KpiRequestError, type KpiStore, misfitOf, splitsAsked, type WindowQuestion } from '../../store/mod.ts'
import { readCell, STATION_ROW, tagsAt } from '../cell.ts'
import type { StateReader } from '../state/view.ts'
import { readTagSet } from '../tag-sets.ts'
import type { Place } from './found-report.ts'

/** The figure asked for, as a question to the store; of a single cell or station also where its lineage lies. */
export interface Asked {
  readonly kpi: KpiDefinition
  readonly question: WindowQuestion
  /** undefined: a group. */
  readonly place: Place | undefined
}

/** @throws {KpiRequestError} that says what is allowed. */
export async function askedBy(request: ExplainRequest, store: KpiStore): Promise<Asked> {
  const { at, to, where } = request
  const kpi = kpiById(request.kpi)
  if (kpi === undefined) {
    throw new KpiRequestError(`unknown kpi ${quoted(request.kpi)}; 'tram5g catalogue' and /api/v1/catalogue list them`)
  }
  const misfit = misfitOf(kpi, { level: request.level, by: [], where })
  if (misfit !== undefined) throw new KpiRequestError(misfit)
  if (request.level === 'all' && (to === undefined || to <= at)) {
    throw new KpiRequestError(`level all is one figure from ${at} on: expected 'to' behind that, got ${to ?? 'none'}`)
  }
  // of a longer time it is where its first day begins
  const level = request.level === 'all' ? '1d' : request.level
  const t = windowStart(level, at)
  const question = { kpi, level, t, where }
  const [station, cell] = [single(where.station), single(where.cell)]
  if (where.cell !== undefined && station === undefined) {
    throw new KpiRequestError(
      `a cell is named within its station: expected one station beside cell ${quoted(where.cell[0] ?? '')}, got ${where.station?.length ?? 0}`,
    )
  }
  if (station === undefined) return { kpi, question, place: undefined }
  await checkNames(store, station, kpi.basis === 'test' ? [] : (where.cell ?? []))
  if (kpi.object === 'station') return { kpi, question, place: { station, cell: STATION_ROW, level, t } }
  if (cell === undefined) return { kpi, question, place: undefined }
  const [split] = splitsAsked({ by: [], where })
  if (split === undefined) return { kpi, question, place: { station, cell, level, t } }
  const member = single(where[split])
  const place = member === undefined ? undefined : { station, cell, member: { split, member }, level, t }
  return { kpi, question, place }
}

const single = (values: readonly string[] | undefined): string | undefined =>
  values?.length === 1 ? values[0] : undefined

/** Samples of active tests name cells of other stations. */
async function checkNames(store: KpiStore, station: string, cells: readonly string[]): Promise<void> {
  const row = (await store.stations()).find((each) => each.station === station)
  if (row === undefined) {
    throw new KpiRequestError(`station ${quoted(station)} is unknown: neither registered nor ever heard`)
  }
  const foreign = cells.find((cell) => !row.cells.includes(cell))
  if (foreign === undefined) return
  throw new KpiRequestError(
    `station ${station} has no cell ${quoted(foreign)}; its cells are ${row.cells.join(', ') || 'not known yet'}`,
  )
}

/** Whose figure it is; the state tells tags and resource blocks. */
export function objectOf({ place, question }: Asked, view: StateReader | undefined): ExplainedObject {
  const { where } = question
  const kind = place === undefined ? 'group' : place.cell === STATION_ROW ? 'station' : 'cell'
  const station = place?.station ?? single(where.station) ?? ''
  const none = { kind, station, cell: place?.cell ?? '', where, tags: {}, nrb: null } as const
  if (place === undefined || view === undefined) return none
  const { periods } = readCell(view, place.station, place.cell)
  if (periods.length === 0) return none
  const { tags, nrb } = readTagSet(view, tagsAt(periods, place.t))
  return { ...none, tags, nrb: nrb ?? null }
}
