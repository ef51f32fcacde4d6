import { finerLevel, LEVEL_MS, type Level, windowStart } from '../../contract/mod.ts'
import { type Fact, startMs } from './fact.ts'
import type { Slot } from './layout.ts'
import { observedSeconds } from './parts.ts'
import { fold, isBridge, overlap, type Row, replaces, takenFacts } from './row.ts'

/** Where the rows of finer windows come from. */
export interface FinerRows {
  row(level: Level, t: number, station: string, cell: string): Row
}

/** Whose row it is. */
export interface RowPlace {
  readonly level: Level
  readonly station: string
  readonly cell: string
}

/**
 * The row with each of its bridges counted, or not, by what finer windows tell now. Differences between neighbours share no
 * second; but a station may tell the same counter as increments too, and then those are better.
 */
export function withBridges(source: FinerRows, place: RowPlace, row: Row): Row {
  if (!row.own.some(isBridge)) return row
  let changed = false
  const own = row.own.map((fact) => {
    if (fact.bridge === undefined) return fact
    const { slots } = fact.parts.shape
    const isTold = slots.some((slot) => tells(source, place, row, slot, startMs(fact), fact.endMs))
    const bridge = isTold ? 'told' : 'counts'
    if (bridge === fact.bridge) return fact
    changed = true
    return { ...fact, bridge } satisfies Fact
  })
  return changed ? { ...row, own, sums: fold(own, row.kids) } : row
}

/** True where finer windows of a row count anything of a slot in [fromMs, toMs). */
function tells(
  source: FinerRows,
  { level, station, cell }: RowPlace,
  row: Row,
  slot: Slot,
  fromMs: number,
  toMs: number,
): boolean {
  const finer = finerLevel(level)
  if (finer === undefined) return false
  const size = LEVEL_MS[finer]
  for (let t = windowStart(finer, fromMs); t < toMs; t += size) {
    if (replaces(row.own, slot, t, t + size)) continue
    const kid = source.row(finer, t, station, cell)
    if (fromMs <= t && t + size <= toMs) {
      if (kid.sums.values.some((parts) => observedSeconds(parts, slot) > 0)) return true
      continue
    }
    const [from, to] = [Math.max(fromMs, t), Math.min(toMs, t + size)]
    if (takenFacts(kid.own, slot).some((fact) => overlap(startMs(fact), fact.endMs, from, to))) return true
    if (tells(source, { level: finer, station, cell }, kid, slot, from, to)) return true
  }
  return false
}
