import type { Level } from '../../../contract/mod.ts'
import { counting, type Fact, factsOf } from './facts.ts'
import { type CellPart, FIGURES, type Figure, type Kpi } from './figures.ts'
import { birthsOf } from './life.ts'
import { type Second, secondsOf } from './seconds.ts'
import { lineAt, linesOf } from './service.ts'
import { tiles } from './windows.ts'
import { cellsOf, clockMs, clockSecond, messagesOf, secondOf, stationsOf, type World } from './world.ts'

export interface Question {
  readonly level: Level | 'all'
  /** [epoch ms] */
  readonly from: number
  readonly to: number
  readonly by: readonly ('zone' | 'operator' | 'station' | 'cell')[]
}

interface Cell {
  readonly station: string
  readonly cell: string
  readonly seconds: readonly Second[]
  readonly facts: readonly Fact[]
  readonly mode: string
  readonly scsKHz: number
  /** Of each second from `t0` on; the last stands for what comes after. */
  readonly tags: readonly Readonly<Record<string, string>>[]
}

/** Everything known of a world, cell by cell. */
export function learn(world: World): { world: World; cells: Cell[] } {
  const length = clockSecond(world) + 1
  const cells = stationsOf(world).flatMap((station) =>
    cellsOf(world, station).map((cell) => ({
      station,
      cell,
      seconds: secondsOf(world, station, cell),
      facts: factsOf(world, station, cell),
      ...radioOf(world, station, cell),
      tags: tagsOf(world, station, cell, length),
    })),
  )
  return { world, cells }
}

type Known = ReturnType<typeof learn>

/** Tags in force in each second. */
function tagsOf(world: World, station: string, cell: string, length: number): Record<string, string>[] {
  const lines = linesOf(world, station)
  return [...Array(length).keys()].map((second) => {
    const line = lineAt(world, lines, second)
    return { zone: line?.zone ?? 'unregistered', operator: line?.operator ?? 'unknown', station, cell }
  })
}

function radioOf(world: World, station: string, cell: string): { mode: string; scsKHz: number } {
  for (const birth of birthsOf(messagesOf(world, station))) {
    const radio = birth.cells.find((each) => each.cell === cell)
    if (radio !== undefined) return { mode: radio.mode ?? 'unknown', scsKHz: radio.scsKHz ?? 15 }
  }
  return { mode: 'unknown', scsKHz: 15 }
}

function has(kpi: Kpi, fact: Fact): boolean {
  return kpi.counters.length > 0 && kpi.counters.every((name) => fact.m[name] !== undefined && fact.m[name] >= 0)
}

/** What a group has of one cell in a window: seconds, and the facts that count for each KPI. */
interface Part {
  readonly cell: Cell
  readonly seconds: Second[]
  readonly facts: Map<string, Fact[]>
}

/** What the groups have in one window; a group's name is its tags, joined. */
function groupsOf(known: Known, windows: ReturnType<typeof tiles>, to: number, by: Question['by']) {
  const { world } = known
  const groups = new Map<string, Part[]>()
  for (const cell of known.cells) {
    const partOf = (second: number): Part => {
      const tags = cell.tags[second]!
      const name = by.map((tag) => tags[tag]).join(' ')
      const parts = groups.get(name) ?? []
      groups.set(name, parts)
      const own = parts.find((part) => part.cell === cell) ?? { cell, seconds: [], facts: new Map<string, Fact[]>() }
      if (!parts.includes(own)) parts.push(own)
      return own
    }
    const first = secondOf(world, windows[0]!.start * 1000)
    for (let s = Math.max(0, first); s < Math.min(cell.seconds.length, secondOf(world, to)); s++) {
      if (cell.seconds[s]!.is !== 'out') partOf(s).seconds.push(cell.seconds[s]!)
    }
    for (const [id, kpi] of Object.entries(FIGURES)) {
      const taking = cell.facts.filter((fact) => has(kpi, fact))
      for (const { level, start } of windows) {
        for (const fact of counting(taking, level, start)) {
          const { facts } = partOf(secondOf(world, fact.start * 1000))
          facts.set(id, [...(facts.get(id) ?? []), fact])
        }
      }
    }
  }
  return groups
}

const FOREIGN: Figure = { value: null, lo: null, hi: null, n: 0, coverage: null, suspectShare: null, na: 'nsa' }

/** The answer to a question: by KPI, group and window start [epoch ms], every window that has begun. */
export function ask(known: Known, question: Question): Map<string, Map<string, Map<number, Figure>>> {
  const { world } = known
  const clock = clockMs(world)
  const windows = windowsOf(question)
    .filter(({ t }) => t <= clock)
    .map(({ t, to, parts }) => ({ t, groups: groupsOf(known, parts, to, question.by) }))
  const names = new Set(question.by.length === 0 ? [''] : windows.flatMap(({ groups }) => [...groups.keys()]))
  const answers = new Map<string, Map<string, Map<number, Figure>>>()
  for (const [id, kpi] of Object.entries(FIGURES)) {
    const series = new Map<string, Map<number, Figure>>()
    answers.set(id, series)
    for (const name of names) {
      const all = windows.flatMap(({ groups }) => groups.get(name) ?? [])
      const isForeign = all.length > 0 && all.every(({ cell }) => cell.mode === kpi.not)
      const points = new Map<number, Figure>()
      series.set(name, points)
      for (const { t, groups } of windows) {
        const parts = groups.get(name) ?? []
        const taking = parts.filter(({ cell }) => cell.mode !== kpi.not)
        const foreign = isForeign || (parts.length > 0 && taking.length === 0)
        points.set(
          t,
          foreign
            ? FOREIGN
            : kpi.figure(
                taking.map((part) => cellPart(part, id)),
                kpi,
              ),
        )
      }
    }
  }
  return answers
}

function cellPart({ cell, seconds, facts }: Part, kpi: string): CellPart {
  return { mode: cell.mode, scsKHz: cell.scsKHz, seconds, facts: facts.get(kpi) ?? [] }
}

function windowsOf({ level, from, to }: Question): { t: number; to: number; parts: ReturnType<typeof tiles> }[] {
  if (level === 'all') return [{ t: from, to, parts: tiles(from / 1000, to / 1000) }]
  const size = { '10s': 10, '1m': 60, '15m': 900, '1h': 3600, '1d': 86_400 }[level]
  const out: ReturnType<typeof windowsOf> = []
  for (let start = from / 1000; start < to / 1000; start += size) {
    out.push({ t: start * 1000, to: (start + size) * 1000, parts: [{ level, start }] })
  }
  return out
}
