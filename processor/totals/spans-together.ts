import type { ToldValues } from '../rows/join-edition.ts'
import type { PeriodReport, RankedReport } from '../rows/join-objects.ts'
import { partKeysIn } from './increments.ts'
import type { ToldIncrements } from './total-facts.ts'
import { type KeptValues, type TotalReport, WHOLE_STATION } from './total-report.ts'

/** A time of which reports of one end tell by their running totals. */
export interface Span {
  readonly fromMs: number
  /** It began before the own period of those reports: what would have told of it is lost. */
  readonly isBridge: boolean
  /** Cells of which something is told, without the station as a whole. */
  readonly cells: readonly string[]
  /** Best first. */
  readonly reports: readonly RankedReport[]
}

/**
 * By its beginning what each of these reports tells, given best first. One that tells nothing of that time is among them where it tells
 * parts of totals: without them no sum is whole.
 */
export function spansTogether(told: readonly ToldIncrements[]): Span[] {
  const found = new Map<string, Pick<Span, 'fromMs' | 'isBridge'>>()
  for (const { report, spans } of told) {
    for (const fromMs of [...spans.values()].flatMap((ofCell) => [...ofCell.keys()])) {
      const isBridge = isBefore(fromMs, report)
      found.set(`${fromMs} ${isBridge}`, { fromMs, isBridge })
    }
  }
  return [...found.values()].map(({ fromMs, isBridge }) => {
    const tellers = told.filter(({ report }) => isBefore(fromMs, report) === isBridge)
    const cells = tellers.flatMap(({ spans }) =>
      [...spans].filter(([, ofCell]) => ofCell.has(fromMs)).map(([cell]) => cell),
    )
    return {
      fromMs,
      isBridge,
      cells: [...new Set(cells)].filter((cell) => cell !== WHOLE_STATION),
      reports: tellers.map((each) => ({ message: toldOf(each, fromMs), rank: each.report.rank })),
    }
  })
}

const isBefore = (fromMs: number, { endMs, gpS }: TotalReport): boolean => fromMs < endMs - gpS * 1000

/** What a report tells of the time since `fromMs`, of each of its cells. */
function toldOf({ report, spans }: ToldIncrements, fromMs: number): PeriodReport {
  const station = spans.get(WHOLE_STATION)?.get(fromMs)
  const cells = Object.entries(report.cells).filter(([cell]) => cell !== WHOLE_STATION)
  return {
    endMs: report.endMs,
    gpS: (report.endMs - fromMs) / 1000,
    cells: cells.map(([cell, kept]) => ({ cell, ...(spans.get(cell)?.get(fromMs) ?? nothingOf(kept)) })),
    ...(station !== undefined && { station }),
  }
}

const nothingOf = (kept: KeptValues): ToldValues => ({
  suspect: false,
  values: new Map(),
  unavailable: partKeysIn(kept),
})
