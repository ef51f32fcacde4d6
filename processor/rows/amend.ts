import { coarserLevel, finerLevel, LEVEL_MS, type Level, LONGEST_HORIZON_MS, windowStart } from '../../contract/mod.ts'
import { readClock } from '../clock.ts'
import type { Amendments } from './amendments.ts'
import { type Fact, startMs } from './fact.ts'
import { type KpiSlot, LAYOUT } from './layout.ts'
import { addByTags, type ByTags, masked, NO_PARTS, type Row, replaces, withFact, withKids, withOwn } from './row.ts'
import { difference, isZero, type Vector, zeros } from './vector.ts'

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
  const returned = kidsAgain(amend, level, t, station, cell, before.own, own)
  const { after } = amend.change(level, t, station, cell, (row) => withKids(withOwn(row, own, fact.gpS), returned))
  carryUp(amend, level, t, station, cell, differenceByTags(before.sums, after.sums), after.gpS)
  return 'counted'
}

function differenceByTags(before: ByTags, after: ByTags): ByTags {
  const out = new Map<string, Vector>()
  for (const [tags, now] of after) {
    const was = before.get(tags)
    const delta = was === undefined ? now : difference(now, was)
    if (!isZero(delta)) out.set(tags, delta)
  }
  for (const [tags, was] of before) if (!after.has(tags) && !isZero(was)) out.set(tags, difference(NO_PARTS, was))
  return out
}

/** Child windows whose part changes because other facts stand in the window now: what is taken out, and what is put back. */
function kidsAgain(
  amend: Amendments,
  level: Level,
  t: number,
  station: string,
  cell: string,
  before: readonly Fact[],
  after: readonly Fact[],
): ByTags {
  const finer = finerLevel(level)
  if (finer === undefined) return new Map()
  // outside the facts that came or went nothing changes sides
  const moved = [...before.filter((f) => !after.includes(f)), ...after.filter((f) => !before.includes(f))]
  const from = Math.max(t, windowStart(finer, Math.min(...moved.map(startMs))))
  const until = Math.min(t + LEVEL_MS[level], Math.max(...moved.map((f) => f.endMs)))
  let out: ByTags = new Map()
  for (let child = from; child < until; child += LEVEL_MS[finer]) {
    const { sums: childSums } = amend.row(finer, child, station, cell)
    if (childSums.size === 0) continue
    const end = child + LEVEL_MS[finer]
    const flips = LAYOUT.slots
      .map((slot) => ({ slot, was: replaces(before, slot, child, end), is: replaces(after, slot, child, end) }))
      .filter(({ was, is }) => was !== is)
    if (flips.length === 0) continue
    out = addByTags(out, flipped(childSums, flips))
  }
  return out
}

/** What a child window gives up, or gets back, for the KPIs whose facts changed above it. */
function flipped(sums: ByTags, flips: readonly { slot: KpiSlot; is: boolean }[]): ByTags {
  const deltas = new Map<string, Vector>()
  for (const [tags, vector] of sums) {
    const delta = zeros(LAYOUT.fields.length)
    for (const { slot, is } of flips) {
      for (let i = slot.start; i < slot.end; i++) delta[i] = is ? -(vector[i] as number) : (vector[i] as number)
    }
    if (!isZero(delta)) deltas.set(tags, delta)
  }
  return deltas
}

/** Adds the change of a window to the windows above it, except where a fact of theirs stands for those seconds. */
export function carryUp(
  amend: Amendments,
  level: Level,
  t: number,
  station: string,
  cell: string,
  deltas: ByTags,
  gpS: number,
): void {
  let passed = deltas
  let from = t
  let to = t + LEVEL_MS[level]
  for (let up = coarserLevel(level); up !== undefined && passed.size > 0; up = coarserLevel(up)) {
    const parent = windowStart(up, from)
    const above = new Map<string, Vector>()
    amend.change(up, parent, station, cell, (row: Row) => {
      for (const [tags, delta] of passed) {
        const kids = masked(row.own, delta, from, to)
        if (kids === delta || !isZero(kids)) above.set(tags, kids)
      }
      return withKids(gpS > row.gpS ? { ...row, gpS } : row, above)
    })
    passed = above
    from = parent
    to = parent + LEVEL_MS[up]
  }
}
