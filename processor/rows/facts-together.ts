import type { PmMessage } from '../../contract/mod.ts'
import { readCell, STATION_ROW, tagsAt } from '../cell.ts'
import type { StateReader } from '../state/view.ts'
import { subCell } from '../sub-cell.ts'
import { readTagSet } from '../tag-sets.ts'
import { compareRanks, type Fact, type Rank, rankOf, startMs, type TakeOptions, takeParts } from './fact.ts'
import type { Joined } from './join-edition.ts'
import { joinObject, type RankedReport, valuesOf } from './join-objects.ts'
import type { Slot } from './layout.ts'
import { NO_PARTS, only, type Parts } from './parts.ts'
import { planFor } from './take-plan.ts'
import type { PlannedSlot } from './take-plan-slot.ts'

/** A fact, and for each slot of it the reports whose counters it is made of, best first; the first one is that of the fact. */
export interface FactTogether {
  readonly fact: Fact
  readonly by: ReadonlyMap<Slot, readonly Rank[]>
}

/** By cell: the cell itself, or the station as a whole, and its PLMNs, slices and 5QIs. */
export type FactsTogether = ReadonlyMap<string, readonly FactTogether[]>

/** Reports of one period, best first. */
export function ranked(messages: readonly PmMessage[]): RankedReport[] {
  return messages.map((message) => ({ message, rank: rankOf(message) })).sort((a, b) => compareRanks(b.rank, a.rank))
}

/**
 * What reports of one period, best first, say together of a cell, or of their station as a whole. Each KPI is in the fact of the best
 * report among those whose counters it is made of; it is suspect where one of them is.
 */
export function factsTogether(
  view: StateReader,
  station: string,
  cell: string,
  reports: readonly RankedReport[],
  onRefused?: TakeOptions['onRefused'],
): FactsTogether {
  const joined = joinObject(reports, cell)
  const told = reports.find(({ message }) => message.cells.some((each) => each.cell === cell))
  const best = cell === STATION_ROW ? reports.find(({ message }) => message.station !== undefined) : told
  // a report that tells nothing has its fact all the same, so that the next one of its period finds that it is not alone
  if (best === undefined || (cell === STATION_ROW && joined.size === 0)) return new Map()
  const { endMs, gpS } = best.message
  const period = { endMs, gpS }
  const tags = tagsAt(readCell(view, station, cell).periods, startMs(period))
  const options: TakeOptions = cell === STATION_ROW ? { object: 'station' } : { nrb: readTagSet(view, tags).nrb }
  const values = valuesOf(joined)
  const report = { values, suspect: false }
  const { parts, members } = takeParts(report, period, { ...options, ...(onRefused !== undefined && { onRefused }) })
  const plan = planFor(values, options.nrb !== undefined, options.object ?? 'cell')
  const origins = plan.names.map((name) => joined.get(name) as Joined)
  const asFacts = (slots: readonly PlannedSlot[], of: Parts): FactTogether[] =>
    byReport(slots, of, origins, gpS).map(({ rank, ...each }) => ({
      fact: { ...period, rank, parts: each.parts, tags },
      by: each.by,
    }))
  const facts = new Map([[cell, asFacts(plan.slots, parts)]])
  if (facts.get(cell)?.length === 0) {
    facts.set(cell, [{ fact: { ...period, rank: best.rank, parts: NO_PARTS, tags }, by: new Map() }])
  }
  for (const [sub, own] of members) {
    const slots = plan.members.find((member) => member.sub === sub)?.slots ?? []
    facts.set(subCell(cell, sub), asFacts(slots, own))
  }
  return facts
}

interface OfReport {
  readonly rank: Rank
  readonly parts: Parts
  readonly by: ReadonlyMap<Slot, readonly Rank[]>
}

/** Parts by the best report that they are made of, with the seconds that are suspect. */
function byReport(planned: readonly PlannedSlot[], parts: Parts, origins: readonly Joined[], gpS: number): OfReport[] {
  const values = parts.values.slice()
  const leading = new Map<Rank, Map<Slot, readonly Rank[]>>()
  for (const { slot, places } of planned) {
    const start = parts.shape.start(slot)
    if (start < 0) continue
    const made = places.map((place) => origins[place] as Joined)
    if (made.some(({ isSuspect }) => isSuspect)) values[start + slot.sus] = gpS
    const by = [...new Set(made.flatMap((each) => each.by))].sort((a, b) => compareRanks(b, a))
    const [best] = by
    if (best === undefined) continue
    const own = leading.get(best)
    if (own === undefined) leading.set(best, new Map([[slot, by]]))
    else own.set(slot, by)
  }
  return [...leading].map(([rank, by]) => ({ rank, by, parts: only({ shape: parts.shape, values }, [...by.keys()]) }))
}
