import { askBusyHours, isBusyHour } from './busy-hours.ts'
import type { Figure, Kpi, Part } from './figure.ts'
import { FIGURES } from './figures.ts'
import { type Groups, groupsOf, type Question, type Window } from './groups.ts'
import { lineAt, linesOf } from './service.ts'
import type { Known } from './things.ts'
import { sizeOf, tiles } from './windows.ts'
import { clockMs, secondOf, stationsOf, type World } from './world.ts'

/** By KPI, group and window start [epoch ms]. */
export type Answers = Map<string, Map<string, Map<number, Figure>>>

const FOREIGN: Figure = {
  value: null,
  lo: null,
  hi: null,
  boundKind: 'none',
  n: 0,
  coverage: null,
  suspectShare: null,
  na: 'nsa',
}

/** KPIs that a question can be put to: stations have no cells, and a busy hour is one of a day. */
export function fitting({ level, by }: Pick<Question, 'level' | 'by'>, kpis: readonly string[]): string[] {
  return kpis.filter((id) => {
    if (isBusyHour(id)) return level === '1d' || level === 'all'
    return FIGURES[id]!.of === 'cells' || !by.includes('cell')
  })
}

/** The answer to a question, for every window that has begun. */
export function ask(known: Known, question: Question, kpis: readonly string[]): Answers {
  const windows = windowsOf(question).filter(({ t }) => t <= clockMs(known.world))
  const own = kpis.filter((id) => !isBusyHour(id))
  const stages = [...new Set(own.flatMap((id) => FIGURES[id]!.stages))]
  const groups = {
    cells: windows.map((window) => groupsOf(known, window, question.by, 'cells', stages)),
    stations: question.by.includes('cell')
      ? []
      : windows.map((window) => groupsOf(known, window, question.by, 'stations', stages)),
  }
  const answers: Answers = new Map()
  for (const id of own) answers.set(id, answer(known, FIGURES[id]!, windows, groups[FIGURES[id]!.of], question.by))
  for (const id of kpis.filter(isBusyHour)) answers.set(id, askBusyHours(known, question, windows, id))
  return answers
}

function answer(
  { world }: Known,
  kpi: Kpi,
  windows: readonly Window[],
  groups: readonly Groups[],
  by: Question['by'],
): Map<string, Map<number, Figure>> {
  const names = new Set(by.length === 0 ? [''] : groups.flatMap((each) => [...each.keys()]))
  const series = new Map<string, Map<number, Figure>>()
  for (const name of names) {
    // in service, or reporting what the KPI is made of: a probe is neither
    const isThere = ({ seconds, reports }: Part) => seconds.length > 0 || kpi.stages.some((stage) => reports.has(stage))
    const cellsIn = (each: Groups) => (each.get(name) ?? []).filter(isThere)
    const isForeign = (cells: readonly Part[]) =>
      kpi.not !== undefined && cells.length > 0 && cells.every(({ mode }) => mode === kpi.not)
    const isForeignAlways = isForeign(groups.flatMap(cellsIn))
    const points = new Map<number, Figure>()
    series.set(name, points)
    for (const [i, window] of windows.entries()) {
      const parts = (groups[i]!.get(name) ?? []).filter(({ mode }) => kpi.not === undefined || mode !== kpi.not)
      const reached = Math.min(window.to, clockMs(world))
      const asked = {
        elapsedS: (reached - window.t) / 1000,
        licensedSites: licensedSites(world, by, name, secondOf(world, reached - 1)),
      }
      points.set(window.t, isForeignAlways || isForeign(cellsIn(groups[i]!)) ? FOREIGN : kpi.figure(parts, asked))
    }
  }
  return series
}

/** Sites that the licences of the stations of a group allow, each licence once, as the registry stood in a second. */
function licensedSites(world: World, by: Question['by'], group: string, second: number): number | undefined {
  const caps = new Map<string, number>()
  for (const station of stationsOf(world)) {
    const lines = linesOf(world, station).filter((line) => secondOf(world, line.from) <= second)
    const line = lineAt(world, lines, second)
    if (line?.licenceSiteCap === undefined) continue
    const tags: Record<string, string> = { zone: line.zone, operator: line.operator, station, cell: '' }
    if (by.map((tag) => tags[tag]).join(' ') !== group) continue
    caps.set(`${line.operator} ${line.licence}`, line.licenceSiteCap)
  }
  return caps.size === 0 ? undefined : [...caps.values()].reduce((all, cap) => all + cap, 0)
}

function windowsOf({ level, from, to }: Question): Window[] {
  if (level === 'all') return [{ t: from, to, tiles: tiles(from / 1000, to / 1000) }]
  const out: Window[] = []
  for (let start = from / 1000; start < to / 1000; start += sizeOf(level)) {
    out.push({ t: start * 1000, to: (start + sizeOf(level)) * 1000, tiles: [{ level, start }] })
  }
  return out
}
