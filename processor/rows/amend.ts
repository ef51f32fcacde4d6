import {
  coarserLevel,
  finerLevel,
  LEVEL_MS,
  LEVELS,
  type Level,
  LONGEST_HORIZON_MS,
  windowStart,
} from '../../contract/mod.ts'
import { readClock } from '../clock.ts'
import type { Amendments } from './amendments.ts'
import { type Fact, startMs } from './fact.ts'
import { LAYOUT } from './layout.ts'
import { changeSet, masked, type Row, replaces, valuesOf, withFact } from './row.ts'
import { difference, isZero, type Vector, zeros } from './vector.ts'

/** Change of a window's sums by tag set. */
type Deltas = ReadonlyMap<string, Vector>

function deltasBetween(before: Row, after: Row): Deltas {
  const old = valuesOf(before)
  const now = valuesOf(after)
  const out = new Map<string, Vector>()
  const none = zeros(LAYOUT.fields.length)
  for (const tags of new Set([...old.keys(), ...now.keys()])) {
    const delta = difference(now.get(tags) ?? none, old.get(tags) ?? none)
    if (!isZero(delta)) out.set(tags, delta)
  }
  return out
}

export type FactOutcome = 'counted' | 'superseded' | 'late'

/**
 * Enters a fact at its level and carries the change up. Each second of a (cell, KPI) counts once: within a window a fact
 * replaces every finer fact and child window that it overlaps, even in part.
 */
export function applyFact(amend: Amendments, station: string, cell: string, level: Level, fact: Fact): FactOutcome {
  const { realmMs } = readClock(amend.draft)
  if (fact.endMs + LONGEST_HORIZON_MS < realmMs) return 'late'
  const t = windowStart(level, startMs(fact))
  const before = amend.row(level, t, station, cell)
  const own = withFact(before.own, fact)
  if (own === undefined) return 'superseded'
  const entered: Row = { ...before, own, gpS: Math.max(before.gpS, fact.gpS) }
  const after = withKidsAgain(amend, level, t, station, cell, before, entered)
  amend.put(level, t, station, cell, after)
  carryUp(amend, level, t, station, cell, deltasBetween(before, after), after.gpS)
  return 'counted'
}

/** Child windows whose part in the row changes because other facts stand in it now: taken out, or put back. */
function withKidsAgain(
  amend: Amendments,
  level: Level,
  t: number,
  station: string,
  cell: string,
  before: Row,
  after: Row,
): Row {
  const finer = finerLevel(level)
  if (finer === undefined) return after
  let row = after
  for (let child = t; child < t + LEVEL_MS[level]; child += LEVEL_MS[finer]) {
    const childEnd = child + LEVEL_MS[finer]
    const flips = LAYOUT.slots
      .map((slot) => ({
        slot,
        was: replaces(before, slot, child, childEnd),
        is: replaces(after, slot, child, childEnd),
      }))
      .filter(({ was, is }) => was !== is)
    if (flips.length === 0) continue
    for (const [tags, value] of valuesOf(amend.row(finer, child, station, cell))) {
      const kids = zeros(LAYOUT.fields.length)
      for (const { slot, is } of flips) {
        for (let i = slot.start; i < slot.end; i++) kids[i] = is ? -(value[i] as number) : (value[i] as number)
      }
      if (!isZero(kids)) row = changeSet(row, tags, { kids })
    }
  }
  return row
}

/** Adds the change of a window to the windows above it, except where a fact of theirs stands for those seconds. */
export function carryUp(
  amend: Amendments,
  level: Level,
  t: number,
  station: string,
  cell: string,
  deltas: Deltas,
  gpS: number,
): void {
  let current: Deltas = deltas
  let from = t
  let to = t + LEVEL_MS[level]
  for (let up = coarserLevel(level); up !== undefined && current.size > 0; up = coarserLevel(up)) {
    const parentT = windowStart(up, from)
    const before = amend.row(up, parentT, station, cell)
    let after: Row = gpS > before.gpS ? { ...before, gpS } : before
    const passed = new Map<string, Vector>()
    for (const [tags, delta] of current) {
      const kids = masked(before, delta, from, to)
      if (isZero(kids)) continue
      after = changeSet(after, tags, { kids })
      passed.set(tags, kids)
    }
    if (after !== before) amend.put(up, parentT, station, cell, after)
    current = passed
    from = parentT
    to = parentT + LEVEL_MS[up]
  }
}

/** Adds to the five times of a window and of every window above it. */
export function addTimes(
  amend: Amendments,
  level: Level,
  t: number,
  station: string,
  cell: string,
  deltas: Deltas,
): void {
  for (const up of LEVELS.slice(LEVELS.indexOf(level))) {
    const upT = windowStart(up, t)
    let row = amend.row(up, upT, station, cell)
    for (const [tags, time] of deltas) row = changeSet(row, tags, { time })
    amend.put(up, upT, station, cell, row)
  }
}
