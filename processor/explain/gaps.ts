import type { ExplainedGap, ExplainedReport, ExplainedStage, FiveTimeName, GapReason } from '../../contract/mod.ts'
import { floorToSecond } from '../timeline/evidence.ts'
import type { Segment } from '../timeline/finding.ts'
import { cutAt, gapsIn, joined } from '../timeline/ranges.ts'
import { timeOf } from './five-time.ts'
import { observedRanges } from './report-lineage.ts'

/** Where the realm clock stands, and whether reports of the window are still expected. */
export interface GapContext {
  readonly fromMs: number
  readonly toMs: number
  readonly realmMs: number
  readonly isOpen: boolean
}

const NOT_DUE: Readonly<Partial<Record<FiveTimeName, GapReason>>> = {
  down: 'down',
  planned: 'planned',
  es: 'energy-saving',
}

/** The stretches of a window of which a stage has nothing, each with its reason. What is not in service is not among them. */
export function gapsOf(
  stage: string,
  reports: readonly ExplainedReport[],
  segments: readonly Segment[],
  at: GapContext,
): ExplainedGap[] {
  const observed = joined(observedRanges(reports, stage), 0)
  const last = observed.at(-1)?.[1] ?? at.fromMs
  const gaps: ExplainedGap[] = []
  for (const [from, to] of gapsIn(observed, at.fromMs, at.toMs)) {
    const cuts = [
      ...segments.map((segment) => segment.fromMs),
      ...reports.flatMap((report) => [report.from, report.to]),
      floorToSecond(at.realmMs),
    ]
    for (const [a, b] of cutAt(from, to, cuts)) {
      const segment = segments.find((each) => each.fromMs <= a && a < each.toMs)
      if (segment !== undefined && timeOf(segment) === 'out') continue
      const told = reports.filter((report) => report.from <= a && report.to >= b)
      const gap = gapAt(a, b, stage, segment, told, at, a >= last)
      const before = gaps.at(-1)
      if (before !== undefined && before.to === a && isAlike(before, gap)) gaps[gaps.length - 1] = { ...before, to: b }
      else gaps.push(gap)
    }
  }
  return gaps
}

function gapAt(
  from: number,
  to: number,
  stage: string,
  segment: Segment | undefined,
  told: readonly ExplainedReport[],
  at: GapContext,
  isLast: boolean,
): ExplainedGap {
  const gap = { stage, from, to, due: true, missing: [] }
  const stages = told.flatMap((report) => report.stages.filter((each) => each.stage === stage))
  const without = stages.find(({ use }) => use === 'missing-counters')
  const time = segment && timeOf(segment)
  const known = time && NOT_DUE[time]
  if (known !== undefined) return { ...gap, reason: known, due: false }
  if (without !== undefined) return { ...gap, reason: 'missing-counters', missing: without.missing }
  if (stages.some(({ use }) => use === 'impossible')) return { ...gap, reason: 'impossible' }
  if (stages.some(({ use }) => use === 'clock')) return { ...gap, reason: 'clock' }
  if (stages.some(({ use }) => use === 'fell')) return { ...gap, reason: 'fell' }
  if (stages.some(({ use }) => use === 'running-total')) return { ...gap, reason: 'first-total' }
  if (from >= floorToSecond(at.realmMs) || (at.isOpen && isLast)) return { ...gap, reason: 'not-yet' }
  if (segment?.finding === 'silent') return { ...gap, reason: 'silent' }
  if (segment?.finding === 'collector') return { ...gap, reason: 'collector' }
  return { ...gap, reason: replacedBy(stages) ? 'replaced' : 'no-report' }
}

/** A report of it lost against one that reaches into its time in part only. */
const replacedBy = (stages: readonly ExplainedStage[]): boolean => stages.some(({ use }) => use === 'lost')

const isAlike = (a: ExplainedGap, b: ExplainedGap): boolean =>
  a.reason === b.reason && a.due === b.due && a.missing.join() === b.missing.join()
