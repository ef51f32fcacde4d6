import {
  type Asked as AskedOfFormula,
  CATALOGUE_VERSION,
  type ExplainedMembers,
  type ExplainedWindow,
  type ExplainedWindows,
  type ExplainRequest,
  type Explanation,
  type FieldName,
  type KpiDefinition,
  LEVEL_MS,
  ownerOf,
  type Sums,
} from '../../contract/mod.ts'
import {
  askedOfSpan,
  groupsOfSpan,
  type KpiStore,
  partsOfSpan,
  type SpanParts,
  type SpanQuestion,
  type SpanWindow,
  splitsAsked,
} from '../../store/mod.ts'
import { arithmeticOf, EMPTY, type ExplainSources, figureOf, headOf, NO_LINEAGE } from './answer.ts'
import { distanceFrom, membersBy, membersOf, weightOf, withoutOf } from './members.ts'
import { checkOf, explainedParts } from './parts.ts'
import { type Asked, objectOf } from './place.ts'

/** What one figure over a longer time is made of: its windows, each of which can be explained by itself. */
export async function explainSpan(
  { realm, store, lineage }: ExplainSources,
  { at, to: end = at, where, limit }: ExplainRequest,
  asked: Asked,
): Promise<Explanation> {
  const { kpi } = asked
  const meta = await store.meta()
  const question = { kpi, from: at, to: end, where }
  const span = await partsOfSpan(store, question, meta?.realmClock)
  const { from, to, point } = span
  const figure = figureOf(point)
  const askedFor = await askedOfSpan(store, { ...question, from, to }, meta?.realmClock)
  const isSum = addsUp(kpi)
  const parts = isSum ? explainedParts(kpi, span.sums, againOf(kpi, span.windows, where)) : []
  const status = point?.status ?? 'open'
  const { formula, calculation } = arithmeticOf(kpi, span.sums, figure, askedFor)
  return {
    realm: meta?.realm ?? realm,
    catalogue: meta?.catalogue ?? CATALOGUE_VERSION,
    kpi: headOf(kpi),
    object: objectOf({ ...asked, place: asked.place && { ...asked.place, t: from } }, lineage?.view),
    window: { level: 'all', from, to, status, rev: point?.rev ?? 0, realmClock: meta?.realmClock ?? null },
    figure,
    formula,
    calculation: isSum ? calculation : null,
    parts,
    check: checkOf(parts, status === 'open'),
    ...EMPTY,
    members:
      asked.place === undefined
        ? await membersOfSpan(store, { ...question, from, to }, span.sums, meta?.realmClock, limit)
        : null,
    windows: windowsOf(kpi, span, askedFor, limit),
    corrections: [],
    remarks: lineage === undefined ? [NO_LINEAGE] : [],
  }
}

/** Which cells a group's figure is made of over the whole time. */
async function membersOfSpan(
  store: KpiStore,
  question: SpanQuestion,
  whole: Sums,
  realmClock: number | undefined,
  limit: number,
): Promise<ExplainedMembers | null> {
  const by = membersBy(question.kpi, question.where)
  if (by === undefined) return null
  const parts = await groupsOfSpan(store, question, by, realmClock)
  const asked = await askedOfSpan(store, { ...question, where: {} }, realmClock)
  return membersOf(question.kpi, parts, whole, asked, limit)
}

/** A greatest value, or the busy hours of days, is no sum over windows. */
const addsUp = ({ formula }: KpiDefinition): boolean => formula.kind !== 'extreme' && formula.kind !== 'busy-hour'

/**
 * Of a PLMN, slice or 5QI without the times: those are of the cells that told of it at any time asked, which may be more than in
 * each window.
 */
function againOf(
  kpi: KpiDefinition,
  windows: readonly SpanWindow[],
  where: ExplainRequest['where'],
): ReadonlyMap<FieldName, number> {
  const sums = sumOf(windows)
  if (splitsAsked({ by: [], where }).length === 0) return sums
  return new Map([...sums].filter(([field]) => field.startsWith(`${ownerOf(kpi).id}.`)))
}

function sumOf(windows: readonly SpanWindow[]): ReadonlyMap<FieldName, number> {
  const total = new Map<FieldName, number>()
  for (const { sums } of windows) for (const [field, value] of sums) total.set(field, (total.get(field) ?? 0) + value)
  return total
}

function windowsOf(kpi: KpiDefinition, span: SpanParts, asked: AskedOfFormula, limit: number): ExplainedWindows {
  const made = span.windows.map(({ level, point, sums }) => {
    const { t: from, status } = point
    return {
      level,
      from,
      to: from + LEVEL_MS[level],
      status,
      figure: figureOf(point),
      weight: weightOf(kpi, sums),
      sums,
    }
  })
  const total = made.reduce((all, { weight }) => all + weight, 0)
  const valued = made.filter(({ figure }) => figure.value !== null)
  const distance = distanceFrom(span.point?.value ?? null)
  // an average over time has less time without one of its windows
  const isWithout = addsUp(kpi) && kpi.formula.kind !== 'mean-count' && made.length > 1
  const list = valued
    .sort((a, b) => b.weight - a.weight || distance(b) - distance(a) || a.from - b.from)
    .slice(0, limit)
    .map(
      ({ sums, ...window }): ExplainedWindow => ({
        ...window,
        share: total > 0 ? window.weight / total : null,
        without: isWithout ? withoutOf(kpi, span.sums, sums, asked) : null,
      }),
    )
  return {
    total: made.length,
    valued: valued.length,
    list,
    notListed: valued.length - list.length,
    empty: emptyOf(made),
  }
}

function emptyOf(windows: readonly Pick<ExplainedWindow, 'from' | 'to' | 'figure'>[]): ExplainedWindows['empty'] {
  const out: { from: number; to: number; na: ExplainedWindows['empty'][number]['na'] }[] = []
  for (const { from, to, figure } of windows) {
    if (figure.value !== null) continue
    const na = figure.na ?? 'never-reported'
    const last = out.at(-1)
    if (last?.to === from && last.na === na) last.to = to
    else out.push({ from, to, na })
  }
  return out
}
