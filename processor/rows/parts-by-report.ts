import { compareRanks, type Rank } from './fact.ts'
import type { Joined } from './join-edition.ts'
import type { Slot } from './layout.ts'
import { only, type Parts } from './parts.ts'
import type { PlannedSlot } from './take-plan-slot.ts'

/** Parts of which one report is the best of those whose counters they are made of. */
export interface PartsOfReport {
  readonly rank: Rank
  readonly parts: Parts
  /** Of each slot all reports, best first. */
  readonly by: ReadonlyMap<Slot, readonly Rank[]>
}

/**
 * The slots by the best report that each is made of, with the seconds that are suspect.
 *
 * @param origins by the places of the plan
 */
export function partsByReport(
  planned: readonly PlannedSlot[],
  parts: Parts,
  origins: readonly Joined[],
  periodS: number,
): PartsOfReport[] {
  const values = parts.values.slice()
  const found = new Map<Rank, Map<Slot, readonly Rank[]>>()
  for (const { slot, places } of planned) {
    const start = parts.shape.start(slot)
    if (start < 0) continue
    const made = places.map((place) => origins[place] as Joined)
    if (made.some(({ isSuspect }) => isSuspect)) values[start + slot.sus] = periodS
    const by = [...new Set(made.flatMap((each) => each.by))].sort((a, b) => compareRanks(b, a))
    const best = by[0] as Rank
    const own = found.get(best)
    if (own === undefined) found.set(best, new Map([[slot, by]]))
    else own.set(slot, by)
  }
  return [...found].map(([rank, by]) => ({ rank, by, parts: only({ shape: parts.shape, values }, [...by.keys()]) }))
}
