import type { Level } from '../../../contract/mod.ts'
import { type Told, valuesOf } from './smallest-units.ts'
import { SIZES, sizeOf, startOfWindow } from './windows.ts'
import { bootNumber, messagesOf, type Report, type World } from './world.ts'

/** What one report says of one cell, or of its station as a whole. Times are seconds since 1970. */
export interface Fact {
  readonly start: number
  readonly end: number
  readonly gp: number
  readonly rev: number
  readonly boot: number
  readonly seq: number
  readonly suspect: boolean
  /** Counters of which total and causes disagree: what is made of them is suspect. */
  readonly unlike: readonly string[]
  /** By bare name, in the smallest unit; what is null is not here. */
  readonly m: Readonly<Record<string, number>>
}

export function factsOf(world: World, station: string, cell: string): Fact[] {
  return reportsOf(world, station).flatMap((report) => {
    const own = report.cells.find((each) => each.cell === cell)
    if (own === undefined) return []
    return [factOf(report, valuesOf(own), own.suspect === true)]
  })
}

/** Data that a station's cells have together: energy per bit needs it over the very periods of the energy. */
const OF_CELLS = ['DRB.PdcpSduVolumeDL', 'DRB.PdcpSduVolumeUL', 'DRB.F1uPdcpSduVolumeDL', 'DRB.F1uPdcpSduVolumeUL']

/** What reports say of a station as a whole: its own values, and what all cells in the report have told, summed. */
export function stationFactsOf(world: World, station: string): Fact[] {
  return reportsOf(world, station).flatMap((report) => {
    if (report.station === undefined || Object.values(report.station.m).every((value) => value === null)) return []
    const own = valuesOf(report.station)
    const cells = report.cells.map((each) => ({ ...valuesOf(each), suspect: each.suspect }))
    const m = { ...own.m }
    for (const name of OF_CELLS) {
      // less than nothing is impossible, whatever the other cells have
      const isTold = cells.length > 0 && cells.every((cell) => cell.m[name] !== undefined && cell.m[name] >= 0)
      if (m[name] === undefined && isTold) m[name] = cells.reduce((sum, cell) => sum + cell.m[name]!, 0)
    }
    const unlike = [own, ...cells].flatMap((each) => each.unlike)
    const isSuspect = report.station.suspect === true || cells.some((cell) => cell.suspect === true)
    return [factOf(report, { m, unlike }, isSuspect)]
  })
}

function reportsOf(world: World, station: string): Report[] {
  return messagesOf(world, station).flatMap((said) => (said.kind === 'pm' ? [said.body] : []))
}

function factOf({ end, gp, rev = 0, boot, seq }: Report, told: Told, suspect: boolean): Fact {
  const to = Math.floor(end / 1000)
  return { start: to - gp, end: to, gp, rev, boot: bootNumber(boot), seq, suspect, ...told }
}

/** The smallest level one of whose windows holds the period wholly. */
function entryLevel(fact: Fact): Level {
  return SIZES.find(([level, size]) => fact.end <= startOfWindow(level, fact.start) + size)![0]
}

function overlap(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end
}

/** The better of two reports of equal length comes first: rev, then boot, then seq. */
function better(a: Fact, b: Fact): number {
  return b.rev - a.rev || b.boot - a.boot || b.seq - a.seq
}

/**
 * Which of the facts (all of one cell and one stage of a KPI, each with all its counters) count in a window: each second once.
 * Those that enter here replace every finer one, and every finer window, that they overlap even in part; of equal length
 * the better stands; what nothing overlaps is added.
 */
export function counting(facts: readonly Fact[], level: Level, start: number): Fact[] {
  const end = start + sizeOf(level)
  const inside = facts.filter((fact) => fact.start >= start && fact.end <= end)
  if (inside.length === 0) return []
  const taken: Fact[] = []
  const own = inside.filter((fact) => entryLevel(fact) === level)
  for (const fact of own.sort((a, b) => b.gp - a.gp || better(a, b))) {
    if (!taken.some((each) => overlap(each, fact))) taken.push(fact)
  }
  const finer = SIZES[SIZES.findIndex(([each]) => each === level) - 1]
  if (finer === undefined) return taken
  const fromBelow: Fact[] = []
  for (let child = start; child < end; child += finer[1]) {
    if (taken.some((each) => overlap(each, { start: child, end: child + finer[1] }))) continue
    fromBelow.push(...counting(inside, finer[0], child))
  }
  return [...taken, ...fromBelow]
}
