import { STATION_ROW } from '../cell.ts'
import { byPeriod } from '../identity/report-index.ts'
import { compareRanks, rankOf } from '../rows/fact.ts'
import { factsTogether, ranked } from '../rows/facts-together.ts'
import { joinObject, valuesOf } from '../rows/join-objects.ts'
import type { Refusal } from '../rows/refusal.ts'
import type { StateReader } from '../state/view.ts'
import { type FoundReport, type Place, rowCellOf, type ToldTogether } from './found-report.ts'

/**
 * The reports with those of one period joined as the processor does it: each has the facts of which it is the best report. Those of
 * running totals are joined already; those made while the clock was off stand by themselves.
 */
export function withTogether(view: StateReader, place: Place, list: readonly FoundReport[]): FoundReport[] {
  const joined = list.filter(canJoin).map((report) => ({ ...report.indexed, report }))
  return [
    ...list.filter((report) => !canJoin(report)),
    ...byPeriod(joined).flatMap((ofPeriod) =>
      together(
        view,
        place,
        ofPeriod.map(({ report }) => report),
      ),
    ),
  ]
}

const canJoin = ({ message, isClockOff, differences }: FoundReport): boolean =>
  message !== undefined && !isClockOff && differences === undefined

function together(view: StateReader, place: Place, reports: readonly FoundReport[]): readonly FoundReport[] {
  const messages = reports.flatMap(({ message }) => message ?? [])
  // of its station as a whole a report of cells tells nothing where no other one does
  const isTold = place.cell !== STATION_ROW || messages.some(({ station }) => (station?.values.size ?? 0) > 0)
  if (!isTold) return []
  if (reports.length === 1) return reports
  const refused: Refusal[] = []
  const inOrder = ranked(messages)
  const tell = (refusals: readonly Refusal[]) => void refused.push(...refusals)
  const facts = factsTogether(view, place.station, place.cell, inOrder, tell).get(rowCellOf(place)) ?? []
  const told: ToldTogether = { facts, values: valuesOf(joinObject(inOrder, place.cell)), refused }
  return reports.map((report) => {
    const { message, level } = report
    const led = facts.filter(({ fact }) => message !== undefined && compareRanks(fact.rank, rankOf(message)) === 0)
    return { ...report, together: told, facts: led.map(({ fact }) => ({ fact, level })) }
  })
}
