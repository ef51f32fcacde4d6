import { finerLevel, LEVEL_MS, type Level, windowStart } from '../../contract/mod.ts'
import { isCarried } from '../progress.ts'
import type { Amendments } from './amendments.ts'
import { type ByTags, noTags } from './by-tags.ts'
import { withExtremesOf } from './extremes.ts'
import { type Fact, startMs } from './fact.ts'
import type { Slot } from './layout.ts'
import { isZero, negated, only, type Parts } from './parts.ts'
import { addByTags, fold, masked, type Row, replaces, slotsOf } from './row.ts'

/** What finer windows change, without what own facts of a row stand for in [fromMs, toMs). */
export function maskedByTags(row: Row, delta: ByTags<Parts>, fromMs: number, toMs: number): ByTags<Parts> {
  let out = noTags<Parts>()
  for (let i = 0; i < delta.size; i++) {
    const counted = masked(row.own, delta.values[i] as Parts, fromMs, toMs)
    if (!isZero(counted)) out = out.with(delta.labels[i] as string, counted)
  }
  return out
}

/** The greatest and least values of these slots made again from all finer windows. */
export function refolded(
  amend: Amendments,
  level: Level,
  t: number,
  station: string,
  cell: string,
  row: Row,
  slots: readonly Slot[],
): Row {
  const finer = finerLevel(level)
  if (finer === undefined) return row
  let found = noTags<Parts>()
  for (let child = t; child < t + LEVEL_MS[level]; child += LEVEL_MS[finer]) {
    // what is not in this row yet has no greatest value in it
    if (finer === '1m' && !isCarried(amend.draft, station, child)) continue
    const { sums } = amend.row(finer, child, station, cell)
    found = addByTags(found, maskedByTags(row, slotsIn(sums, slots, false), child, child + LEVEL_MS[finer]))
  }
  let { kids } = row
  for (const tags of kids.labels) {
    kids = kids.with(tags, withExtremesOf(kids.get(tags) as Parts, slots, found.get(tags)))
  }
  return { ...row, kids, sums: fold(row.own, kids) }
}

/** Child windows whose part changes because other facts stand in the window now: what is taken out, and what is put back. */
export function kidsAgain(
  amend: Amendments,
  level: Level,
  t: number,
  station: string,
  cell: string,
  before: readonly Fact[],
  after: readonly Fact[],
): ByTags<Parts> {
  const finer = finerLevel(level)
  if (finer === undefined) return noTags()
  // a fact that came or went may make others stand, or fall, over all of their time
  const facts = [...before, ...after]
  const from = Math.max(t, windowStart(finer, Math.min(...facts.map(startMs))))
  const until = Math.min(t + LEVEL_MS[level], Math.max(...facts.map((f) => f.endMs)))
  const slots = slotsOf(facts)
  let out = noTags<Parts>()
  for (let child = from; child < until; child += LEVEL_MS[finer]) {
    const { sums: childSums } = amend.row(finer, child, station, cell)
    if (childSums.size === 0) continue
    const end = child + LEVEL_MS[finer]
    const taken: Slot[] = []
    const returned: Slot[] = []
    for (const slot of slots) {
      const was = replaces(before, slot, child, end)
      const is = replaces(after, slot, child, end)
      if (was !== is) (is ? taken : returned).push(slot)
    }
    if (taken.length > 0) out = addByTags(out, slotsIn(childSums, taken, true))
    if (returned.length > 0) out = addByTags(out, slotsIn(childSums, returned, false))
  }
  return out
}

/** What a child window gives up, or gets back, for the slots whose facts changed above it. */
function slotsIn(sums: ByTags<Parts>, slots: readonly Slot[], isTaken: boolean): ByTags<Parts> {
  let out = noTags<Parts>()
  for (const tags of sums.labels) {
    const some = only(sums.get(tags) as Parts, slots)
    if (!isZero(some)) out = out.with(tags, isTaken ? negated(some) : some)
  }
  return out
}
