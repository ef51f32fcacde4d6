import { type Level, windowStart } from '../../contract/mod.ts'
import { STATION_ROW } from '../cell.ts'
import type { Period } from '../identity/report-index.ts'
import { isSubCell } from '../sub-cell.ts'
import type { EnteringFact } from './amend.ts'
import type { Amendments } from './amendments.ts'
import { type Fact, startMs } from './fact.ts'

/** A period of which several reports tell. */
export interface SharedPeriod extends Period {
  /** At which its facts enter. */
  readonly level: Level
  /** Those of which several tell; `''` for the station as a whole. */
  readonly cells: ReadonlySet<string>
}

/** True of a fact of increments; what running totals make follows from its neighbours. */
export const isOfPeriod = (fact: Fact, { endMs, gpS }: Period): boolean =>
  fact.endMs === endMs && fact.gpS === gpS && fact.bridge === undefined && fact.ofTotals === undefined

/** Facts of a period that a row has. */
export function factsInRow(
  amend: Amendments,
  station: string,
  cell: string,
  period: Omit<SharedPeriod, 'cells'>,
): readonly Fact[] {
  const { own } = amend.row(period.level, windowStart(period.level, startMs(period)), station, cell)
  return own.filter((fact) => isOfPeriod(fact, period))
}

/** Periods of these facts of which other reports tell too, waiting beside them or in the rows already. */
export function sharedPeriods(
  amend: Amendments,
  station: string,
  facts: ReadonlyMap<string, readonly EnteringFact[]>,
): SharedPeriod[] {
  const found = new Map<string, SharedPeriod & { readonly cells: Set<string> }>()
  for (const [cell, own] of facts) {
    for (const { level, fact, isOneOfSeveral } of own) {
      if (!isOneOfSeveral || isSubCell(cell)) continue
      const key = `${fact.endMs} ${fact.gpS}`
      let period = found.get(key)
      if (period === undefined) {
        period = { endMs: fact.endMs, gpS: fact.gpS, level, cells: new Set() }
        found.set(key, period)
      }
      if (countOf(amend, station, cell, own, period) > 1) period.cells.add(cell)
    }
  }
  // of the station as a whole every report tells, by the data of its cells; where none has told its own values there is nothing
  for (const period of found.values()) {
    if (countOf(amend, station, STATION_ROW, facts.get(STATION_ROW) ?? [], period) > 0) period.cells.add(STATION_ROW)
  }
  return [...found.values()].filter(({ cells }) => cells.size > 0)
}

function countOf(
  amend: Amendments,
  station: string,
  cell: string,
  entering: readonly EnteringFact[],
  period: SharedPeriod,
): number {
  const waiting = entering.filter(({ fact }) => isOfPeriod(fact, period)).length
  return waiting + factsInRow(amend, station, cell, period).length
}
