import { kpiById } from '../../../contract/mod.ts'
import type { KpiBarsPanel, KpiLinesPanel, KpiStatPanel, KpiTablePanel } from '../../panels/panel.ts'
import type { KpiQuery } from '../api/kpi-query.ts'
import type { Figure, Line, PanelData } from '../page/wire.d.ts'
import { askKpi, figureOf, NO_FIGURE } from './ask-kpi.ts'
import type { Scope } from './scope.ts'

export async function statData(panel: KpiStatPanel, query: KpiQuery, scope: Scope): Promise<PanelData> {
  const { results } = await askKpi(query, scope, panel.kpis, { over: 'all' })
  const figures = panel.kpis.map((kpi) => ({
    kpi,
    figure: figureOf(results.find((result) => result.kpi === kpi)?.series[0]?.points[0]),
  }))
  return { kind: 'kpi-stat', figures }
}

export async function linesData(panel: KpiLinesPanel, query: KpiQuery, scope: Scope): Promise<PanelData> {
  const { results } = await askKpi(query, scope, panel.kpis, { over: 'level' })
  const windows = Math.round((scope.to - scope.from) / scope.stepMs)
  const lines = panel.kpis.map((kpi): Line => {
    const figures = new Array<Figure>(windows).fill(NO_FIGURE)
    let openFrom = windows
    for (const point of results.find((result) => result.kpi === kpi)?.series[0]?.points ?? []) {
      const place = (point.t - scope.from) / scope.stepMs
      if (!Number.isInteger(place) || place < 0 || place >= windows) continue
      figures[place] = figureOf(point)
      if (point.status === 'open') openFrom = Math.min(openFrom, place)
    }
    return {
      kpi,
      boundKind: figures.find(({ boundKind }) => boundKind !== 'none')?.boundKind ?? 'none',
      value: figures.map((f) => forScreen(f.value)),
      lo: figures.map((f) => forScreen(f.lo)),
      hi: figures.map((f) => forScreen(f.hi)),
      coverage: figures.map((f) => forScreen(f.coverage)),
      na: figures.map((f) => f.na ?? ''),
      openFrom,
    }
  })
  return { kind: 'kpi-lines', lines }
}

/** Seven figures are more than any screen shows, and halve what is sent. */
function forScreen(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(7))
}

/** Worst first by the KPI's direction; what has no value last. */
export function compareWorstFirst(kpi: string): (a: Figure, b: Figure) => number {
  const sign = kpiById(kpi)?.direction === 'lower-is-better' ? -1 : 1
  return (a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null)
    return sign * (a.value - b.value)
  }
}

export async function barsData(
  panel: KpiBarsPanel,
  query: KpiQuery,
  scope: Scope,
  names: ReadonlyMap<string, string>,
): Promise<PanelData> {
  // zones are compared with each other even while one of them is looked at
  const compared = panel.by === 'zone' ? { ...scope, zones: [] } : scope
  const { results } = await askKpi(query, compared, [panel.kpi], { over: 'all', by: [panel.by] })
  const bars = (results[0]?.series ?? []).map(({ by, points }) => {
    const key = by[panel.by] ?? ''
    return { key, name: names.get(key) ?? key, figure: figureOf(points[0]) }
  })
  const worst = compareWorstFirst(panel.kpi)
  bars.sort((a, b) =>
    panel.order === 'name'
      ? a.name.localeCompare(b.name, 'vi')
      : worst(a.figure, b.figure) || a.name.localeCompare(b.name, 'vi'),
  )
  return { kind: 'kpi-bars', bars }
}

/** Whether a KPI can be no better: all the time, every attempt. */
export function isFlawless(kpi: string, { value }: Figure): boolean {
  const { unit, direction } = kpiById(kpi) ?? {}
  if (direction === 'higher-is-better') return unit === '%' && value === 100
  return direction === 'lower-is-better' && value === 0
}

/**
 * The worst groups by `orderBy`, without those that can be no better, then the other KPIs of those alone: with 30,000
 * cells the first question is one figure a cell, the second a few dozen.
 */
export async function tableData(panel: KpiTablePanel, query: KpiQuery, scope: Scope): Promise<PanelData> {
  const first = await askKpi(query, scope, [panel.orderBy], { over: 'all', by: panel.by })
  const groups = (first.results[0]?.series ?? []).map(({ by, points }) => ({ by, figure: figureOf(points[0]) }))
  const worst = compareWorstFirst(panel.orderBy)
  const known = groups.filter(({ figure }) => (figure.coverage ?? 0) >= panel.minCoverage)
  const flawed = known.filter(({ figure }) => !isFlawless(panel.orderBy, figure))
  const counts = { groups: groups.length, held: groups.length - known.length, flawless: known.length - flawed.length }
  const ranked = flawed.sort((a, b) => worst(a.figure, b.figure)).slice(0, panel.limit)
  if (ranked.length === 0) return { kind: 'kpi-table', rows: [], ...counts }

  const where: Record<string, readonly string[]> = {}
  for (const tag of panel.by) where[tag] = [...new Set(ranked.map(({ by }) => by[tag] ?? ''))]
  const { results } = await askKpi(query, scope, panel.kpis, { over: 'all', by: panel.by, where })
  const keyOf = (by: Readonly<Record<string, string>>) => panel.by.map((tag) => by[tag] ?? '').join('\n')
  const found = new Map<string, Record<string, Figure>>()
  for (const { kpi, series } of results) {
    for (const { by, points } of series) {
      const key = keyOf(by)
      const figures = found.get(key) ?? {}
      figures[kpi] = figureOf(points[0])
      found.set(key, figures)
    }
  }
  const rows = ranked.map(({ by }) => {
    const figures = found.get(keyOf(by)) ?? {}
    return { by, figures: Object.fromEntries(panel.kpis.map((kpi) => [kpi, figures[kpi] ?? NO_FIGURE])) }
  })
  return { kind: 'kpi-table', rows, ...counts }
}
