import {
  type ExplainedReport,
  type FieldName,
  formatBoot,
  type KpiDefinition,
  LEVEL_MS,
  type ReportUse,
} from '../../contract/mod.ts'
import { type Fact, startMs } from '../rows/fact.ts'
import type { Slot } from '../rows/layout.ts'
import { NO_PARTS, observedSeconds, only, type Parts, sum } from '../rows/parts.ts'
import type { StateReader } from '../state/view.ts'
import { readTagSet } from '../tag-sets.ts'
import { weighed } from '../weigh.ts'
import { bridgesTold } from './bridges-told.ts'
import type { FoundReport, FoundReports, Place } from './found-report.ts'
import { entersBy } from './report-facts.ts'
import { type Judgement, type Losses, stagesOfReport } from './stage-lineage.ts'
import { isUsed, slotsOfKpi, usedCounters } from './used-counters.ts'
import { type Entered, lossesOf } from './verdicts.ts'

/** What a KPI makes of the reports of one place. */
export interface ReportLineage {
  readonly slots: readonly Slot[]
  /** Every report with what became of it; what counts first, by time. */
  readonly reports: readonly ExplainedReport[]
  /** Parts made again of those that count; undefined where not all that may count is known. */
  readonly again: ReadonlyMap<FieldName, number> | undefined
  readonly goneFromLog: number
}

export function lineageOf(
  view: StateReader,
  kpi: KpiDefinition,
  place: Place,
  nrb: number | null,
  { list, tooMany, indexedFrom }: FoundReports,
): ReportLineage {
  const slots = slotsOfKpi(kpi)
  const isWithin = (fact: Fact) => startMs(fact) >= place.t && fact.endMs <= place.t + LEVEL_MS[place.level]
  const isHere = ({ fact, level }: Entered) => entersBy(level, place.level) && isWithin(fact)
  const all = list.flatMap(({ facts = [], isClockOff }) => (isClockOff ? [] : facts)).filter(isHere)
  const told = bridgesTold(all, place)
  const resolved = ({ fact, level }: Entered): Entered => ({ fact: told.get(fact) ?? fact, level })
  const entered = all.map(resolved)
  const found = list.map((each): FoundReport => {
    const { facts, together } = each
    if (facts === undefined) return each
    const others = together && {
      ...together,
      facts: together.facts.map((f) => ({ ...f, fact: told.get(f.fact) ?? f.fact })),
    }
    return { ...each, facts: facts.map(resolved), ...(others !== undefined && { together: others }) }
  })
  const offsets = new Map(
    found.flatMap(({ facts = [], indexed }) => facts.map(({ fact }) => [fact, indexed.offset] as const)),
  )
  const losses = new Map(slots.map((slot) => [slot, lossesOf(entered, slot, place.level)]))
  const reports = found
    .map((each) => explained(each, slots, { losses, offsets, reports: found, isHere, nrb, member: place.member }))
    .sort((a, b) => order(a.use) - order(b.use) || a.from - b.from || a.gpS - b.gpS || a.offset - b.offset)
  const isMissed = ({ facts, level, indexed: { endMs, gpS } }: FoundReport) =>
    facts === undefined &&
    entersBy(level, place.level) &&
    endMs - gpS * 1000 >= place.t &&
    endMs <= place.t + LEVEL_MS[place.level]
  const isWhole = tooMany === 0 && place.t >= indexedFrom && !list.some(isMissed)
  return {
    slots,
    reports,
    again: isWhole ? madeAgain(view, slots, entered, losses) : undefined,
    goneFromLog: list.filter(({ logged }) => logged === undefined).length,
  }
}

const ORDER: readonly ReportUse[] = [
  'counts',
  'impossible',
  'missing-counters',
  'clock',
  'fell',
  'running-total',
  'lost',
  'gone',
  'other-level',
]
const order = (use: ReportUse): number => ORDER.indexOf(use)

function explained(found: FoundReport, slots: readonly Slot[], at: Judgement): ExplainedReport {
  const { indexed, level, logged, message, values, refused, differences = [] } = found
  const stages = slots.flatMap((slot) => stagesOfReport(found, slot, at))
  return {
    offset: indexed.offset,
    inLog: logged !== undefined,
    receivedAt: logged?.receivedAt ?? null,
    boot: message === undefined ? '' : formatBoot(message.id.boot),
    src: message?.id.src ?? '',
    seq: message?.id.seq ?? null,
    rev: message?.rev ?? null,
    from: indexed.endMs - indexed.gpS * 1000,
    to: indexed.endMs,
    gpS: indexed.gpS,
    level,
    delayMs: logged === undefined ? null : logged.receivedAt - indexed.endMs,
    clockOffsetMs: null,
    // one stage that counts is enough for the report to be part of the figure
    use: stages.find(({ use }) => use === 'counts')?.use ?? stages[0]?.use ?? 'missing-counters',
    stages,
    counters: values === undefined ? [] : usedCounters(slots, values, at.member),
    differences: differences.filter(({ name }) => isUsed(slots, name, at.member)),
    refused: stages.some(({ use }) => use === 'impossible') ? (found.together?.refused ?? refused) : [],
  }
}

function madeAgain(
  view: StateReader,
  slots: readonly Slot[],
  entered: readonly { readonly fact: Fact }[],
  losses: Losses,
): ReadonlyMap<FieldName, number> {
  let total: Parts = NO_PARTS
  for (const slot of slots) {
    for (const { fact } of entered) {
      if (losses.get(slot)?.has(fact) || observedSeconds(fact.parts, slot) === 0) continue
      total = sum(total, weighed(only(fact.parts, [slot]), readTagSet(view, fact.tags)))
    }
  }
  const out = new Map<FieldName, number>()
  total.shape.fields.forEach((field, i) => {
    const value = total.values[i] as number
    if (!Number.isNaN(value)) out.set(field, value)
  })
  // nothing observed is nothing, and not unknown
  for (const slot of slots) {
    slot.fields.forEach((field, i) => {
      if (slot.kinds[i] === 'sum' && !out.has(field)) out.set(field, 0)
    })
  }
  return out
}

/** The stretches of the window of which reports that count told the parts of a stage. */
export function observedRanges(reports: readonly ExplainedReport[], stage: string): [from: number, to: number][] {
  return reports
    .flatMap(({ stages }) => stages.filter((each) => each.stage === stage && each.use === 'counts'))
    .map(({ from, to }): [number, number] => [from, to])
    .sort((a, b) => a[0] - b[0])
}
