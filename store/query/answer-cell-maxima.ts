import type { KpiDefinition } from '../../contract/mod.ts'
import { addUp } from './add-up.ts'
import { takesPart } from './cell-mode.ts'
import { fieldsOfKpi, sumsOfMaxAmong } from './kpi-fields.ts'
import { pointsOf } from './kpi-points.ts'
import { checkPoints } from './kpi-request.ts'
import { type Answered, type KpiSeries, type Question, seriesOf } from './question.ts'
import { groupKey, type ModeSums, readSumTable, type SumGroup, type SumTable } from './sum-table.ts'

/**
 * The greatest of each cell over all the time asked, then added over the cells: rows of zones hold the sum of each
 * window's greatest alone, and the greatest of those sums is another number.
 */
export async function answerCellMaxima(
  { store, request, frame }: Question,
  kpis: readonly KpiDefinition[],
): Promise<Answered> {
  const { by, where } = request
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
    wholeFrom: frame.from,
  })
  const everyGroup = groupsOf(cells, by, frame.from, (parts) => parts)
  const answered = kpis.map((kpi): [KpiDefinition, KpiSeries] => {
    const groups = groupsOf(cells, by, frame.from, (parts) => wholeOf(kpi, parts))
    const own = seriesOf(everyGroup, by, fieldsOfKpi(kpi)).map((group) => groups.get(groupKey(by, group.by)) ?? group)
    return [kpi, own.map((group) => ({ by: group.by, points: pointsOf(kpi, frame, group) }))]
  })
  checkPoints(Math.max(...answered.map(([, series]) => series.length)), frame.starts.length, kpis.length)
  return new Map(answered)
}

/** Cells put into their groups, each as `made` of its stretches and modes. */
function groupsOf(
  cells: SumTable,
  by: readonly string[],
  at: number,
  made: (parts: readonly ModeSums[]) => readonly ModeSums[],
): Map<string, SumGroup> {
  const groups = new Map<string, { by: Record<string, string>; windows: Map<number, ModeSums[]> }>()
  for (const cell of cells.values()) {
    const key = groupKey(by, cell.by)
    const own = Object.fromEntries(by.map((tag) => [tag, cell.by[tag] ?? '']))
    const group = groups.get(key) ?? { by: own, windows: new Map([[at, []]]) }
    groups.set(key, group)
    group.windows.get(at)?.push(...made(cell.windows.get(at) ?? []))
  }
  return groups
}

/** One cell over all the time, whatever modes it had in it that take part. */
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
