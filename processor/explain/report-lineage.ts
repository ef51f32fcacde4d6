import {
  type ExplainedReport,
  type ExplainedStage,
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
import { entersBy, type FoundReport, type FoundReports, type Place } from './report-facts.ts'
import { isUsed, missingCounters, slotsOfKpi, usedCounters } from './used-counters.ts'
import { CLAUSE, type Entered, type Loss, lossesOf } from './verdicts.ts'

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
  const found = list.map((each) => (each.facts === undefined ? each : { ...each, facts: each.facts.map(resolved) }))
  const offsets = new Map(
    found.flatMap(({ facts = [], indexed }) => facts.map(({ fact }) => [fact, indexed.offset] as const)),
  )
  const losses = new Map(slots.map((slot) => [slot, lossesOf(entered, slot, place.level)]))
  const reports = found
    .map((each) => explained(each, slots, { losses, offsets, isHere, nrb }))
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

type Losses = ReadonlyMap<Slot, ReadonlyMap<Fact, Loss>>

/** By what a report is judged. */
interface Judgement {
  readonly losses: Losses
  /** Where the log has the report of a fact. */
  readonly offsets: ReadonlyMap<Fact, number>
  /** Whether a fact is in the window, at its level or a finer one. */
  readonly isHere: (entered: Entered) => boolean
  readonly nrb: number | null
}

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
    counters: values === undefined ? [] : usedCounters(slots, values),
    differences: differences.filter(({ name }) => isUsed(slots, name)),
    refused: stages.some(({ use }) => use === 'impossible') ? refused : [],
  }
}

/** What became of a report for one stage: once for each time that it tells of. */
function stagesOfReport(found: FoundReport, slot: Slot, at: Judgement): ExplainedStage[] {
  const having = (found.facts ?? []).filter(({ fact }) => observedSeconds(fact.parts, slot) > 0)
  if (having.length > 0) return having.map((entered) => stageOf(found, entered, slot, at))
  const missing = found.values === undefined ? [] : missingCounters(slot, found.values, at.nrb)
  const use = whyNothing(found, slot, missing)
  const { endMs, gpS } = found.indexed
  const stage = { ...NOTHING, stage: slot.stage.id, from: endMs - gpS * 1000, to: endMs, suspect: found.suspect, use }
  // counters of which nothing was told before are there
  return [use === 'missing-counters' ? { ...stage, missing } : stage]
}

const NOTHING = { variant: '', missing: [], rule: null, clause: '', lostTo: null, lostAt: null, parts: {} } as const

function whyNothing(
  { facts, values, refused, differences = [] }: FoundReport,
  slot: Slot,
  missing: string[],
): ReportUse {
  if (facts === undefined) return 'gone'
  const own = differences.filter(({ name }) => isUsed([slot], name))
  if (own.some(({ kind }) => kind === 'fell')) return 'fell'
  if (own.length > 0 && refused.length === 0) return 'running-total'
  return missing.length > 0 || values === undefined ? 'missing-counters' : 'impossible'
}

function stageOf(
  { isClockOff }: FoundReport,
  entered: Entered,
  slot: Slot,
  { losses, offsets, isHere }: Judgement,
): ExplainedStage {
  const { fact } = entered
  const start = fact.parts.shape.start(slot)
  const valueAt = (place: number) => fact.parts.values[start + place] as number
  const variant = slot.stage.variants.findIndex((_, i) => {
    const place = slot.variants[i]
    return place !== undefined && valueAt(place) > 0
  })
  const told = {
    ...NOTHING,
    stage: slot.stage.id,
    from: startMs(fact),
    to: fact.endMs,
    suspect: valueAt(slot.sus) > 0,
    variant: slot.stage.variants[variant]?.id ?? '',
    parts: Object.fromEntries(
      slot.fields
        .map((field, i) => [field, valueAt(i)] as const)
        .filter(([, value]) => value !== 0 && !Number.isNaN(value)),
    ),
  }
  if (isClockOff) return { ...told, use: 'clock' }
  if (!isHere(entered)) return { ...told, use: 'other-level' }
  const loss = losses.get(slot)?.get(fact)
  if (loss === undefined) return { ...told, use: 'counts' }
  return {
    ...told,
    use: 'lost',
    rule: loss.rule,
    clause: CLAUSE[loss.rule],
    lostTo: (loss.by && offsets.get(loss.by)) ?? null,
    lostAt: loss.at,
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
