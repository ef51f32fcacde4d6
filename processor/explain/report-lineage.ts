import {
  type ExplainedReport,
  type ExplainedStage,
  type FieldName,
  formatBoot,
  type KpiDefinition,
  LEVEL_MS,
  type ReportUse,
} from '../../contract/mod.ts'
import type { Fact } from '../rows/fact.ts'
import type { Slot } from '../rows/layout.ts'
import { NO_PARTS, observedSeconds, only, type Parts, sum } from '../rows/parts.ts'
import type { StateReader } from '../state/view.ts'
import { readTagSet } from '../tag-sets.ts'
import { weighed } from '../weigh.ts'
import { entersBy, type FoundReport, type FoundReports, type Place } from './report-facts.ts'
import { missingCounters, slotsOfKpi, usedCounters } from './used-counters.ts'
import { CLAUSE, type Loss, lossesOf } from './verdicts.ts'

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
  const inWindow = list.filter(({ level, indexed }) => {
    const start = indexed.endMs - indexed.gpS * 1000
    return entersBy(level, place.level) && start >= place.t && indexed.endMs <= place.t + LEVEL_MS[place.level]
  })
  const entered = inWindow.flatMap(({ fact, level, isClockOff, message }) =>
    fact === undefined || isClockOff || message?.hasTotals === true ? [] : [{ fact, level }],
  )
  const offsets = new Map(list.map(({ fact, indexed }) => [fact, indexed.offset]))
  const losses = new Map(slots.map((slot) => [slot, lossesOf(entered, slot, place.level)]))
  const reports = list
    .map((found) => explained(found, slots, { losses, offsets, isInWindow: inWindow.includes(found), nrb }))
    .sort((a, b) => order(a.use) - order(b.use) || a.from - b.from || a.gpS - b.gpS || a.offset - b.offset)
  const isWhole =
    tooMany === 0 &&
    place.t >= indexedFrom &&
    inWindow.every(({ fact, message }) => fact !== undefined && message?.hasTotals !== true)
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
  readonly offsets: ReadonlyMap<Fact | undefined, number>
  readonly isInWindow: boolean
  readonly nrb: number | null
}

function explained(found: FoundReport, slots: readonly Slot[], at: Judgement): ExplainedReport {
  const { indexed, level, logged, message, values, refused } = found
  const stages = slots.map((slot) => stageOf(found, slot, at))
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
    refused: stages.some(({ use }) => use === 'impossible') ? refused : [],
  }
}

function stageOf(
  { message, values, suspect, fact, isClockOff }: FoundReport,
  slot: Slot,
  { losses, offsets, isInWindow, nrb }: Judgement,
): ExplainedStage {
  const common = {
    stage: slot.stage.id,
    suspect,
    variant: '',
    missing: [],
    rule: null,
    clause: '',
    lostTo: null,
    lostAt: null,
  }
  const without = { ...common, parts: {} }
  if (message?.hasTotals === true) return { ...without, use: 'running-total' }
  if (fact === undefined) return { ...without, use: 'gone' }
  if (observedSeconds(fact.parts, slot) === 0) {
    const missing = values === undefined ? [] : missingCounters(slot, values, nrb)
    return { ...without, missing, use: missing.length > 0 || values === undefined ? 'missing-counters' : 'impossible' }
  }
  const start = fact.parts.shape.start(slot)
  const valueAt = (place: number) => fact.parts.values[start + place] as number
  const variant = slot.stage.variants.findIndex((_, i) => {
    const place = slot.variants[i]
    return place !== undefined && valueAt(place) > 0
  })
  const told = {
    ...common,
    suspect: valueAt(slot.sus) > 0,
    variant: slot.stage.variants[variant]?.id ?? '',
    parts: Object.fromEntries(
      slot.fields
        .map((field, i) => [field, valueAt(i)] as const)
        .filter(([, value]) => value !== 0 && !Number.isNaN(value)),
    ),
  }
  if (isClockOff) return { ...told, use: 'clock' }
  if (!isInWindow) return { ...told, use: 'other-level' }
  const loss = losses.get(slot)?.get(fact)
  if (loss === undefined) return { ...told, use: 'counts' }
  return {
    ...told,
    use: 'lost',
    rule: loss.rule,
    clause: CLAUSE[loss.rule],
    lostTo: offsets.get(loss.by) ?? null,
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
    .filter(({ stages }) => stages.some((each) => each.stage === stage && each.use === 'counts'))
    .map(({ from, to }): [number, number] => [from, to])
    .sort((a, b) => a[0] - b[0])
}
