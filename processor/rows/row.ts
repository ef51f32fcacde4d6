import { type ByTags, noTags } from './by-tags.ts'
import { compareRanks, type Fact, startMs } from './fact.ts'
import { type Slot, TIME_SIZE } from './layout.ts'
import { isZero, NO_PARTS, observedSeconds, type Parts, sum, without } from './parts.ts'
import { isZeroTime, sumOfTimes, type Times, zeros } from './times.ts'

/**
 * One window of one cell. It has sums for each tag set that was in force in it: a cell that changes zone at noon has two store
 * rows that day. A label stays, with zeros, when nothing is left under it, so that the store is told.
 */
export interface Row {
  /** Facts that entered at this level: coarsest first, then by rank; of one (end, gp) those that count, or may. */
  readonly own: readonly Fact[]
  /** Parts of finer windows that no own fact replaces. */
  readonly kids: ByTags<Parts>
  /** Own facts that count, and `kids`: follows from the two. */
  readonly sums: ByTags<Parts>
  /** The five times [s], by TIMELINE_FIELDS. */
  readonly times: ByTags<Times>
  /** Longest granularity period of what is in it [s]; 0 without any. */
  readonly gpS: number
  /** 0 while open; raised by every entry that changes the provisional row. */
  readonly rev: number
}

export const NO_TIME: Times = zeros(TIME_SIZE)
export const EMPTY_ROW: Row = { own: [], kids: noTags(), sums: noTags(), times: noTags(), gpS: 0, rev: 0 }

export const isBridge = ({ bridge }: Fact): boolean => bridge !== undefined

/** True where [a, b) and [c, d) share an instant. */
export function overlap(a: number, b: number, c: number, d: number): boolean {
  return a < d && c < b
}

/**
 * The facts that count for one slot: coarsest first, of equal gp the higher rank; one that overlaps another already taken is
 * left out, and bridges come last. So each second counts once, whatever came first.
 */
export function takenFacts(own: readonly Fact[], slot: Slot): Fact[] {
  const taken: Fact[] = []
  let hasBridge = false
  for (const fact of own) {
    if (fact.bridge === undefined) take(taken, fact, slot)
    else hasBridge = true
  }
  if (hasBridge) for (const fact of own) if (fact.bridge === 'counts') take(taken, fact, slot)
  return taken
}

function take(taken: Fact[], fact: Fact, slot: Slot): void {
  if (observedSeconds(fact.parts, slot) === 0) return
  if (!taken.some((t) => overlap(startMs(t), t.endMs, startMs(fact), fact.endMs))) taken.push(fact)
}

/** True where a fact of this row stands for `slot` over some part of [fromMs, toMs): finer data there does not count. */
export function replaces(own: readonly Fact[], slot: Slot, fromMs: number, toMs: number): boolean {
  if (own.length === 0) return false
  return takenFacts(own, slot).some(
    (fact) => fact.bridge === undefined && overlap(startMs(fact), fact.endMs, fromMs, toMs),
  )
}

/** Slots of which some own fact has something. */
export function slotsOf(own: readonly Fact[]): readonly Slot[] {
  const [only] = own
  if (only !== undefined && own.length === 1) return only.parts.shape.slots
  let shape = NO_PARTS.shape
  for (const fact of own) shape = shape.union(fact.parts.shape)
  return shape.slots
}

/** What own facts and finer windows come to, by tag set. */
export function fold(own: readonly Fact[], kids: ByTags<Parts>): ByTags<Parts> {
  const first = own[0]
  if (first === undefined) return kids
  if (own.length === 1 && first.bridge !== 'told') return plus(kids, first.tags, first.parts)
  let out = kids
  // each fact with what of it counts
  const lost = new Map<Fact, Slot[]>()
  for (const slot of slotsOf(own)) {
    const taken = takenFacts(own, slot)
    for (const fact of own) {
      if (taken.includes(fact) || !fact.parts.shape.has(slot)) continue
      const list = lost.get(fact)
      if (list === undefined) lost.set(fact, [slot])
      else list.push(slot)
    }
  }
  for (const fact of own) out = plus(out, fact.tags, without(fact.parts, lost.get(fact) ?? []))
  return out
}

/**
 * The own facts with `fact` among them; undefined where better reports of the same period say all that it says. Of one period
 * the better report stands for what it tells, and the one it corrects for what only that one has told. What running totals made
 * may leave again: what it corrects waits beside it, and counts then.
 */
export function withFact(own: readonly Fact[], fact: Fact): readonly Fact[] | undefined {
  if (own.length === 0) return [fact]
  const isSame = (other: Fact) =>
    other.endMs === fact.endMs && other.gpS === fact.gpS && isBridge(other) === isBridge(fact)
  const ofPeriod = own.filter(isSame)
  if (fact.ofTotals && ofPeriod.some((other) => compareRanks(other.rank, fact.rank) === 0)) return undefined
  const standing = ofPeriod.length === 0 ? [fact] : withoutCorrected([...ofPeriod, fact])
  if (!standing.includes(fact)) return undefined
  const list = [...own.filter((other) => !isSame(other)), ...standing]
  return list.sort((a, b) => b.gpS - a.gpS || compareRanks(b.rank, a.rank))
}

/** Facts of one period, best first, without those of which better ones, that stay, tell everything. */
function withoutCorrected(facts: readonly Fact[]): Fact[] {
  const standing: Fact[] = []
  let told = NO_PARTS.shape
  for (const fact of facts.toSorted((a, b) => compareRanks(b.rank, a.rank))) {
    const all = told.union(fact.parts.shape)
    if (all === told) continue
    standing.push(fact)
    if (!fact.ofTotals) told = all
  }
  return standing
}

function plus(map: ByTags<Parts>, tags: string, delta: Parts): ByTags<Parts> {
  const known = map.get(tags)
  return map.with(tags, known === undefined ? delta : sum(known, delta))
}

/** `map` with the deltas added. */
export function addByTags(map: ByTags<Parts>, deltas: ByTags<Parts>): ByTags<Parts> {
  if (map.size === 0) return deltas
  let out = map
  for (let i = 0; i < deltas.size; i++) out = plus(out, deltas.labels[i] as string, deltas.values[i] as Parts)
  return out
}

/** The row with other finer parts. */
export function withKids(row: Row, deltas: ByTags<Parts>): Row {
  if (deltas.size === 0) return row
  const kids = addByTags(row.kids, deltas)
  return { ...row, kids, sums: fold(row.own, kids) }
}

export function withTimes(row: Row, deltas: ByTags<Times>): Row {
  if (deltas.size === 0) return row
  if (row.times.size === 0) return { ...row, times: deltas }
  let times = row.times
  for (let i = 0; i < deltas.size; i++) {
    const tags = deltas.labels[i] as string
    const delta = deltas.values[i] as Times
    const known = times.get(tags)
    times = times.with(tags, known === undefined ? delta : sumOfTimes(known, delta))
  }
  return { ...row, times }
}

export function withOwn(row: Row, own: readonly Fact[], gpS: number): Row {
  return { ...row, own, sums: fold(own, row.kids), gpS: Math.max(row.gpS, gpS) }
}

/** True where the tag set has nothing left in this row: its store row is retired. */
export function isRetired(row: Row, tags: string): boolean {
  return isZero(row.sums.get(tags) ?? NO_PARTS) && isZeroTime(row.times.get(tags) ?? NO_TIME)
}

/** Labels that the row has, or had. */
export function labelsOf({ sums, times }: Row): readonly string[] {
  for (const tags of times.labels) if (!sums.has(tags)) return [...new Set([...sums.labels, ...times.labels])]
  return sums.labels
}

/** A finer window's change, without what own facts of a row stand for in [fromMs, toMs). */
export function masked(own: readonly Fact[], delta: Parts, fromMs: number, toMs: number): Parts {
  if (own.length === 0) return delta
  return without(
    delta,
    delta.shape.slots.filter((slot) => replaces(own, slot, fromMs, toMs)),
  )
}
