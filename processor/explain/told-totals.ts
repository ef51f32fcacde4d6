import { type ExplainedDifference, keptUnit, lookUpName, type PmMessage, type Values } from '../../contract/mod.ts'
import { STATION_ROW } from '../cell.ts'
import { rankOf } from '../rows/fact.ts'
import type { Refusal } from '../rows/refusal.ts'
import { cellOfSub } from '../sub-cell.ts'
import { BootTotals } from '../totals/boot-totals.ts'
import { countsSince } from '../totals/counts-since.ts'
import { type Earlier, earlierValues } from '../totals/earlier-values.ts'
import { stepOf } from '../totals/increments.ts'
import { totalFacts } from '../totals/total-facts.ts'
import { type KeptValues, totalIn, totalReportOf, WHOLE_STATION, wrapIn } from '../totals/total-report.ts'
import type { LogTotals } from './log-totals.ts'
import type { Entered } from './verdicts.ts'

/** What a report with running totals tells of one cell. */
export interface ToldTotals {
  readonly facts: readonly Entered[]
  readonly differences: readonly ExplainedDifference[]
  /** What it tells of its own period, and what its running totals add. */
  readonly values: Values
  readonly suspect: boolean
}

/** undefined: it says nothing of the cell. @throws {EntriesNeeded} where messages must be fetched first. */
export function toldTotals(
  view: LogTotals,
  station: string,
  cell: string,
  message: PmMessage,
  onRefused: (refusals: readonly Refusal[]) => void,
): ToldTotals | undefined {
  const report = totalReportOf(message, rankOf(message))
  const ofCell = cell === STATION_ROW ? WHOLE_STATION : cellOfSub(cell)
  const kept = report.cells[ofCell]
  if (kept === undefined) return undefined
  const { boot } = report
  const totals = new BootTotals(view, station, boot, { startedMs: countsSince(view, station, boot) })
  const tell = (of: string, refusals: readonly Refusal[]) => {
    if (of === cell) onRefused(refusals)
  }
  const facts = totalFacts(view, station, totals, report, tell).facts.get(cell) ?? []
  const earlier = earlierValues(totals, report).get(ofCell) ?? new Map<string, Earlier>()
  const differences = differencesOf(view, kept, earlier, report.endMs - report.gpS * 1000)
  const values = new Map(kept.values)
  for (const { name, adds } of differences) if (adds !== null) values.set(name, adds)
  return { facts, differences, values, suspect: kept.suspect }
}

function differencesOf(
  view: LogTotals,
  kept: KeptValues,
  earlier: ReadonlyMap<string, Earlier>,
  ownMs: number,
): ExplainedDifference[] {
  return Object.keys(kept.totals).flatMap((name): ExplainedDifference[] => {
    const value = totalIn(kept, name)
    if (value === undefined) return []
    const wrapsAt = wrapIn(kept, name)
    const told = {
      name,
      unit: unitOf(name),
      value: String(value),
      wrapsAt: wrapsAt === undefined ? null : `${wrapsAt}`,
    }
    const point = earlier.get(name)
    if (point === undefined) return [{ ...told, kind: 'first', before: null, adds: null }]
    const offset = (point.report && view.offsetOf(point.report)) ?? null
    const before = { at: point.endMs, value: String(point.value), offset }
    const adds = stepOf(point.value, value, wrapsAt) ?? null
    return [{ ...told, kind: kindOf(point, value, adds, ownMs), before, adds }]
  })
}

function kindOf(point: Earlier, value: bigint, adds: number | null, ownMs: number): ExplainedDifference['kind'] {
  if (adds === null) return 'fell'
  if (value < point.value) return 'wrap'
  if (point.report === undefined) return 'boot-start'
  return point.endMs < ownMs ? 'bridge' : 'step'
}

function unitOf(key: string): string {
  const name = lookUpName(key)
  return name.kind === 'known' ? keptUnit(name.measurement.quantity) : ''
}
