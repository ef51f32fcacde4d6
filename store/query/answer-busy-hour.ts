import {
  accountOf,
  type BusyHourFormula,
  type BusyHours,
  busyHours,
  type HourSums,
  type KpiDefinition,
  LEVEL_MS,
  meanBusyHour,
  observedField,
  type Sums,
  windowStart,
} from '../../contract/mod.ts'
import type { KpiPoint } from '../port.ts'
import { addUp } from './add-up.ts'
import { fieldsOfKpi } from './kpi-fields.ts'
import { ageOf, type KpiFrame, NO_FIGURE } from './kpi-points.ts'
import { checkPoints, KpiRequestError } from './kpi-request.ts'
import { namesCells } from './kpi-way.ts'
import { type Answered, type KpiSeries, type Question, seriesOf } from './question.ts'
import { groupKey, type ModeSums, readSumTable, type SumGroup } from './sum-table.ts'

/** A row an hour and cell: more would take gigabytes, and longer than anyone waits. */
export const MAX_CELL_HOURS = 600_000

/** Busy hours are made of hours of the clock, so each day's hours are read, of the group or of each of its cells. */
export async function answerBusyHours(question: Question, kpis: readonly KpiDefinition[]): Promise<Answered> {
  const answers = new Map<KpiDefinition, KpiSeries>()
  for (const kpi of kpis) {
    const { formula } = kpi
    if (formula.kind === 'busy-hour') answers.set(kpi, await seriesOfKpi(question, kpi, formula))
  }
  return answers
}

async function seriesOfKpi(question: Question, kpi: KpiDefinition, formula: BusyHourFormula): Promise<KpiSeries> {
  const { store, request, frame, reach } = question
  const perCell = formula.scope === 'cell-bouncing'
  const from = windowStart('1h', frame.from)
  const to = windowStart('1h', frame.to)
  const hours = Math.max(0, (to - from) / LEVEL_MS['1h'])
  if (perCell && reach.cells * hours > MAX_CELL_HOURS) {
    throw new KpiRequestError(
      `${kpi.id} needs every hour of every cell: about ${reach.cells} cells × ${hours} hours, at most ${MAX_CELL_HOURS} are read; ask for fewer days or fewer zones`,
    )
  }
  const { by, where } = request
  const kept = Math.max(from, windowStart('1h', store.keptSince('1h', frame.realmClock ?? 0) + LEVEL_MS['1h'] - 1))
  const table = await readSumTable(store, {
    table: perCell || namesCells(request) ? 'cell_kpi' : 'zone_kpi',
    stretches: kept < to ? [{ level: '1h', from: kept, to }] : [],
    fields: fieldsOfKpi(kpi),
    by: perCell ? [...new Set([...by, 'station', 'cell'])] : by,
    byMode: false,
    where,
  })
  const members = new Map<string, SumGroup[]>()
  for (const member of table.values()) {
    const key = groupKey(by, member.by)
    members.set(key, [...(members.get(key) ?? []), member])
  }
  const series = seriesOf(asGroups(members, by), by, fieldsOfKpi(kpi))
  checkPoints(series.length, frame.starts.length, 1)
  return series.map((group) => {
    const own = members.get(groupKey(by, group.by)) ?? []
    const days = busyHours(
      formula,
      own.map((member) => hoursOf(kpi, member)),
    )
    return { by: group.by, points: frame.starts.map((t) => pointOf(kpi, frame, group, days, t)) }
  })
}

/** The members of a group put together, hour by hour. */
function asGroups(members: ReadonlyMap<string, readonly SumGroup[]>, by: readonly string[]): Map<string, SumGroup> {
  const groups = new Map<string, SumGroup>()
  for (const [key, own] of members) {
    const windows = new Map<number, ModeSums[]>()
    for (const member of own) {
      for (const [t, parts] of member.windows) windows.set(t, [...(windows.get(t) ?? []), ...parts])
    }
    const [first] = own
    groups.set(key, { by: Object.fromEntries(by.map((tag) => [tag, first?.by[tag] ?? ''])), windows })
  }
  return groups
}

/** Hours of which something was observed. */
function hoursOf(kpi: KpiDefinition, { windows }: SumGroup): HourSums[] {
  return [...windows]
    .map(([t, parts]): HourSums => ({ t, sums: addUp(parts.map(({ sums }) => sums)) }))
    .filter(({ sums }) => (sums.get(observedField(kpi)) ?? 0) > 0)
}

function pointOf(kpi: KpiDefinition, frame: KpiFrame, group: SumGroup, days: BusyHours, t: number): KpiPoint {
  const isIn = (hour: number) => frame.level === 'all' || windowStart('1d', hour) === t
  const parts = [...group.windows].filter(([hour]) => isIn(hour)).flatMap(([, own]) => own)
  const age = { t, ...ageOf(frame, t, parts) }
  if (t < frame.keptFrom) return { ...NO_FIGURE, na: 'outside-retention', ...age }
  const sums: Sums = addUp(
    parts.map((part) => part.sums),
    'time',
  )
  const { observed, coverage, suspectShare, variants } = accountOf(kpi, sums)
  const common = { n: observed, coverage, suspectShare, ...(variants.length > 0 && { variants }), ...age }
  const found = frame.level === 'all' ? meanBusyHour(days) : days.get(t)
  if (found !== undefined) return { ...NO_FIGURE, ...common, ...found }
  // other hours than the one looked for may have been observed
  const isSilent = observed === 0 && (sums.get('avail.unknown_silent') ?? 0) > 0
  return { ...NO_FIGURE, ...common, na: isSilent ? 'silent' : 'never-reported' }
}
