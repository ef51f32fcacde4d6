import { numbersOf, type PmMessage, type ReportedValues, type TakeContext, type Values } from '../../contract/mod.ts'
import { NO_PARTS, only, type Parts } from './parts.ts'
import { type Refusal, refusalsOf } from './refusal.ts'
import { type PlannedField, takeField } from './take-field.ts'
import { planFor, type TakePlan } from './take-plan.ts'
import type { PlannedCheck, PlannedSlot } from './take-plan-slot.ts'

/** Which report of the same period stands: greatest rev, then boot (n, then epochMs), then seq, then the place of its src. */
export type Rank = readonly [rev: number, bootN: number, bootEpochMs: number, seq: number, src: number]

export function compareRanks(a: Rank, b: Rank): number {
  for (let i = 0; i < 5; i++) {
    const order = (a[i] as number) - (b[i] as number)
    if (order !== 0) return order
  }
  return 0
}

/** What one report says of one cell for [endMs − gpS, endMs): its KPI parts. A KPI whose counters are not all there is not in them. */
export interface Fact {
  readonly endMs: number
  readonly gpS: number
  readonly rank: Rank
  readonly parts: Parts
  /** Tag set in force at the start of its period. */
  readonly tags: string
  /**
   * It is the difference of two running totals between which reports are lost. It takes nothing away from finer windows that it
   * overlaps, and counts (`counts`) only while nothing else tells of any of its seconds (`told`). Absent: a fact of its period.
   */
  readonly bridge?: 'counts' | 'told'
  /** It was made of running totals: it may still become another one, when a report before it comes late. A bridge always was. */
  readonly ofTotals?: true
}

export function startMs(fact: Pick<Fact, 'endMs' | 'gpS'>): number {
  return fact.endMs - fact.gpS * 1000
}

export function rankOf({ id, rev }: PmMessage): Rank {
  const { boot, seq, src } = id
  return [rev, boot.n, boot.epochMs, seq, placeOfSrc(src)]
}

/** An order of units that count by themselves, the same whichever came first: FNV-1a of the name, and `"0"` before all. */
export function placeOfSrc(src: string): number {
  if (src === '0') return 0
  let hash = 0x811c9dc5
  for (let i = 0; i < src.length; i++) hash = Math.imul(hash ^ src.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** Values of the report at hand, by the places of its plan; and those that are compared with each other. */
let raw = new Float64Array(256)
const told: number[] = []

/**
 * The KPI parts of one cell (or station) in one report. A KPI takes parts from a period only when all its counters are there
 * and none is impossible alone (below 0, beyond 2⁵³, a share above 100 %); a report that breaks one of its guards (more successes than attempts)
 * is kept and counted as suspect.
 */
export function partsOf(report: ReportedValues, period: Pick<PmMessage, 'gpS'>, options: TakeOptions = {}): Parts {
  return takeParts(report, period, options).parts
}

export interface TakeOptions {
  readonly nrb?: number | undefined
  readonly object?: 'cell' | 'station'
  /** Told what was refused of the cell or station as a whole. */
  readonly onRefused?: (refusals: readonly Refusal[]) => void
}

export interface TakenParts {
  readonly parts: Parts
  /** The same of each PLMN, slice and 5QI of the cell that has any, by its sub-counter: `5qi9`, `plmn452-04`. */
  readonly members: readonly (readonly [sub: string, parts: Parts])[]
}

const NO_MEMBERS: TakenParts['members'] = []

export function takeParts(
  report: ReportedValues,
  { gpS }: Pick<PmMessage, 'gpS'>,
  { nrb, object = 'cell', onRefused }: TakeOptions = {},
): TakenParts {
  const plan = planFor(report.values, nrb !== undefined, object)
  if (plan.slots.length === 0 && plan.members.length === 0) return { parts: NO_PARTS, members: NO_MEMBERS }
  const areSound = gather(report.values, plan)
  const context: TakeContext = { periodS: gpS, nrb }
  const limits = areSound ? undefined : plan.greatest
  const tell = onRefused && ((slots: Iterable<PlannedSlot>) => onRefused(refusalsOf(report.values, plan, slots)))
  const parts = fillAll(plan, report, context, limits, tell)
  if (plan.members.length === 0) return { parts, members: NO_MEMBERS }
  const members: [string, Parts][] = []
  for (const member of plan.members) {
    const own = fillAll(member, report, context, limits)
    if (own.shape.slots.length > 0) members.push([member.sub, own])
  }
  return { parts, members }
}

/** @param limits greatest possible values by place; undefined: every value of the report is possible */
function fillAll(
  plan: Pick<TakePlan, 'slots' | 'shape'>,
  { suspect, doubtful }: ReportedValues,
  context: TakeContext,
  limits: Float64Array | undefined,
  onRefused?: (slots: Iterable<PlannedSlot>) => void,
): Parts {
  if (plan.slots.length === 0) return NO_PARTS
  const values = plan.shape.zeros()
  let refused: Set<PlannedSlot> | undefined
  for (let i = 0; i < plan.slots.length; i++) {
    const planned = plan.slots[i] as PlannedSlot
    const start = plan.shape.start(planned.slot)
    const isWhole = (limits === undefined || isSound(planned, limits)) && fill(values, start, planned, context)
    const isBroken = isWhole && breaksGuard(values, start, planned)
    if (!isWhole || (isBroken && planned.isShare)) refused = (refused ?? new Set()).add(planned)
    else if (suspect || isBroken || isDoubtful(planned, doubtful) || contradicts(planned, context.periodS))
      values[start + planned.slot.sus] = context.periodS
  }
  const parts = { shape: plan.shape, values }
  if (refused === undefined) return parts
  onRefused?.(refused)
  return only(
    parts,
    plan.slots.filter((planned) => !refused.has(planned)).map(({ slot }) => slot),
  )
}

function isDoubtful({ measurements }: PlannedSlot, doubtful: ReadonlySet<string> | undefined): boolean {
  return doubtful !== undefined && measurements.some((name) => doubtful.has(name))
}

/** Values into {@link raw}; false where some value is below 0, or a share above 100 %. */
function gather(values: Values, { greatest }: TakePlan): boolean {
  const numbers = numbersOf(values)
  if (numbers.length > raw.length) raw = new Float64Array(numbers.length * 2)
  let sound = true
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] as number
    if (value < 0 || value > (greatest[i] as number)) sound = false
    raw[i] = value
  }
  return sound
}

function isSound({ places, isSigned }: PlannedSlot, greatest: Float64Array): boolean {
  return places.every((place) => {
    const value = raw[place] as number
    return (value >= 0 || isSigned) && value <= (greatest[place] as number)
  })
}

function fill(values: number[], start: number, planned: PlannedSlot, context: TakeContext): boolean {
  const { fields, variant, slot } = planned
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as PlannedField
    const value = field.alone === undefined ? takeField(field, raw, context) : (raw[field.alone] as number)
    if (!Number.isSafeInteger(value)) return false
    values[start + i] = value
  }
  values[start + slot.obs] = context.periodS
  if (variant !== undefined) values[start + variant] = context.periodS
  return true
}

function contradicts({ checks }: PlannedSlot, periodS: number): boolean {
  if (checks.length === 0) return false
  for (let i = 0; i < checks.length; i++) {
    const { places, isBroken } = checks[i] as PlannedCheck
    told.length = places.length
    for (let at = 0; at < places.length; at++) told[at] = raw[places[at] as number] as number
    if (isBroken(told, periodS)) return true
  }
  return false
}

function breaksGuard(values: readonly number[], start: number, { atMost }: PlannedSlot): boolean {
  for (let i = 0; i < atMost.length; i++) {
    const pair = atMost[i] as readonly [number, number]
    if ((values[start + pair[0]] as number) > (values[start + pair[1]] as number)) return true
  }
  return false
}
