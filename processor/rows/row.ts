import { compareRanks, type Fact, startMs } from './fact.ts'
import { type KpiSlot, LAYOUT, TIME_SIZE } from './layout.ts'
import { isZero, sum, type Vector, zeros } from './vector.ts'

/** Vectors by tag set. A window has one for each set that was in force in it, usually one. */
export type ByTags = ReadonlyMap<string, Vector>

/**
 * One window of one cell. It has sums for each tag set that was in force in it: a cell that changes zone at noon has two store
 * rows that day. A label stays, with zeros, when nothing is left under it, so that the store is told.
 */
export interface Row {
  /** Facts that entered at this level: coarsest first, then by rank; one for each (end, gp). */
  readonly own: readonly Fact[]
  /** Parts of finer windows that no own fact replaces. */
  readonly kids: ByTags
  /** Own facts that count, and `kids`: follows from the two. */
  readonly sums: ByTags
  /** The five times [s], by TIMELINE_FIELDS. */
  readonly times: ByTags
  /** Longest granularity period of what is in it [s]; 0 without any. */
  readonly gpS: number
  /** 0 while open; raised by every entry that changes the provisional row. */
  readonly rev: number
}

const NOTHING: ByTags = new Map()
export const NO_PARTS: Vector = zeros(LAYOUT.fields.length)
export const NO_TIME: Vector = zeros(TIME_SIZE)
export const EMPTY_ROW: Row = { own: [], kids: NOTHING, sums: NOTHING, times: NOTHING, gpS: 0, rev: 0 }

/** True where [a, b) and [c, d) share an instant. */
function overlap(a: number, b: number, c: number, d: number): boolean {
  return a < d && c < b
}

/**
 * The facts that count for one KPI: coarsest first, of equal gp the higher rank; one that overlaps another already taken is
 * left out. So each second counts once, whatever came first.
 */
export function takenFacts(own: readonly Fact[], slot: KpiSlot): Fact[] {
  const taken: Fact[] = []
  for (const fact of own) {
    if (fact.parts[slot.obs] === 0) continue
    if (!taken.some((t) => overlap(startMs(t), t.endMs, startMs(fact), fact.endMs))) taken.push(fact)
  }
  return taken
}

/** True where a fact of this row stands for `slot` over some part of [fromMs, toMs): finer data there does not count. */
export function replaces(own: readonly Fact[], slot: KpiSlot, fromMs: number, toMs: number): boolean {
  if (own.length === 0) return false
  return takenFacts(own, slot).some((fact) => overlap(startMs(fact), fact.endMs, fromMs, toMs))
}

/** What own facts and finer windows come to, by tag set. */
export function fold(own: readonly Fact[], kids: ByTags): ByTags {
  const only = own[0]
  if (only === undefined) return kids
  const out = new Map(kids)
  if (own.length === 1) {
    const known = out.get(only.tags)
    out.set(only.tags, known === undefined ? only.parts : sum(known, only.parts))
    return out
  }
  const copies = new Map<string, number[]>()
  for (const fact of own) {
    if (!copies.has(fact.tags)) copies.set(fact.tags, (kids.get(fact.tags) ?? NO_PARTS).slice())
  }
  for (const slot of LAYOUT.slots) {
    for (const fact of takenFacts(own, slot)) {
      const target = copies.get(fact.tags) as number[]
      for (let i = slot.start; i < slot.end; i++) target[i] = (target[i] as number) + (fact.parts[i] as number)
    }
  }
  for (const [tags, vector] of copies) out.set(tags, vector)
  return out
}

/** The own facts with `fact` among them; undefined where a better report of the same period stands already. */
export function withFact(own: readonly Fact[], fact: Fact): readonly Fact[] | undefined {
  if (own.length === 0) return [fact]
  const same = own.find((other) => other.endMs === fact.endMs && other.gpS === fact.gpS)
  if (same !== undefined && compareRanks(same.rank, fact.rank) >= 0) return undefined
  const list = own.filter((other) => other !== same)
  list.push(fact)
  return list.sort((a, b) => b.gpS - a.gpS || compareRanks(b.rank, a.rank))
}

/** `map` with the deltas added. */
export function addByTags(map: ByTags, deltas: ByTags): ByTags {
  const out = new Map(map)
  for (const [tags, delta] of deltas) {
    const known = out.get(tags)
    out.set(tags, known === undefined ? delta : sum(known, delta))
  }
  return out
}

/** The row with other finer parts. */
export function withKids(row: Row, deltas: ByTags): Row {
  if (deltas.size === 0) return row
  const kids = addByTags(row.kids, deltas)
  return { ...row, kids, sums: fold(row.own, kids) }
}

export function withTimes(row: Row, deltas: ByTags): Row {
  return deltas.size === 0 ? row : { ...row, times: addByTags(row.times, deltas) }
}

export function withOwn(row: Row, own: readonly Fact[], gpS: number): Row {
  return { ...row, own, sums: fold(own, row.kids), gpS: Math.max(row.gpS, gpS) }
}

/** True where the tag set has nothing left in this row: its store row is retired. */
export function isRetired(row: Row, tags: string): boolean {
  return isZero(row.sums.get(tags) ?? NO_PARTS) && isZero(row.times.get(tags) ?? NO_TIME)
}

/** Labels that the row has, or had. */
export function labelsOf(row: Row): Set<string> {
  const labels = new Set(row.sums.keys())
  for (const tags of row.times.keys()) labels.add(tags)
  return labels
}

/** A finer window's change, without what own facts of a row stand for in [fromMs, toMs). */
export function masked(own: readonly Fact[], delta: Vector, fromMs: number, toMs: number): Vector {
  if (own.length === 0) return delta
  let out: number[] | undefined
  for (const slot of LAYOUT.slots) {
    if (!replaces(own, slot, fromMs, toMs)) continue
    out ??= delta.slice()
    for (let i = slot.start; i < slot.end; i++) out[i] = 0
  }
  return out ?? delta
}
