import type { Values } from '../../contract/mod.ts'
import { STATION_ROW } from '../cell.ts'
import { isStationSuspect, sumsOverCells } from '../handlers/station-report.ts'
import type { Period } from '../identity/report-index.ts'
import type { Rank } from './fact.ts'
import { addedUp, type Joined, type Teller, type ToldValues } from './join-edition.ts'
import { joinReports } from './join-reports.ts'

/** What a report tells of a period, as facts are made of it. */
export interface PeriodReport extends Period {
  readonly cells: readonly (ToldValues & { readonly cell: string })[]
  readonly station?: ToldValues
}

/** A report of a period of which several tell. */
export interface RankedReport {
  readonly message: PeriodReport
  /** One value for each report: by it the facts made of them know each other. */
  readonly rank: Rank
}

/** What reports of one period, best first, tell of a cell together, or of the station as a whole; empty where nothing. */
export function joinObject(reports: readonly RankedReport[], cell: string): ReadonlyMap<string, Joined> {
  if (cell === STATION_ROW) return joinStation(reports)
  return joinTold(
    reports,
    ({ cells }) => cells.find((each) => each.cell === cell),
    (_, told) => told.suspect,
  )
}

/** The station's own values, and sums over all cells of the period. */
function joinStation(reports: readonly RankedReport[]): ReadonlyMap<string, Joined> {
  const joined = new Map(joinTold(reports, ({ station }) => station, isStationSuspect))
  if (joined.size === 0) return joined
  const names = new Set(reports.flatMap(({ message }) => message.cells.map(({ cell }) => cell)))
  const cells = [...names].map((cell) =>
    joinTold(reports, (message) => message.cells.find((each) => each.cell === cell), isStationSuspect),
  )
  for (const [name, total] of sumsOverCells(cells.map(valuesOf), valuesOf(joined))) {
    joined.set(
      name,
      addedUp(
        total,
        cells.flatMap((cell) => cell.get(name) ?? []),
      ),
    )
  }
  return joined
}

export function valuesOf(joined: ReadonlyMap<string, Joined>): Values {
  return new Map([...joined].map(([key, { value }]) => [key, value]))
}

function joinTold(
  reports: readonly RankedReport[],
  toldIn: (message: PeriodReport) => ToldValues | undefined,
  isSuspect: (message: PeriodReport, told: ToldValues) => boolean,
): ReadonlyMap<string, Joined> {
  return joinReports(
    reports.flatMap(({ message, rank }): Teller[] => {
      const told = toldIn(message)
      return told === undefined ? [] : [{ rank, told, isSuspect: isSuspect(message, told) }]
    }),
  )
}
