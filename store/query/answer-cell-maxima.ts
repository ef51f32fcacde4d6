import type { KpiDefinition } from '../../contract/mod.ts'
import { addUp } from './add-up.ts'
import { takesPart } from './cell-mode.ts'
import { fieldsOfKpi, sumsOfMaxAmong } from './kpi-fields.ts'
import { pointsOf } from './kpi-points.ts'
import { checkPoints } from './kpi-request.ts'
import { type Answered, type KpiSeries, type Question, seriesOf } from './question.ts'
import { groupKey, type ModeSums, readSumTable, type SumGroup, type SumTable } from './sum-table.ts'

/**
 * The greatest of each cell over a window, or over all the time asked, then added over the cells. Rows of zones hold the sum of
 * each window's greatest alone: the greatest of those sums is another number, and a cell that changed its tags within a window
 * is in it twice.
 */
export async function answerCellMaxima(
  { store, request, frame }: Question,
  kpis: readonly KpiDefinition[],
): Promise<Answered> {
  const { by, where, level } = request
  const all = [...new Set(kpis.flatMap(fieldsOfKpi))]
  const maxima = sumsOfMaxAmong(all)
  const cells = await readSumTable(store, {
    table: 'cell_kpi',
    stretches: frame.stretches,
    fields: all.filter((field) => !maxima.some((extreme) => extreme.field === field)),
    extremes: maxima,
    by: [...new Set([...by, 'station', 'cell'])],
    byMode: kpis.some((kpi) => kpi.modes !== 'all'),
    where,
    ...(level === 'all' && { wholeFrom: frame.from }),
  })
  const everyGroup = groupsOf(cells, by, (parts) => parts)
  const answered = kpis.map((kpi): [KpiDefinition, KpiSeries] => {
    const groups = groupsOf(cells, by, (parts) => wholeOf(kpi, parts))
    const own = seriesOf(everyGroup, by, fieldsOfKpi(kpi)).map((group) => groups.get(groupKey(by, group.by)) ?? group)
    return [kpi, own.map((group) => ({ by: group.by, points: pointsOf(kpi, frame, group) }))]
  })
  checkPoints(Math.max(...answered.map(([, series]) => series.length)), frame.starts.length, kpis.length)
  return new Map(answered)
}

/** Cells put into their groups, each window of each as `made` of its stretches and modes. */
function groupsOf(
  cells: SumTable,
  by: readonly string[],
  made: (parts: readonly ModeSums[]) => readonly ModeSums[],
): Map<string, SumGroup> {
  const groups = new Map<string, { by: Record<string, string>; windows: Map<number, ModeSums[]> }>()
  for (const cell of cells.values()) {
    const key = groupKey(by, cell.by)
    const own = Object.fromEntries(by.map((tag) => [tag, cell.by[tag] ?? '']))
    const group = groups.get(key) ?? { by: own, windows: new Map<number, ModeSums[]>() }
    groups.set(key, group)
    for (const [t, parts] of cell.windows) {
      const others = group.windows.get(t)
      if (others === undefined) group.windows.set(t, [...made(parts)])
      else others.push(...made(parts))
    }
  }
  return groups
}

/** One cell over a window or all the time, whatever modes it had in it that take part. */
function wholeOf(kpi: KpiDefinition, parts: readonly ModeSums[]): readonly ModeSums[] {
  const taking = parts.filter(({ mode }) => takesPart(kpi, mode))
  const [first] = taking
  if (first === undefined) return parts
  const sums = addUp(
    taking.map((part) => part.sums),
    'time',
  )
  const greatest = (of: (part: ModeSums) => number) => Math.max(...taking.map(of))
  return [{ mode: first.mode, sums, rev: greatest(({ rev }) => rev), gpS: greatest(({ gpS }) => gpS) }]
}
