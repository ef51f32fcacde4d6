import {
  CATALOGUE_VERSION,
  type ExplainedCorrection,
  type ExplainRequest,
  type Explanation,
  type FieldName,
  type KpiDefinition,
  LEVEL_MS,
  type Remark,
  type Sums,
} from '../../contract/mod.ts'
import {
  askedOfWindow,
  figureOfWindow,
  type KpiPoint,
  type KpiStore,
  partsOfWindow,
  type WindowQuestion,
} from '../../store/mod.ts'
import { arithmeticOf, EMPTY, type ExplainSources, figureOf, headOf, NO_LINEAGE } from './answer.ts'
import { type Place, rowCellOf } from './found-report.ts'
import { hoursOf } from './hours.ts'
import { LoggedMessages } from './logged-messages.ts'
import { membersBy, membersOf, sumOfMembers } from './members.ts'
import { checkOf, explainedParts } from './parts.ts'
import { askedBy, objectOf } from './place.ts'
import { linesInForce } from './registry-lines-in-force.ts'
import { aboutMessages } from './remarks.ts'
import { reportsOf } from './reports.ts'
import { samplesOf } from './samples.ts'
import { explainSpan } from './span.ts'
import { timelineOf } from './timeline-lineage.ts'

/**
 * What one figure is made of: its parts as the store has them, and made again from messages and evidence, each with what became
 * of it.
 * @throws {KpiRequestError} where it cannot be asked so; its message says what can.
 * @throws {StoreUnavailableError} where the store cannot be asked now.
 */
export async function explain(sources: ExplainSources, request: ExplainRequest): Promise<Explanation> {
  const { store, lineage } = sources
  const asked = await askedBy(request, store)
  if (request.level === 'all') return await explainSpan(sources, request, asked)
  const { kpi, question, place } = asked
  const meta = await store.meta()
  const point = await figureOfWindow(store, question)
  const whole = (await partsOfWindow(store, question, [])).groups[0]?.sums ?? new Map<FieldName, number>()
  const own = place === undefined ? await ofGroup(store, question, whole, meta?.realmClock, request.limit) : NONE
  const told =
    place !== undefined && lineage !== undefined ? await ofPlace(sources, kpi, place, point, request.limit) : own
  const parts = explainedParts(kpi, whole, told.again)
  const window = windowOf(question, point, meta?.realmClock)
  const check = checkOf(parts, window.status === 'open')
  const askedFor = await askedOfWindow(store, question, meta?.realmClock)
  return {
    realm: meta?.realm ?? sources.realm,
    catalogue: meta?.catalogue ?? CATALOGUE_VERSION,
    kpi: headOf(kpi),
    object: objectOf(asked, lineage?.view),
    window,
    figure: figureOf(point),
    ...arithmeticOf(kpi, whole, figureOf(point), askedFor),
    parts,
    check,
    ...EMPTY,
    ...told.explained,
    registry: kpi.basis === 'registry' && place !== undefined ? await linesInForce(store, place) : null,
    hours: await hoursOf(store, question, point),
    corrections: place === undefined ? [] : await correctionsOf(store, place, new Set(parts.map(({ field }) => field))),
    remarks: [
      ...told.remarks,
      ...(check === 'differs' && window.status === 'final' ? [FINAL] : []),
      ...(lineage === undefined ? [NO_LINEAGE] : []),
    ],
  }
}

const FINAL: Remark = { code: 'final', facts: {} }

/** What can be told of one object beside its figure. */
interface Told {
  readonly explained: Partial<Pick<Explanation, 'reports' | 'timeline' | 'members' | 'samples'>>
  readonly again: ReadonlyMap<FieldName, number>
  readonly remarks: readonly Remark[]
}

const NONE: Told = { explained: {}, again: new Map(), remarks: [] }

async function ofGroup(
  store: KpiStore,
  question: WindowQuestion,
  whole: Sums,
  realmClock: number | undefined,
  limit: number,
): Promise<Told> {
  const { kpi } = question
  const by = membersBy(kpi, question.where)
  if (by === undefined) return NONE
  const parts = await partsOfWindow(store, question, by)
  const asked = await askedOfWindow(store, { ...question, where: {} }, realmClock)
  return {
    explained: { members: membersOf(kpi, parts, whole, asked, limit) },
    again: sumOfMembers(parts, kpi) ?? new Map(),
    remarks: [],
  }
}

async function ofPlace(
  { store, lineage }: ExplainSources,
  kpi: KpiDefinition,
  place: Place,
  point: KpiPoint | undefined,
  limit: number,
): Promise<Told> {
  if (lineage === undefined) return NONE
  const { view, log, partition } = lineage
  const messages = new LoggedMessages(log, partition)
  const timeline = timelineOf(view, place, limit)
  const again = new Map<FieldName, number>()
  const remarks: Remark[] = timeline.again === undefined ? [{ code: 'evidence-expired', facts: {} }] : []
  const explained: { -readonly [K in keyof Told['explained']]: Told['explained'][K] } = { timeline: timeline.timeline }
  if (kpi.basis === 'report') {
    const { segments } = timeline
    const told = await reportsOf({ view, log, partition, messages, kpi, place, segments, point, limit })
    explained.reports = told.reports
    for (const [field, value] of told.again) again.set(field, value)
    remarks.push(...told.remarks)
  }
  // a member has times, those of its cell, where it has anything
  const hasTimes = place.member === undefined || [...again.values()].some((value) => value !== 0)
  if (hasTimes) for (const [field, value] of timeline.again ?? []) again.set(field, value)
  if (kpi.basis === 'test') {
    const told = samplesOf(view, kpi, place, limit)
    explained.samples = told.samples
    for (const [field, value] of told.again) again.set(field, value)
  }
  return { explained, again, remarks: [...remarks, ...(await aboutMessages(view, store, place))] }
}

function windowOf(
  { level, t }: WindowQuestion,
  point: KpiPoint | undefined,
  realmClock: number | undefined,
): Explanation['window'] {
  const { status = 'open', rev = 0 } = point ?? {}
  return { level, from: t, to: t + LEVEL_MS[level], status, rev, realmClock: realmClock ?? null }
}

async function correctionsOf(
  store: KpiStore,
  place: Place,
  fields: ReadonlySet<FieldName>,
): Promise<ExplainedCorrection[]> {
  const { station, level, t } = place
  const rows = await store.history({ station, cell: rowCellOf(place), level, from: t, to: t + 1, limit: 100 })
  return rows.flatMap(({ rev, changedAt, reason, offset, before, after }) => {
    const changed = Object.keys(after).filter((field) => fields.has(field) && (before[field] ?? 0) !== after[field])
    if (changed.length === 0) return []
    const changes = changed.map((field) => [field, [before[field] ?? 0, after[field] ?? 0]] as const)
    return [{ rev, changedAt, reason, offset, changes: Object.fromEntries(changes) }]
  })
}
