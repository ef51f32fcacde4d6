import type { PmMessage, ReportedValues } from '../../contract/mod.ts'
import { readCell, STATION_ROW, tagsAt } from '../cell.ts'
import { stationReport } from '../handlers/station-report.ts'
import type { StateReader } from '../state/view.ts'
import { subCell } from '../sub-cell.ts'
import { readTagSet } from '../tag-sets.ts'
import { compareRanks, type Fact, type Rank, rankOf, startMs, type TakeOptions, takeParts } from './fact.ts'
import type { Joined } from './join-edition.ts'
import { joinObject, type PeriodReport, type RankedReport, valuesOf } from './join-objects.ts'
import type { Slot } from './layout.ts'
import { NO_PARTS, type Parts } from './parts.ts'
import { type PartsOfReport, partsByReport } from './parts-by-report.ts'
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
 * report among those whose counters it is made of; it is suspect where one of them is. Where they tell of it and nothing can be made of
 * that there is a fact all the same, so that the next report finds that it is not alone.
 */
export function factsTogether(
  view: StateReader,
  station: string,
  cell: string,
  reports: readonly RankedReport[],
  onRefused?: TakeOptions['onRefused'],
): FactsTogether {
  const best = reports.find(({ message }) => toldIn(message, cell) !== undefined)
  if (best === undefined) return new Map()
  const { endMs, gpS } = best.message
  const tags = tagsAt(readCell(view, station, cell).periods, startMs(best.message))
  const nrb = cell === STATION_ROW ? undefined : readTagSet(view, tags).nrb
  const object = cell === STATION_ROW ? 'station' : 'cell'
  const options: TakeOptions = { nrb, object, ...(onRefused !== undefined && { onRefused }) }
  const made = isOnlyOne(reports, cell) ? partsOfOne(best, cell, options) : partsOfSeveral(reports, cell, options)
  const facts = new Map<string, FactTogether[]>()
  for (const [sub, own] of made) {
    const of = own.map(({ rank, parts, by }) => ({ fact: { endMs, gpS, rank, parts, tags }, by }))
    facts.set(sub === WHOLE ? cell : subCell(cell, sub), of)
  }
  if (facts.get(cell)?.length === 0) {
    facts.set(cell, [{ fact: { endMs, gpS, rank: best.rank, parts: NO_PARTS, tags }, by: new Map() }])
  }
  return facts
}

/** Parts by sub-counter; those of the object itself under `''`. */
type PartsMade = ReadonlyMap<string, readonly PartsOfReport[]>
const WHOLE = ''

function toldIn(message: PeriodReport, cell: string): ReportedValues | undefined {
  return cell === STATION_ROW ? stationReport(message) : message.cells.find((each) => each.cell === cell)
}

/** Of its station as a whole a report tells by its cells too. */
const isOnlyOne = (reports: readonly RankedReport[], cell: string): boolean =>
  reports.length === 1 ||
  (cell !== STATION_ROW && reports.filter(({ message }) => toldIn(message, cell) !== undefined).length === 1)

function partsOfOne({ message, rank }: RankedReport, cell: string, options: TakeOptions): PartsMade {
  const { parts, members } = takeParts(toldIn(message, cell) as ReportedValues, message, options)
  const asOne = (of: Parts): PartsOfReport[] =>
    of.shape.slots.length === 0 ? [] : [{ rank, parts: of, by: new Map(of.shape.slots.map((slot) => [slot, [rank]])) }]
  return new Map([[WHOLE, asOne(parts)], ...members.map(([sub, own]) => [sub, asOne(own)] as const)])
}

function partsOfSeveral(reports: readonly RankedReport[], cell: string, options: TakeOptions): PartsMade {
  const { gpS } = (reports[0] as RankedReport).message
  const joined = joinObject(reports, cell)
  const values = valuesOf(joined)
  const { parts, members } = takeParts({ values, suspect: false }, { gpS }, options)
  const plan = planFor(values, options.nrb !== undefined, options.object ?? 'cell')
  const origins = plan.names.map((name) => joined.get(name) as Joined)
  const split = (slots: readonly PlannedSlot[], of: Parts) => partsByReport(slots, of, origins, gpS)
  const slotsOf = (sub: string) => plan.members.find((member) => member.sub === sub)?.slots ?? []
  return new Map([
    [WHOLE, split(plan.slots, parts)],
    ...members.map(([sub, own]) => [sub, split(slotsOf(sub), own)] as const),
  ])
}
