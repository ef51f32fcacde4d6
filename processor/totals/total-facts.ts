import { entryLevel } from '../../contract/mod.ts'
import { STATION_ROW } from '../cell.ts'
import type { EnteringFact } from '../rows/amend.ts'
import { compareRanks, type Fact } from '../rows/fact.ts'
import { type FactTogether, factsTogether } from '../rows/facts-together.ts'
import type { Refusal } from '../rows/refusal.ts'
import type { StateReader } from '../state/view.ts'
import type { BootTotals } from './boot-totals.ts'
import { earlierValues } from './earlier-values.ts'
import {
  type Fall,
  type FellBefore,
  fallenIn,
  type Increments,
  incrementsOf,
  type PartsBefore,
  partKeysIn,
} from './increments.ts'
import { type Span, spansTogether } from './spans-together.ts'
import type { TotalReport } from './total-report.ts'

/** A fact on its way into its row, with the reports that it is made of. */
export type TotalFact = EnteringFact & FactTogether

/** What a report tells, as far as is known of the reports before it. */
export interface ToldIncrements extends Increments {
  readonly report: TotalReport
}

export interface TotalFacts {
  /** By cell; sub-cells and the station as a whole too. */
  readonly facts: ReadonlyMap<string, readonly TotalFact[]>
  /** Of each report that ends then. */
  readonly falls: readonly { readonly report: TotalReport; readonly falls: readonly Fall[] }[]
}

/** Told what cannot be of the time since `fromMs`, of a cell or of the station as a whole. */
export type OnRefused = (cell: string, fromMs: number, refusals: readonly Refusal[]) => void

const NONE: TotalFacts = { facts: new Map(), falls: [] }

/**
 * The facts that reports with running totals of one boot and end, given best first, make together, as far as is known of the
 * reports before them: of their own period, of the time since the report before, or, where that is lost, of the longer time since
 * another one. Of one such time their counters stand together, as those of increments do.
 *
 * Example: at 10:01 and 10:02 CU tells attempts 1000 and 1100, DU successes 990 and 1088 → of 10:01 to 10:02 100 attempts, 98 successes.
 */
export function totalFacts(
  view: StateReader,
  station: string,
  totals: BootTotals,
  reports: readonly TotalReport[],
  onRefused?: OnRefused,
): TotalFacts {
  const [first] = reports
  if (first === undefined) return NONE
  const { endMs } = first
  const [fell, before] = [fellBefore(totals), partsBefore(totals)]
  const told = reports.map((report): ToldIncrements => {
    const earlier = earlierValues(totals, report)
    return { report, ...incrementsOf(report, earlier, fell, before) }
  })
  const facts = new Map<string, TotalFact[]>()
  for (const span of spansTogether(told)) {
    const level = entryLevel(span.fromMs, endMs)
    // a station may say of its own period what lies across days; it is refused when it is decoded
    if (level === undefined) continue
    for (const cell of [...span.cells, STATION_ROW]) {
      const tell = onRefused && ((refusals: readonly Refusal[]) => onRefused(cell, span.fromMs, refusals))
      for (const [name, together] of factsTogether(view, station, cell, span.reports, tell)) {
        const entering = together
          .filter(({ fact }) => fact.parts.shape.slots.length > 0)
          .map(({ fact, by }) => ({ level, fact: ofTotals(fact, span), by, reportGpS: gpOf(told, fact) }))
        if (entering.length > 0) facts.set(name, [...(facts.get(name) ?? []), ...entering])
      }
    }
  }
  return { facts, falls: told }
}

function ofTotals(fact: Fact, { isBridge }: Span): Fact {
  return isBridge ? { ...fact, ofTotals: true, bridge: 'counts' } : { ...fact, ofTotals: true }
}

function gpOf(told: readonly ToldIncrements[], { rank }: Fact): number {
  const found = told.find(({ report }) => compareRanks(report.rank, rank) === 0)
  return (found as ToldIncrements).report.gpS
}

/** Looks at each instant once. */
function partsBefore(totals: BootTotals): PartsBefore {
  const known = new Map<string, ReadonlySet<string>>()
  return (atMs, cell) => {
    const key = `${atMs} ${cell}`
    let parts = known.get(key)
    if (parts === undefined) {
      parts = new Set(
        totals.at(atMs).flatMap(({ cells }) => (cells[cell] === undefined ? [] : partKeysIn(cells[cell]))),
      )
      known.set(key, parts)
    }
    return parts
  }
}

/** Looks at each report once. */
function fellBefore(totals: BootTotals): FellBefore {
  const known = new Map<TotalReport, ReadonlySet<string>>()
  return (report, cell, key) => {
    let fallen = known.get(report)
    if (fallen === undefined) {
      fallen = fallenIn(report, earlierValues(totals, report))
      known.set(report, fallen)
    }
    return fallen.has(`${cell} ${key}`)
  }
}
