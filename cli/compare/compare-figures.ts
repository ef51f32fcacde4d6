import { LEVEL_MS, type Level, STATION_TAGS, windowStart } from '../../contract/mod.ts'
import { type KpiPoint, misfitOf } from '../../store/mod.ts'
import { type Difference, differenceOf, isSameFigure } from './difference.ts'
import type { FigureSource, Span } from './figure-source.ts'
import { askInPieces } from './in-pieces.ts'
import { Reasons } from './reasons.ts'

export interface CompareOptions {
  readonly before: FigureSource
  readonly after: FigureSource
  /** Coarse to fine, as they are to be listed. */
  readonly levels: readonly Level[]
  /** Tags; a KPI of stations is compared by those of them that stations have. */
  readonly by: readonly string[]
  readonly where: Readonly<Record<string, readonly string[]>>
  /** Absent: every KPI of the two catalogues that can be asked so. */
  readonly kpis?: readonly string[]
  /** What of the time that both tell is compared; absent: all of it. */
  readonly span?: Partial<Span>
}

/** Of one KPI at one level. */
export interface Compared {
  readonly kpi: string
  readonly unit: string
  readonly level: Level
  /** Figures looked at, and how many of them differ. */
  readonly figures: number
  readonly differences: readonly Difference[]
}

/** The time that both tell whole, as far as it is asked for. @throws RangeError where there is none. */
export function sharedSpan({ before, after, span = {} }: Pick<CompareOptions, 'before' | 'after' | 'span'>): Span {
  const from = Math.max(before.span.from, after.span.from, span.from ?? Number.NEGATIVE_INFINITY)
  const to = Math.min(before.span.to, after.span.to, span.to ?? Number.POSITIVE_INFINITY)
  if (from < to && Number.isFinite(from) && Number.isFinite(to)) return { from, to }
  throw new RangeError(`${before.name} and ${after.name} tell no time in common that was asked for.`)
}

/**
 * Compares the figures of two editions, as the API would give them: only windows that both tell whole. In the order of levels, times
 * and catalogue, piece by piece, so that any length of time takes the same memory.
 */
export async function* compareFigures(options: CompareOptions): AsyncGenerator<Compared> {
  const { before, after, levels } = options
  const span = sharedSpan(options)
  const reasons = new Reasons(before, after, await after.words(span))
  for (const level of levels) {
    const size = LEVEL_MS[level]
    const from = windowStart(level, span.from + size - 1)
    const to = windowStart(level, span.to)
    if (from >= to) continue
    for (const { kpis, by } of questions(options, level)) {
      const request = { kpis, level, from, to, by, where: options.where }
      for await (const [old, now] of askInPieces(before, after, request)) {
        yield* compareAnswers(old, now, level, reasons)
      }
    }
  }
}

/** KPIs that can be asked together, and by which tags. */
function questions(o: CompareOptions, level: Level): { kpis: string[]; by: readonly string[] }[] {
  const stationTags: readonly string[] = STATION_TAGS
  const ofCells: string[] = []
  const ofStations: string[] = []
  const known = new Map([...o.after.catalogue.kpis, ...o.before.catalogue.kpis].map((kpi) => [kpi.id, kpi]))
  for (const id of o.kpis ?? [...known.keys()]) {
    const kpi = known.get(id)
    if (kpi === undefined) continue
    const by = kpi.object === 'station' ? o.by.filter((tag) => stationTags.includes(tag)) : o.by
    if (misfitOf(kpi, { level, by, where: o.where }) !== undefined) continue
    ;(kpi.object === 'station' ? ofStations : ofCells).push(id)
  }
  return [
    { kpis: ofCells, by: o.by },
    { kpis: ofStations, by: o.by.filter((tag) => stationTags.includes(tag)) },
  ].filter(({ kpis }) => kpis.length > 0)
}

type Results = Awaited<ReturnType<FigureSource['ask']>>
type Series = Results[number]['series'][number]

function* compareAnswers(old: Results, now: Results, level: Level, reasons: Reasons): Generator<Compared> {
  const oldOf = new Map(old.map((result) => [result.kpi, result]))
  const nowOf = new Map(now.map((result) => [result.kpi, result]))
  for (const kpi of new Set([...nowOf.keys(), ...oldOf.keys()])) {
    const unit = (nowOf.get(kpi) ?? oldOf.get(kpi))?.unit ?? ''
    const differences: Difference[] = []
    let figures = 0
    for (const [by, was, is] of pairs(oldOf.get(kpi)?.series ?? [], nowOf.get(kpi)?.series ?? [])) {
      const [wasAt, isAt] = [byTime(was), byTime(is)]
      for (const t of new Set([...wasAt.keys(), ...isAt.keys()])) {
        const [before, after] = [wasAt.get(t), isAt.get(t)]
        figures++
        if (isSameFigure(before, after)) continue
        const reason = reasons.of(kpi, level, t, by.station, [before, after])
        differences.push({ kpi, unit, level, t, by, before, after, difference: differenceOf(before, after), reason })
      }
    }
    yield { kpi, unit, level, figures, differences }
  }
}

/** Series of the same group side by side, in the order of their tags. */
function pairs(
  old: readonly Series[],
  now: readonly Series[],
): [by: Readonly<Record<string, string>>, was: Series | undefined, is: Series | undefined][] {
  const key = ({ by }: Series) => JSON.stringify(Object.values(by))
  const [oldOf, nowOf] = [new Map(old.map((s) => [key(s), s])), new Map(now.map((s) => [key(s), s]))]
  return [...new Set([...oldOf.keys(), ...nowOf.keys()])].sort().map((each) => {
    const [was, is] = [oldOf.get(each), nowOf.get(each)]
    return [(is ?? was)?.by ?? {}, was, is]
  })
}

const byTime = (series: Series | undefined): Map<number, KpiPoint> =>
  new Map(series?.points.map((point) => [point.t, point]))
