import type { Level } from '../../../contract/mod.ts'
import { SIZES, sizeOf, startOfWindow } from './windows.ts'
import { bootNumber, type CellValues, messagesOf, type World } from './world.ts'

/** What one report says of one cell. Times are seconds since 1970. */
export interface Fact {
  readonly start: number
  readonly end: number
  readonly gp: number
  readonly rev: number
  readonly boot: number
  readonly seq: number
  readonly suspect: boolean
  /** By bare name, as the wire's numbers in the catalogue's wire unit; what is null is not here. */
  readonly m: Readonly<Record<string, number>>
}

export function factsOf(world: World, station: string, cell: string): Fact[] {
  const facts: Fact[] = []
  for (const said of messagesOf(world, station)) {
    if (said.kind !== 'pm') continue
    const { end, gp, rev = 0, boot, seq, cells } = said.body
    const own = cells.find((each) => each.cell === cell)
    if (own === undefined) continue
    const to = Math.floor(end / 1000)
    const suspect = own.suspect === true
    facts.push({ start: to - gp, end: to, gp, rev, boot: bootNumber(boot), seq, suspect, m: valuesOf(own) })
  }
  return facts
}

/** Kilobits are put as megabits, the wire's usual unit of a volume. */
function valuesOf(own: CellValues): Record<string, number> {
  const values: Record<string, number> = {}
  for (const [name, value] of Object.entries(own.m)) {
    if (value === null) continue
    values[name.replace(/\.sum$/, '')] = own.u?.[name] === 'kbit' ? value / 1000 : value
  }
  return values
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
 * Which of the facts (all of one cell and one KPI, each with all its counters) count in a window: each second once.
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
