import { type CellReport, entryLevel, type ReportedValues } from '../../contract/mod.ts'
import { readCell, STATION_ROW, tagsAt } from '../cell.ts'
import { stationReport } from '../handlers/station-report.ts'
import type { EnteringFact } from '../rows/amend.ts'
import { type Fact, takeParts } from '../rows/fact.ts'
import type { Refusal } from '../rows/refusal.ts'
import type { StateReader } from '../state/view.ts'
import { subCell } from '../sub-cell.ts'
import { readTagSet } from '../tag-sets.ts'
import type { BootTotals } from './boot-totals.ts'
import { earlierValues } from './earlier-values.ts'
import { type Fall, type FellBefore, fallenIn, incrementsOf, type Spans } from './increments.ts'
import { type TotalReport, WHOLE_STATION } from './total-report.ts'

export interface TotalFacts {
  /** By cell; sub-cells and the station as a whole too. */
  readonly facts: ReadonlyMap<string, readonly EnteringFact[]>
  readonly falls: readonly Fall[]
}

/**
 * The facts that a report with running totals makes, as far as is known of the reports before it: of its own period, of the
 * time since the report before it, or, where that is lost, of the longer time since another one.
 */
export function totalFacts(
  view: StateReader,
  station: string,
  totals: BootTotals,
  report: TotalReport,
  onRefused?: (cell: string, refusals: readonly Refusal[]) => void,
): TotalFacts {
  const { spans, falls } = incrementsOf(report, earlierValues(totals, report), fellBefore(totals))
  const facts = new Map<string, EnteringFact[]>()
  const enter = (cell: string, fromMs: number, tags: string, parts: Fact['parts']): void => {
    const level = entryLevel(fromMs, report.endMs)
    // a station may say of its own period what lies across days; it is refused when it is decoded
    if (level === undefined || parts.shape.slots.length === 0) return
    const gpS = (report.endMs - fromMs) / 1000
    const isBridge = fromMs < report.endMs - report.gpS * 1000
    const own: Fact = { endMs: report.endMs, gpS, rank: report.rank, parts, tags, ofTotals: true }
    const fact: Fact = isBridge ? { ...own, bridge: 'counts' } : own
    facts.set(cell, [...(facts.get(cell) ?? []), { level, fact, reportGpS: report.gpS }])
  }
  for (const [cell, ofCell] of spans) {
    if (cell === WHOLE_STATION) continue
    const { periods } = readCell(view, station, cell)
    for (const [fromMs, reported] of ofCell) {
      const tags = tagsAt(periods, fromMs)
      const period = { gpS: (report.endMs - fromMs) / 1000 }
      const { nrb } = readTagSet(view, tags)
      const tell = onRefused && ((refusals: readonly Refusal[]) => onRefused(cell, refusals))
      const { parts, members } = takeParts(reported, period, { nrb, ...(tell !== undefined && { onRefused: tell }) })
      enter(cell, fromMs, tags, parts)
      for (const [sub, own] of members) enter(subCell(cell, sub), fromMs, tags, own)
    }
  }
  const { periods } = readCell(view, station, STATION_ROW)
  for (const [fromMs, reported] of stationSpans(spans)) {
    const period = { gpS: (report.endMs - fromMs) / 1000 }
    const { parts } = takeParts(reported, period, { object: 'station' })
    enter(STATION_ROW, fromMs, tagsAt(periods, fromMs), parts)
  }
  return { facts, falls }
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

/** What it tells of the station as a whole, with what all its cells tell of the same time. */
function stationSpans(spans: ReadonlyMap<string, Spans>): [number, ReportedValues][] {
  return [...(spans.get(WHOLE_STATION) ?? [])].flatMap(([fromMs, station]) => {
    const cells = [...spans]
      .filter(([cell]) => cell !== WHOLE_STATION)
      .map(([cell, own]): CellReport => ({ cell, ...(own.get(fromMs) ?? NOTHING_TOLD) }))
    const report = stationReport({ station, cells })
    return report === undefined ? [] : [[fromMs, report]]
  })
}

const NOTHING_TOLD: ReportedValues = { suspect: false, values: new Map() }
