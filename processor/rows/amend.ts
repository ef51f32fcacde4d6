import { finerLevel, LEVEL_MS, type Level, windowStart } from '../../contract/mod.ts'
import { holdBack } from '../progress.ts'
import type { Amendments } from './amendments.ts'
import { withBridges } from './bridges.ts'
import { type ByTags, noTags } from './by-tags.ts'
import { kidsAgain, maskedByTags, refolded } from './child-windows.ts'
import { differenceByTags } from './difference-by-tags.ts'
import { slotsThatGotWorse } from './extremes.ts'
import { compareRanks, type Fact, startMs } from './fact.ts'
import type { Slot } from './layout.ts'
import type { Parts } from './parts.ts'
import { isBridge, type Row, withFact, withKids, withOwn } from './row.ts'
import { SumsByTags } from './sums-by-tags.ts'

/** A fact and the level at which it enters. */
export interface EnteringFact {
  readonly level: Level
  readonly fact: Fact
  /** Granularity period of its report [s], where the fact does not cover the same time. */
  readonly reportGpS?: number
  /** Other reports of the same period came before: what they say of the same cell stands together with it. */
  readonly isOneOfSeveral?: true
}

/** A window whose sums changed. */
export interface Changed {
  readonly t: number
  readonly before: ByTags<Parts>
  readonly after: ByTags<Parts>
  readonly gpS: number
}

/** Whose rows, and in which state. */
interface Climbing {
  readonly station: string
  readonly cell: string
  /** All windows concerned are open. */
  readonly whileOpen: boolean
}

/** Facts that are known to be others now, with what they were: those leave first. */
export interface Exchange {
  readonly leaving: readonly EnteringFact[]
  readonly entering: readonly EnteringFact[]
}

const NO_EXCHANGE: Exchange = { leaving: [], entering: [] }

/**
 * Carries what changed in the windows below the first of `levels` up through them, each window once, and exchanges facts on the
 * way. Each second of a (cell, KPI) counts once: within a window a fact replaces every finer fact and child window that it
 * overlaps, even in part.
 */
export function climb(
  amend: Amendments,
  { station, cell, whileOpen }: Climbing,
  levels: readonly Level[],
  changedBelow: readonly Changed[],
  { leaving, entering: facts }: Exchange = NO_EXCHANGE,
): void {
  let finer = changedBelow
  for (const level of levels) {
    const entering = facts.length === 0 ? facts : facts.filter((f) => f.level === level)
    const gone = leaving.length === 0 ? leaving : leaving.filter((f) => f.level === level)
    if (entering.length === 0 && gone.length === 0 && finer.length === 0) continue
    const changed: Changed[] = []
    for (const [t, { kids, own, left }] of byWindow(level, finer, entering, gone)) {
      const amendment = amend.touch(level, t, station, cell)
      amendment.whileOpen ||= whileOpen
      const before = amendment.after
      let row = withChangedKids(before, finerSize(level), kids)
      const worse = kids.flatMap((kid) => slotsThatGotWorseByTags(kid.before, kid.after))
      if (worse.length > 0) row = refolded(amend, level, t, station, cell, row, worse)
      for (const fact of left) row = withLeft(amend, level, t, station, cell, row, fact)
      for (const each of own) row = withEntered(amend, level, t, station, cell, row, each)
      row = withBridges(amend, { level, station, cell }, row)
      amendment.after = row
      if (row.sums !== before.sums) changed.push({ t, before: before.sums, after: row.sums, gpS: row.gpS })
    }
    finer = level === '1m' ? changed.filter(({ t }) => !holdBack(amend.draft, station, t)) : changed
  }
}

interface WindowWork {
  readonly kids: Changed[]
  readonly own: EnteringFact[]
  readonly left: Fact[]
}

function byWindow(
  level: Level,
  finer: readonly Changed[],
  entering: readonly EnteringFact[],
  leaving: readonly EnteringFact[],
): Map<number, WindowWork> {
  const windows = new Map<number, WindowWork>()
  const at = (t: number): WindowWork => {
    let work = windows.get(t)
    if (work === undefined) {
      work = { kids: [], own: [], left: [] }
      windows.set(t, work)
    }
    return work
  }
  for (const kid of finer) at(windowStart(level, kid.t)).kids.push(kid)
  for (const each of entering) at(windowStart(level, startMs(each.fact))).own.push(each)
  for (const { fact } of leaving) at(windowStart(level, startMs(fact))).left.push(fact)
  return windows
}

const finerSize = (level: Level): number => LEVEL_MS[finerLevel(level) ?? level]

/** The changes of finer windows, except where a fact of the row stands for their seconds. */
function withChangedKids(row: Row, kidMs: number, kids: readonly Changed[]): Row {
  if (kids.length === 0) return row
  const deltas = new SumsByTags()
  let gpS = row.gpS
  for (const kid of kids) {
    const delta = differenceByTags(kid.before, kid.after)
    deltas.add(row.own.length === 0 ? delta : maskedByTags(row, delta, kid.t, kid.t + kidMs))
    gpS = Math.max(gpS, kid.gpS)
  }
  return withKids(gpS > row.gpS ? { ...row, gpS } : row, deltas.take())
}

function withEntered(
  amend: Amendments,
  level: Level,
  t: number,
  station: string,
  cell: string,
  row: Row,
  { fact, reportGpS }: EnteringFact,
): Row {
  const own = withFact(row.own, fact)
  if (own === undefined) return row
  // a window of which nothing is known has no finer ones either
  const isNew = row.own.length === 0 && row.kids.size === 0
  const returned = isNew ? noTags<Parts>() : kidsAgain(amend, level, t, station, cell, row.own, own)
  const entered = withKids(withOwn(row, own, reportGpS ?? fact.gpS), returned)
  const after = row.own.length === 0 ? entered : keepingSlots(row, entered)
  // children that the fact replaces leave no greatest value behind
  const replaced = isNew ? [] : fact.parts.shape.slots.filter((slot) => !slot.isAdditive)
  return replaced.length === 0 ? after : refolded(amend, level, t, station, cell, after, replaced)
}

/** What it stood for counts again as finer windows and other facts have it. */
function withLeft(
  amend: Amendments,
  level: Level,
  t: number,
  station: string,
  cell: string,
  row: Row,
  fact: Fact,
): Row {
  const isIt = (other: Fact) =>
    other.endMs === fact.endMs &&
    other.gpS === fact.gpS &&
    isBridge(other) === isBridge(fact) &&
    compareRanks(other.rank, fact.rank) === 0
  const own = row.own.filter((other) => !isIt(other))
  if (own.length === row.own.length) return row
  const returned = kidsAgain(amend, level, t, station, cell, row.own, own)
  const after = keepingSlots(row, withKids(withOwn(row, own, 0), returned))
  const replaced = fact.parts.shape.slots.filter((slot) => !slot.isAdditive)
  return replaced.length === 0 ? after : refolded(amend, level, t, station, cell, after, replaced)
}

function slotsThatGotWorseByTags(before: ByTags<Parts>, after: ByTags<Parts>): Slot[] {
  return before.labels.flatMap((tags) => slotsThatGotWorse(before.get(tags) as Parts, after.get(tags)))
}

/** A slot that the row once had stays, with zeros: the store must be told that nothing is left of it. */
export function keepingSlots(before: Row, after: Row): Row {
  let missing = noTags<Parts>()
  for (const tags of before.sums.labels) {
    const { shape } = before.sums.get(tags) as Parts
    const now = after.sums.get(tags)?.shape
    if (now === undefined || now.union(shape) !== now) missing = missing.with(tags, { shape, values: shape.zeros() })
  }
  return withKids(after, missing)
}
