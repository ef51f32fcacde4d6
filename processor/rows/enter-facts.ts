import type { PmMessage } from '../../contract/mod.ts'
import type { Offset } from '../../log/mod.ts'
import { STATION_ROW } from '../cell.ts'
import { noteTogether } from '../handlers/refused-together.ts'
import { type Period, reportsOfPeriod } from '../identity/report-index.ts'
import type { Draft } from '../state/view.ts'
import { knowSubs, subCell, subOf } from '../sub-cell.ts'
import type { EnteringFact, Exchange } from './amend.ts'
import type { Amendments } from './amendments.ts'
import { applyFacts, exchangeFacts } from './enter.ts'
import { compareRanks, type Fact, startMs } from './fact.ts'
import { type FactsTogether, factsTogether, ranked } from './facts-together.ts'
import type { RankedReport } from './join-objects.ts'
import { areSame } from './parts.ts'
import { believedIncrements, readReports } from './read-reports.ts'
import type { Refusal } from './refusal.ts'
import { factsInRow, isOfPeriod, type SharedPeriod, sharedPeriods } from './shared-periods.ts'

/** Facts of one station by cell. */
export type EnteringFacts = ReadonlyMap<string, readonly EnteringFact[]>

/**
 * Enters facts of one station. Where other reports tell of the same cell and period, what all of them say together takes the place of
 * what is made of each by itself: one may have the counters that a KPI lacks in another.
 *
 * @param coming the report that these facts are of, where it is not in the index yet
 * @throws {EntriesNeeded} where log entries must be fetched first.
 */
export function enterFacts(
  amend: Amendments,
  station: string,
  facts: EnteringFacts,
  whileOpen: boolean,
  coming?: PmMessage,
): void {
  const shared = sharedPeriods(amend, station, facts)
  if (shared.length === 0) {
    for (const [cell, own] of facts) applyFacts(amend, station, cell, own, whileOpen)
    return
  }
  const exchanges = new Map<string, Exchange>()
  for (const [cell, entering] of facts) exchanges.set(cell, { leaving: [], entering })
  for (const period of shared) exchangePeriod(amend, station, period, exchanges, coming)
  for (const [cell, exchange] of exchanges) exchangeFacts(amend, station, cell, exchange, whileOpen)
}

/** Where the log has what will be read when these facts are entered. */
export function readForEntering(amend: Amendments, station: string, facts: EnteringFacts): Offset[] {
  return sharedPeriods(amend, station, facts).flatMap((period) =>
    reportsOfPeriod(amend.draft, station, period).map(({ offset }) => offset as Offset),
  )
}

function exchangePeriod(
  amend: Amendments,
  station: string,
  period: SharedPeriod,
  exchanges: Map<string, Exchange>,
  coming: PmMessage | undefined,
): void {
  const { draft } = amend
  const { level } = period
  const known = believedIncrements(readReports(draft, station, reportsOfPeriod(draft, station, period)))
  const reports = ranked(coming === undefined ? known : [...known, coming])
  for (const cell of period.cells) {
    const together = toldTogether(amend, station, cell, period, reports)
    for (const name of namesOf(draft, station, cell, together)) {
      const is = (together.get(name) ?? []).map(({ fact }) => fact)
      // what the log has let go of stays as it was made
      const was = factsInRow(amend, station, name, period).filter(({ rank }) =>
        reports.some((report) => compareRanks(report.rank, rank) === 0),
      )
      const { leaving, entering } = exchanges.get(name) ?? { leaving: [], entering: [] }
      const entered = (fact: Fact): EnteringFact => ({ level, fact })
      exchanges.set(name, {
        leaving: [...leaving, ...was.filter((fact) => !hasSame(is, fact)).map(entered)],
        entering: [
          ...entering.filter(({ fact }) => !isOfPeriod(fact, period)),
          ...is.filter((fact) => !hasSame(was, fact)).map(entered),
        ],
      })
    }
  }
}

/** Tells anew what reports of a period say together and cannot be, where some of them have been found not to be believed. */
export function tellTogetherAgain(amend: Amendments, station: string, period: Period): void {
  const { draft } = amend
  const read = readReports(draft, station, reportsOfPeriod(draft, station, period))
  const reports = ranked(believedIncrements(read))
  const cells = new Set(read.flatMap(({ message }) => message.cells.map(({ cell }) => cell)))
  for (const cell of [...cells, STATION_ROW]) toldTogether(amend, station, cell, period, reports)
}

/** The facts of what these reports of one period say of a cell together; what of it cannot be is told. */
function toldTogether(
  amend: Amendments,
  station: string,
  cell: string,
  period: Period,
  reports: readonly RankedReport[],
): FactsTogether {
  const { draft } = amend
  const refused: Refusal[] = []
  const facts = factsTogether(draft, station, cell, reports, (some) => refused.push(...some))
  const where = { station, cell, startMs: startMs(period), endMs: period.endMs, tellers: 'increments' }
  noteTogether(amend, where, refused.length === 0 ? refused : withoutAlone(draft, station, cell, reports, refused))
  return facts
}

/** What one of them says alone and cannot be was told when it came. */
function withoutAlone(
  draft: Draft,
  station: string,
  cell: string,
  reports: readonly RankedReport[],
  refused: readonly Refusal[],
): Refusal[] {
  const alone = new Set<string>()
  const note = (some: readonly Refusal[]) => {
    for (const { measurement, reason } of some) alone.add(`${measurement} ${reason}`)
  }
  for (const report of reports) factsTogether(draft, station, cell, [report], note)
  return refused.filter(({ measurement, reason }) => !alone.has(`${measurement} ${reason}`))
}

/** The cell, and those of its PLMNs, slices and 5QIs that have rows. */
function namesOf(draft: Draft, station: string, cell: string, together: FactsTogether): string[] {
  const subs = [...together.keys()].flatMap((name) => subOf(name) ?? [])
  return [cell, ...knowSubs(draft, station, cell, subs).map((sub) => subCell(cell, sub))]
}

function hasSame(facts: readonly Fact[], fact: Fact): boolean {
  return facts.some(
    ({ rank, tags, parts }) => compareRanks(rank, fact.rank) === 0 && tags === fact.tags && areSame(parts, fact.parts),
  )
}
