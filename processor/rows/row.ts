import { compareRanks, type Fact, startMs } from './fact.ts'
import { type KpiSlot, LAYOUT, TIME_SIZE } from './layout.ts'
import { addInto, isZero, type Vector, zeros } from './vector.ts'

/** What a window of one cell holds under one tag set. */
export interface RowSet {
  /** Parts of finer windows and facts that nothing here replaces. */
  readonly kids: Vector
  /** The five times [s], by TIMELINE_FIELDS. */
  readonly time: Vector
}

/**
 * One window of one cell. A window has one set of sums for each tag set that was in force in it (usually one): a cell that
 * changes zone at noon has two store rows that day.
 */
export interface Row {
  /** Facts that entered at this level: coarsest first, then by rank; one for each (end, gp). */
  readonly own: readonly Fact[]
  readonly sets: ReadonlyMap<string, RowSet>
  /** Longest granularity period of what is in it [s]; 0 without any. */
  readonly gpS: number
  /** 0 while open; raised by every entry that changes the provisional row. */
  readonly rev: number
}

const EMPTY_SET: RowSet = { kids: zeros(LAYOUT.fields.length), time: zeros(TIME_SIZE) }

export const EMPTY_ROW: Row = { own: [], sets: new Map(), gpS: 0, rev: 0 }

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
export function replaces(row: Row, slot: KpiSlot, fromMs: number, toMs: number): boolean {
  if (row.own.length === 0) return false
  return takenFacts(row.own, slot).some((fact) => overlap(startMs(fact), fact.endMs, fromMs, toMs))
}

const values = new WeakMap<Row, ReadonlyMap<string, Vector>>()

/** The row's sums by tag set: what its own facts say, and the finer data that they do not replace. */
export function valuesOf(row: Row): ReadonlyMap<string, Vector> {
  let known = values.get(row)
  if (known === undefined) {
    known = fold(row)
    values.set(row, known)
  }
  return known
}

function fold(row: Row): ReadonlyMap<string, Vector> {
  const out = new Map<string, Vector>()
  for (const [tags, set] of row.sets) out.set(tags, set.kids)
  const only = row.own[0]
  if (only === undefined) return out
  const copy = (tags: string) => {
    const known = out.get(tags)
    const vector = known === undefined ? zeros(LAYOUT.fields.length) : known.slice()
    out.set(tags, vector)
    return vector
  }
  if (row.own.length === 1) {
    addInto(copy(only.tags), only.parts)
    return out
  }
  const copies = new Map<string, number[]>()
  for (const slot of LAYOUT.slots) {
    for (const fact of takenFacts(row.own, slot)) {
      let target = copies.get(fact.tags)
      if (target === undefined) {
        target = copy(fact.tags)
        copies.set(fact.tags, target)
      }
      for (let i = slot.start; i < slot.end; i++) target[i] = (target[i] as number) + (fact.parts[i] as number)
    }
  }
  return out
}

export function timeOf(row: Row, tags: string): Vector {
  return row.sets.get(tags)?.time ?? EMPTY_SET.time
}

/** The own facts with `fact` among them; undefined where a better report of the same period stands already. */
export function withFact(own: readonly Fact[], fact: Fact): Fact[] | undefined {
  const same = own.find((other) => other.endMs === fact.endMs && other.gpS === fact.gpS)
  if (same !== undefined && compareRanks(same.rank, fact.rank) >= 0) return undefined
  const list = own.filter((other) => other !== same)
  list.push(fact)
  return list.sort((a, b) => b.gpS - a.gpS || compareRanks(b.rank, a.rank))
}

/** Adds to the sums of one tag set; a set of which nothing is left stays, so that the store is told. */
export function changeSet(row: Row, tags: string, change: { kids?: Vector; time?: Vector }): Row {
  const set = row.sets.get(tags) ?? EMPTY_SET
  const next: RowSet = {
    kids: change.kids === undefined ? set.kids : added(set.kids, change.kids),
    time: change.time === undefined ? set.time : added(set.time, change.time),
  }
  const sets = new Map(row.sets)
  sets.set(tags, next)
  return { ...row, sets }
}

function added(a: Vector, b: Vector): Vector {
  const out = a.slice()
  addInto(out, b)
  return out
}

/** True where the tag set has nothing left in this row: its store row is retired. */
export function isRetired(row: Row, tags: string): boolean {
  return isZero(valuesOf(row).get(tags) ?? EMPTY_SET.kids) && isZero(timeOf(row, tags))
}

/** A finer window's change, without what own facts of this row stand for in [fromMs, toMs). */
export function masked(row: Row, delta: Vector, fromMs: number, toMs: number): Vector {
  if (row.own.length === 0) return delta
  const out = delta.slice()
  for (const slot of LAYOUT.slots) {
    if (!replaces(row, slot, fromMs, toMs)) continue
    for (let i = slot.start; i < slot.end; i++) out[i] = 0
  }
  return out
}
