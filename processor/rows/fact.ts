import type { CellReport, PmMessage, TakeContext, Values } from '../../contract/mod.ts'
import type { Offset } from '../../log/mod.ts'
import { NO_PARTS, only, type Parts } from './parts.ts'
import { type PlannedField, takeField } from './take-field.ts'
import { planFor, type TakePlan } from './take-plan.ts'
import type { PlannedSlot } from './take-plan-slot.ts'

/** Which report of the same period stands: greatest rev, then boot (n, then epochMs), then seq, then offset. */
export type Rank = readonly [rev: number, bootN: number, bootEpochMs: number, seq: number, offset: number]

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
}

export function startMs(fact: Pick<Fact, 'endMs' | 'gpS'>): number {
  return fact.endMs - fact.gpS * 1000
}

export function rankOf(message: PmMessage, offset: Offset): Rank {
  const { boot, seq } = message.id
  return [message.rev, boot.n, boot.epochMs, seq, offset]
}

/** Values of the report at hand, by the places of its plan. */
let raw = new Float64Array(256)

/**
 * The KPI parts of one cell (or station) in one report. A KPI takes parts from a period only when all its counters are there
 * and none is impossible alone (below 0, beyond 2⁵³, a share above 100 %); a report that breaks one of its guards (more successes than attempts)
 * is kept and counted as suspect.
 */
export function partsOf(
  report: Pick<CellReport, 'values' | 'suspect'>,
  message: Pick<PmMessage, 'gpS' | 'totals'>,
  options: TakeOptions = {},
): Parts {
  return takeParts(report, message, options).parts
}

export interface TakeOptions {
  readonly nrb?: number | undefined
  readonly object?: 'cell' | 'station'
}

export interface TakenParts {
  readonly parts: Parts
  /** The same of each PLMN, slice and 5QI of the cell that has any, by its sub-counter: `5qi9`, `plmn452-04`. */
  readonly members: readonly (readonly [sub: string, parts: Parts])[]
}

const NO_MEMBERS: TakenParts['members'] = []

export function takeParts(
  report: Pick<CellReport, 'values' | 'suspect'>,
  message: Pick<PmMessage, 'gpS' | 'totals'>,
  { nrb, object = 'cell' }: TakeOptions = {},
): TakenParts {
  const plan = planFor(report.values, message.totals, nrb !== undefined, object)
  if (plan.slots.length === 0 && plan.members.length === 0) return { parts: NO_PARTS, members: NO_MEMBERS }
  const areSound = gather(report.values)
  const context: TakeContext = { periodS: message.gpS, nrb }
  const parts = fillAll(plan, report.suspect, context, areSound)
  if (plan.members.length === 0) return { parts, members: NO_MEMBERS }
  const members: [string, Parts][] = []
  for (const member of plan.members) {
    const own = fillAll(member, report.suspect, context, areSound)
    if (own.shape.slots.length > 0) members.push([member.sub, own])
  }
  return { parts, members }
}

function fillAll(
  plan: Pick<TakePlan, 'slots' | 'shape'>,
  isSuspect: boolean,
  context: TakeContext,
  areSound: boolean,
): Parts {
  if (plan.slots.length === 0) return NO_PARTS
  const values = plan.shape.zeros()
  let refused: Set<PlannedSlot> | undefined
  for (const planned of plan.slots) {
    const start = plan.shape.start(planned.slot)
    const isWhole = fill(values, start, planned, context, areSound)
    const isBroken = isWhole && breaksGuard(values, start, planned)
    // a share above 100 % is impossible alone; more successes than attempts may be events on either side of a boundary
    if (!isWhole || (isBroken && planned.isShare)) refused = (refused ?? new Set()).add(planned)
    else if (isSuspect || isBroken) values[start + planned.slot.sus] = context.periodS
  }
  const parts = { shape: plan.shape, values }
  if (refused === undefined) return parts
  return only(
    parts,
    plan.slots.filter((planned) => !refused.has(planned)).map(({ slot }) => slot),
  )
}

/** Values into {@link raw}; false where some value is below 0. */
function gather(values: Values): boolean {
  if (values.size > raw.length) raw = new Float64Array(values.size * 2)
  let i = 0
  let sound = true
  for (const value of values.values()) {
    raw[i++] = value
    if (value < 0) sound = false
  }
  return sound
}

function fill(values: number[], start: number, planned: PlannedSlot, context: TakeContext, areSound: boolean): boolean {
  const { fields, variant, slot } = planned
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as PlannedField
    if (!areSound && !planned.isSigned && field.sum.some((place) => isBelowZero(place))) return false
    const value = takeField(field, raw, context)
    if (!Number.isSafeInteger(value)) return false
    values[start + i] = value
  }
  values[start + slot.obs] = context.periodS
  if (variant !== undefined) values[start + variant] = context.periodS
  return true
}

function isBelowZero(place: number | '@nrb'): boolean {
  return place !== '@nrb' && (raw[place] as number) < 0
}

function breaksGuard(values: readonly number[], start: number, { atMost }: PlannedSlot): boolean {
  return atMost.some(([small, large]) => (values[start + small] as number) > (values[start + large] as number))
}
