import type { KpiDefinition, Sums } from '../../contract/mod.ts'
import type { KpiStore } from '../port.ts'
import { addUp } from './add-up.ts'
import { boundsNeedCells, fieldsOfBounds } from './kpi-fields.ts'
import type { KpiRequest } from './kpi-request.ts'
import { groupKey, type ModeSums, readSumTable } from './sum-table.ts'
import type { Stretch } from './tiling.ts'

/** Each cell of one window, by mode since that may have changed within it. */
export type WindowCells = readonly (readonly ModeSums[])[]

/** By group, then window start. */
export type CellSums = ReadonlyMap<string, ReadonlyMap<number, WindowCells>>

/** Beyond this many cells × windows the group is taken as one cell: an estimate is not worth seconds of waiting. */
export const MAX_CELL_WINDOWS = 200_000

export interface CellSumsQuery {
  readonly kpis: readonly KpiDefinition[]
  readonly by: KpiRequest['by']
  readonly where: KpiRequest['where']
  readonly stretches: readonly Stretch[]
  readonly wholeFrom?: number
  /** About how many cells the request reaches. */
  readonly cells: number
  readonly windows: number
}

/**
 * Sums of each single cell, from which the bounds of success ratios and utilisation are made; `undefined` where no KPI
 * asked needs them, where each series is one cell already, or where they are too many.
 */
export async function readCellSums(store: KpiStore, query: CellSumsQuery): Promise<CellSums | undefined> {
  const { by, where, stretches, wholeFrom } = query
  const kpis = query.kpis.filter(boundsNeedCells)
  const isCellAlready = by.includes('station') && by.includes('cell')
  if (kpis.length === 0 || isCellAlready || query.cells * query.windows > MAX_CELL_WINDOWS) return undefined
  const table = await readSumTable(store, {
    table: 'cell_kpi',
    stretches,
    fields: [...new Set(kpis.flatMap(fieldsOfBounds))],
    by: [...new Set([...by, 'station', 'cell'])],
    byMode: kpis.some((kpi) => kpi.modes !== 'all'),
    where,
    ...(wholeFrom === undefined ? {} : { wholeFrom }),
  })
  const groups = new Map<string, Map<number, (readonly ModeSums[])[]>>()
  for (const cell of table.values()) {
    const key = groupKey(by, cell.by)
    const windows = groups.get(key) ?? new Map<number, (readonly ModeSums[])[]>()
    groups.set(key, windows)
    for (const [t, modes] of cell.windows) {
      const cells = windows.get(t)
      if (cells === undefined) windows.set(t, [modes])
      else cells.push(modes)
    }
  }
  return groups
}

/** The cells of one window that take part, each as one sum. */
export function cellSumsOf(cells: WindowCells, takesPart: (mode: string) => boolean): Sums[] {
  const sums: Sums[] = []
  for (const modes of cells) {
    const taking = modes.filter(({ mode }) => takesPart(mode))
    if (taking.length > 0) sums.push(addUp(taking.map((part) => part.sums)))
  }
  return sums
}
