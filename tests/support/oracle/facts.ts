import type { Level } from '../../../contract/mod.ts'
import { reconciled, wordsOf } from './smallest-units.ts'
import { SIZES, sizeOf, startOfWindow } from './windows.ts'
import { bootNumber, messagesOf, type Report, type World } from './world.ts'

/** By what the better of two reports is known. */
export interface Ranked {
  readonly rev: number
  readonly boot: number
  readonly seq: number
}

/** A time that something was told of, and how good it is. Times are seconds since 1970. */
export interface Placed extends Ranked {
  readonly start: number
  readonly end: number
  readonly gp: number
}

/** What one report says of one cell by itself. */
export interface Fact extends Placed {
  readonly suspect: boolean
  /** By bare name, in the smallest unit; what is null is not here. */
  readonly m: Readonly<Record<string, number>>
}

export function factsOf(world: World, station: string, cell: string): Fact[] {
  return reportsOf(world, station).flatMap((report) => {
    const own = report.cells.find((each) => each.cell === cell)
    if (own === undefined) return []
    const { m } = reconciled(wordsOf(own))
    return [{ ...periodOf(report), ...rankOf(report), suspect: own.suspect === true, m }]
  })
}

export function reportsOf(world: World, station: string): Report[] {
  return messagesOf(world, station).flatMap((said) => (said.kind === 'pm' ? [said.body] : []))
}

export function periodOf({ end, gp }: Report): { start: number; end: number; gp: number } {
  const to = Math.floor(end / 1000)
  return { start: to - gp, end: to, gp }
}

export const rankOf = ({ rev = 0, boot, seq }: Report): Ranked => ({ rev, boot: bootNumber(boot), seq })

/** The smallest level one of whose windows holds the period wholly. */
function entryLevel(fact: Placed): Level {
  return SIZES.find(([level, size]) => fact.end <= startOfWindow(level, fact.start) + size)![0]
}

function overlap(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end
}

/** The better of two comes first: rev, then boot, then seq. */
export function better(a: Ranked, b: Ranked): number {
  return b.rev - a.rev || b.boot - a.boot || b.seq - a.seq
}

/**
 * Which of the facts (all of one cell and one stage of a KPI, each with all its counters) count in a window: each second once.
 * Those that enter here replace every finer one, and every finer window, that they overlap even in part; of equal length
 * the better stands; what nothing overlaps is added.
 */
export function counting<F extends Placed>(facts: readonly F[], level: Level, start: number): F[] {
  const end = start + sizeOf(level)
  const inside = facts.filter((fact) => fact.start >= start && fact.end <= end)
  if (inside.length === 0) return []
  const taken: F[] = []
  const own = inside.filter((fact) => entryLevel(fact) === level)
  for (const fact of own.sort((a, b) => b.gp - a.gp || better(a, b))) {
    if (!taken.some((each) => overlap(each, fact))) taken.push(fact)
  }
  const finer = SIZES[SIZES.findIndex(([each]) => each === level) - 1]
  if (finer === undefined) return taken
  const fromBelow: F[] = []
  for (let child = start; child < end; child += finer[1]) {
    if (taken.some((each) => overlap(each, { start: child, end: child + finer[1] }))) continue
    fromBelow.push(...counting(inside, finer[0], child))
  }
  return [...taken, ...fromBelow]
}
