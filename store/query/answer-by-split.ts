import type { KpiDefinition, Split } from '../../contract/mod.ts'
import type { KpiPoint, KpiStore } from '../port.ts'
import { MAX_CELL_WINDOWS } from './cell-sums.ts'
import { fieldsOfKpi, TIME_FIELDS } from './kpi-fields.ts'
import { type KpiFrame, pointsOf } from './kpi-points.ts'
import { checkPoints, type KpiRequest } from './kpi-request.ts'
import { type Answered, type Question, seriesOf } from './question.ts'
import { splitsAsked } from './split.ts'
import { groupKey, type ModeSums, readSumTable, type SumGroup, type SumTable } from './sum-table.ts'

const CELL = ['station', 'cell'] as const

/** Fields of a member's rows: times are those of its cell. */
const partsOf = (kpi: KpiDefinition) => fieldsOfKpi(kpi).filter((field) => !TIME_FIELDS.includes(field))

/**
 * Figures of single PLMNs, slices or 5QIs. Their parts are those of the members' rows; what was expected (`exp` …) is the
 * time of those cells that have told of the member in the time asked. Where so many cells are reached that they cannot be
 * told apart, the figure says nothing of coverage and of bounds.
 */
export async function answerBySplit(question: Question, kpis: readonly KpiDefinition[]): Promise<Answered> {
  const { request, frame, reach } = question
  const { by } = request
  const areApart = reach.cells * frame.starts.length <= MAX_CELL_WINDOWS
  const [split] = splitsAsked(request)
  if (split === undefined) throw new RangeError('expected a question that names a split')
  const groups = await sumsBySplit(question, kpis, split, areApart)
  const answered = kpis.map((kpi) => {
    const series = seriesOf(groups, by, partsOf(kpi))
    const cellsOf = (group: SumGroup) => (areApart ? groups.get(groupKey(by, group.by))?.cells : undefined)
    const made = (group: SumGroup) => pointsOf(kpi, frame, group, { cells: cellsOf(group) })
    const points = (group: SumGroup) => (areApart ? made(group) : made(group).map((point) => withoutTime(kpi, point)))
    return [kpi, series.map((group) => ({ by: group.by, points: points(group) }))] as const
  })
  checkPoints(Math.max(...answered.map(([, series]) => series.length)), frame.starts.length, kpis.length)
  return new Map(answered)
}

/** Of a question what its sums follow from. */
export interface SplitQuestion {
  readonly store: KpiStore
  readonly request: Pick<KpiRequest, 'level' | 'by' | 'where'>
  readonly frame: Pick<KpiFrame, 'stretches' | 'from'>
}

/** Sums of members with the times of their cells, by what is asked; without times where cells are not to be told apart. */
export async function sumsBySplit(
  question: SplitQuestion,
  kpis: readonly KpiDefinition[],
  split: Split,
  areApart: boolean,
): Promise<ReadonlyMap<string, CellsApart>> {
  const members = await readMembers(question, kpis, split, areApart)
  const times: SumTable = areApart ? await readTimes(question, kpis, split) : new Map()
  return gathered(members, times, question.request.by, split)
}

/** A figure of which nobody knows what was expected; what a sum observed is its least all the same. */
function withoutTime(kpi: KpiDefinition, point: KpiPoint): KpiPoint {
  const unbounded = kpi.bounds === 'sum' ? {} : ({ lo: null, hi: null, boundKind: 'none' } as const)
  return { ...point, coverage: null, ...unbounded }
}

/** What both questions to the store have in common. */
function asked({ request, frame }: SplitQuestion, kpis: readonly KpiDefinition[]) {
  return {
    stretches: frame.stretches,
    byMode: kpis.some((kpi) => kpi.modes !== 'all'),
    ...(request.level === 'all' && { wholeFrom: frame.from }),
  }
}

/** Sums by member, and by cell where they can be told apart. In the rows a split is two tags: by what, and which member. */
async function readMembers(
  question: SplitQuestion,
  kpis: readonly KpiDefinition[],
  split: Split,
  areApart: boolean,
): Promise<SumTable> {
  const { by, where } = question.request
  const { [split]: wanted, ...others } = where
  const tags = by.map((tag) => (tag === split ? 'member' : tag))
  const table = await readSumTable(question.store, {
    ...asked(question, kpis),
    table: 'cell_kpi_sub',
    fields: [...new Set(kpis.flatMap(partsOf))],
    by: areApart ? [...new Set([...tags, ...CELL, 'member'])] : tags,
    where: { ...others, split: [split], ...(wanted !== undefined && { member: wanted }) },
  })
  const named = [...table].map(([key, group]): [string, SumGroup] => {
    return [key, { ...group, by: { ...group.by, [split]: group.by.member ?? '' } }]
  })
  return new Map(named)
}

const tagsOfTimes = (by: readonly string[], split: Split) => [
  ...new Set([...by.filter((tag) => tag !== split), ...CELL]),
]

async function readTimes(question: SplitQuestion, kpis: readonly KpiDefinition[], split: Split): Promise<SumTable> {
  const { by, where } = question.request
  const { [split]: _, ...others } = where
  return await readSumTable(question.store, {
    ...asked(question, kpis),
    table: 'cell_kpi',
    fields: TIME_FIELDS,
    by: tagsOfTimes(by, split),
    where: others,
  })
}

export interface CellsApart extends SumGroup {
  readonly windows: Map<number, ModeSums[]>
  /** Each cell of a window by itself. */
  readonly cells: Map<number, (readonly ModeSums[])[]>
}

/** Groups of what is asked: each cell's parts of a member, with the cell's times. */
function gathered(members: SumTable, times: SumTable, by: readonly string[], split: Split): Map<string, CellsApart> {
  const groups = new Map<string, CellsApart>()
  for (const member of members.values()) {
    const key = groupKey(by, member.by)
    let group = groups.get(key)
    if (group === undefined) {
      const own = Object.fromEntries(by.map((tag) => [tag, member.by[tag] ?? '']))
      group = { by: own, windows: new Map(), cells: new Map() }
      groups.set(key, group)
    }
    const ofCell = times.get(groupKey(tagsOfTimes(by, split), member.by))?.windows
    for (const t of new Set([...member.windows.keys(), ...(ofCell?.keys() ?? [])])) {
      // how often its cell's row was amended says nothing of the member's
      const cellTimes = (ofCell?.get(t) ?? []).map((each) => ({ ...each, rev: 0 }))
      const modes = [...(member.windows.get(t) ?? []), ...cellTimes]
      group.windows.set(t, [...(group.windows.get(t) ?? []), ...modes])
      group.cells.set(t, [...(group.cells.get(t) ?? []), modes])
    }
  }
  return groups
}
