import {
  CATALOGUE_VERSION,
  calculationText,
  type ExplainedCorrection,
  type ExplainRequest,
  type Explanation,
  type FieldName,
  formulaText,
  type KpiDefinition,
  type Language,
  LEVEL_MS,
  type Remark,
  type Sums,
} from '../../contract/mod.ts'
import type { TelemetryLogReader } from '../../log/mod.ts'
import {
  askedOfWindow,
  figureOfWindow,
  type KpiPoint,
  type KpiStore,
  partsOfWindow,
  splitsAsked,
  type WindowQuestion,
} from '../../store/mod.ts'
import type { StateReader } from '../state/view.ts'
import { hoursOf } from './hours.ts'
import { LoggedMessages } from './logged-messages.ts'
import { membersOf, sumOfMembers } from './members.ts'
import { checkOf, explainedParts } from './parts.ts'
import { askedBy, objectOf } from './place.ts'
import { linesInForce } from './registry-lines-in-force.ts'
import { aboutMessages } from './remarks.ts'
import { type Place, rowCellOf } from './report-facts.ts'
import { reportsOf } from './reports.ts'
import { samplesOf } from './samples.ts'
import { timelineOf } from './timeline-lineage.ts'

/** What an explanation is made from. */
export interface ExplainSources {
  readonly realm: string
  readonly store: KpiStore
  /** State and log of the processor; absent: only what the store knows can be told. */
  readonly lineage?: { readonly view: StateReader; readonly log: TelemetryLogReader; readonly partition: number }
}

/**
 * What one figure is made of: its parts as the store has them, and made again from messages and evidence, each with what became
 * of it.
 * @throws {KpiRequestError} where it cannot be asked so; its message says what can.
 * @throws {StoreUnavailableError} where the store cannot be asked now.
 */
export async function explain(sources: ExplainSources, request: ExplainRequest): Promise<Explanation> {
  const { store, lineage } = sources
  const asked = await askedBy(request, store)
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
  const text = (language: Language) => calculationText(kpi, whole, figureOf(point), askedFor, language)
  const calculation = { vi: text('vi'), en: text('en') }
  const { id, version, unit, title, description, source } = kpi
  return {
    realm: meta?.realm ?? sources.realm,
    catalogue: meta?.catalogue ?? CATALOGUE_VERSION,
    kpi: { id, version, unit, title, description, source },
    object: objectOf(asked, lineage?.view),
    window,
    figure: figureOf(point),
    formula: { vi: formulaText(kpi, 'vi'), en: formulaText(kpi, 'en') },
    calculation:
      calculation.vi === undefined || calculation.en === undefined ? null : { vi: calculation.vi, en: calculation.en },
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

const NO_LINEAGE: Remark = { code: 'no-lineage', facts: {} }
const FINAL: Remark = { code: 'final', facts: {} }
const EMPTY = { reports: null, timeline: null, members: null, samples: null } as const

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
  // its hours tell what it is made of
  if (kpi.formula.kind === 'busy-hour') return NONE
  const split = splitsAsked({ by: [], where: question.where })
  const by = kpi.object === 'station' ? ['station'] : ['station', 'cell', ...split]
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

/** Where the store has no row at all nothing was ever reported. */
function figureOf(point: KpiPoint | undefined): Explanation['figure'] {
  if (point === undefined) {
    const none = {
      value: null,
      lo: null,
      hi: null,
      boundKind: 'none',
      n: 0,
      coverage: null,
      suspectShare: null,
    } as const
    return { ...none, na: 'never-reported' }
  }
  const { t: _t, status: _status, rev: _rev, ...figure } = point
  return figure
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
