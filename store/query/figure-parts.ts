import { type Asked, type KpiDefinition, LEVEL_MS, type Level, type Sums, windowStart } from '../../contract/mod.ts'
import type { KpiPoint, KpiStore } from '../port.ts'
import { addUp } from './add-up.ts'
import { sumsBySplit } from './answer-by-split.ts'
import { takesPart } from './cell-mode.ts'
import { extremesAmong, fieldsOfKpi } from './kpi-fields.ts'
import type { KpiFrame } from './kpi-points.ts'
import type { KpiRequest } from './kpi-request.ts'
import { namesCells, wayOf } from './kpi-way.ts'
import { licensedSites } from './licensed-sites.ts'
import { queryKpi } from './query-kpi.ts'
import { splitsAsked } from './split.ts'
import { readSumTable, type SumTable } from './sum-table.ts'

/** One window of one KPI, of everything that has these tags. */
export interface WindowQuestion {
  readonly kpi: KpiDefinition
  readonly level: Level
  /** Start of the window [epoch ms]. */
  readonly t: number
  readonly where: KpiRequest['where']
}

/** One KPI over [from, to) as one figure. */
export interface SpanQuestion {
  readonly kpi: KpiDefinition
  /** [epoch ms] */
  readonly from: number
  readonly to: number
  readonly where: KpiRequest['where']
}

/** What one window's figure is made of. */
export interface WindowParts {
  /** Tags asked for, of this group. */
  readonly by: Readonly<Record<string, string>>
  readonly sums: Sums
}

export interface GroupedParts {
  readonly groups: readonly WindowParts[]
  /** Groups of which no part takes part: the KPI has no meaning for their cells. */
  readonly foreign: number
}

/** The figure as it is published; undefined where there is no row at all. @throws {KpiRequestError} as {@link queryKpi}. */
export async function figureOfWindow(store: KpiStore, question: WindowQuestion): Promise<KpiPoint | undefined> {
  const { kpi, level, t, where } = question
  const request = { kpis: [kpi.id], level, from: t, to: t + LEVEL_MS[level], by: [], where }
  const { results } = await queryKpi(store, request)
  return results[0]?.series[0]?.points[0]
}

/**
 * The sums behind the figure of one window, by tags: those of the whole for `by: []`. Of a busy hour they are those of its day.
 * What the figure leaves out – cells for which the KPI has no meaning – is left out here too.
 */
export async function partsOfWindow(
  store: KpiStore,
  { kpi, level, t, where }: WindowQuestion,
  by: readonly string[],
): Promise<GroupedParts> {
  const stretches = [{ level, from: t, to: t + LEVEL_MS[level] }]
  return groupsAt(await partsTable(store, { kpi, level, where }, by, { stretches, from: t }), kpi, t)
}

/** What takes part in one window of a table, by its groups. */
export function groupsAt(table: SumTable, kpi: KpiDefinition, t: number): GroupedParts {
  const groups: WindowParts[] = []
  let foreign = 0
  for (const group of table.values()) {
    const modes = group.windows.get(t) ?? []
    const taking = modes.filter(({ mode }) => takesPart(kpi, mode))
    if (taking.length > 0) groups.push({ by: group.by, sums: addUp(taking.map(({ sums }) => sums)) })
    else if (modes.length > 0) foreign++
  }
  return { groups, foreign }
}

/** The sums behind figures, by tags and window; of level `all` everything is one window, which starts at `from`. */
export async function partsTable(
  store: KpiStore,
  { kpi, level, where }: Pick<KpiRequest, 'level' | 'where'> & { readonly kpi: KpiDefinition },
  by: readonly string[],
  { stretches, from }: Pick<KpiFrame, 'stretches' | 'from'>,
): Promise<SumTable> {
  const [split] = splitsAsked({ by, where })
  if (split !== undefined) {
    return await sumsBySplit({ store, request: { level, by, where }, frame: { stretches, from } }, [kpi], split, true)
  }
  const way = wayOf(kpi, { level, by, where }, false)
  const fields = fieldsOfKpi(kpi)
  const extremes = extremesAmong(fields)
  return await readSumTable(store, {
    table: way === 'busy-hour' || way === 'cell-maxima' ? (namesCells({ by, where }) ? 'cell_kpi' : 'zone_kpi') : way,
    stretches,
    fields: fields.filter((field) => !extremes.some((extreme) => extreme.field === field)),
    extremes,
    by,
    byMode: way !== 'station_kpi' && kpi.modes !== 'all',
    where,
    ...(level === 'all' && { wholeFrom: from }),
  })
}

/** Traffic of each hour of a day, by start of the hour; an hour without any row is absent. */
export async function hoursOfDay(
  store: KpiStore,
  { kpi, t, where }: Omit<WindowQuestion, 'level'>,
): Promise<ReadonlyMap<number, Sums>> {
  const table = await readSumTable(store, {
    table: namesCells({ by: [], where }) ? 'cell_kpi' : 'zone_kpi',
    stretches: [{ level: '1h', from: t, to: t + LEVEL_MS['1d'] }],
    fields: fieldsOfKpi(kpi),
    by: [],
    byMode: false,
    where,
  })
  const hours = new Map<number, Sums>()
  for (const { windows } of table.values()) {
    for (const [at, parts] of windows) hours.set(windowStart('1h', at), addUp(parts.map(({ sums }) => sums)))
  }
  return hours
}

/** What a formula needs besides sums, of a window as far as it has passed. */
export async function askedOfWindow(
  store: KpiStore,
  { kpi, level, t, where }: WindowQuestion,
  realmClock: number | undefined,
): Promise<Asked> {
  return await askedOfSpan(store, { kpi, from: t, to: t + LEVEL_MS[level], where }, realmClock)
}

/** The same of any time. */
export async function askedOfSpan(
  store: KpiStore,
  { kpi, from: t, to: end, where }: SpanQuestion,
  realmClock: number | undefined,
): Promise<Asked> {
  const reached = Math.max(t, Math.min(end, realmClock ?? end))
  const asked = { elapsedS: (reached - t) / 1000 }
  if (kpi.formula.kind !== 'mean-count' || kpi.formula.cap === undefined) return asked
  const sites = licensedSites(await store.registry(), where, {}, reached - 1)
  return sites === undefined ? asked : { ...asked, licensedSites: sites }
}
