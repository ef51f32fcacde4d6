import { type ExplainedStage, entryLevel, type Member } from '../../contract/mod.ts'
import { type Fact, startMs } from '../rows/fact.ts'
import type { Slot } from '../rows/layout.ts'
import { observedSeconds } from '../rows/parts.ts'
import type { FoundReport } from './found-report.ts'
import { lostTogether, standsIn } from './stage-together.ts'
import { isUsed, missingCounters } from './used-counters.ts'
import { CLAUSE, type Entered, type Loss } from './verdicts.ts'

export type Losses = ReadonlyMap<Slot, ReadonlyMap<Fact, Loss>>

/** By what a report is judged. */
export interface Judgement {
  readonly losses: Losses
  /** Where the log has the report of a fact. */
  readonly offsets: ReadonlyMap<Fact, number>
  /** All that were found. */
  readonly reports: readonly FoundReport[]
  /** Whether a fact is in the window, at its level or a finer one. */
  readonly isHere: (entered: Entered) => boolean
  readonly member: Member | undefined
  readonly nrb: number | null
}

/** What became of a report for one stage: once for each time that it tells of. */
export function stagesOfReport(found: FoundReport, slot: Slot, at: Judgement): ExplainedStage[] {
  const own = standsIn(found, slot, at)
  if (own.length > 0) {
    return own.map(({ fact, isBest, others }) => {
      const stage = stageOf(found, { fact, level: entryLevel(startMs(fact), fact.endMs) ?? found.level }, slot, at)
      return { ...stage, together: others, parts: isBest ? stage.parts : {} }
    })
  }
  const having = (found.facts ?? []).filter(({ fact }) => observedSeconds(fact.parts, slot) > 0)
  if (having.length > 0) return having.map((entered) => stageOf(found, entered, slot, at))
  const { endMs, gpS } = found.indexed
  const stage = { ...NOTHING, stage: slot.stage.id, from: endMs - gpS * 1000, to: endMs, suspect: found.suspect }
  const lost = lostTogether(found, slot, at)
  if (lost !== undefined) return [{ ...stage, use: 'lost', ...lost, parts: partsIn(found.alone, slot) }]
  return [{ ...stage, ...whyNothing(found, slot, at) }]
}

const NOTHING = {
  variant: '',
  missing: [],
  rule: null,
  clause: '',
  lostTo: null,
  lostAt: null,
  parts: {},
  together: [],
} as const

function whyNothing(
  { facts, values: told, refused: own, differences = [], together }: FoundReport,
  slot: Slot,
  { nrb, member }: Judgement,
): Pick<ExplainedStage, 'use' | 'missing'> {
  if (facts === undefined) return { use: 'gone', missing: [] }
  // what one lacks another one of its period may have
  const values = together?.values ?? told
  const refused = together?.refused ?? own
  const totals = differences.filter(({ name }) => isUsed([slot], name, member))
  if (totals.some(({ kind }) => kind === 'fell')) return { use: 'fell', missing: [] }
  const lacking = values === undefined ? [] : missingCounters(slot, values, nrb, member)
  // a running total of which nothing was told before is there all the same, and so is one that its parts tell
  const toldTotals = (together?.totals ?? differences.map(({ name }) => name)).filter((name) =>
    isUsed([slot], name, member),
  )
  const missing = lacking.filter((name) => !toldTotals.some((each) => `${each}.`.startsWith(`${name}.`)))
  if (missing.length > 0 || values === undefined) return { use: 'missing-counters', missing }
  return { use: toldTotals.length > 0 && refused.length === 0 ? 'running-total' : 'impossible', missing: [] }
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
    parts: partsIn(fact, slot),
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

/** What a fact has of a stage, by field. */
function partsIn(fact: Fact | undefined, slot: Slot): Record<string, number> {
  const start = fact?.parts.shape.start(slot) ?? -1
  if (fact === undefined || start < 0) return {}
  return Object.fromEntries(
    slot.fields
      .map((field, i) => [field, fact.parts.values[start + i] as number] as const)
      .filter(([, value]) => value !== 0 && !Number.isNaN(value)),
  )
}
