import {
  CELL_TAGS,
  isSafeTagValue,
  KPIS,
  kpiById,
  LEVEL_MS,
  LEVELS,
  type Level,
  quoted,
  SPLITS,
  windowStart,
} from '../../contract/mod.ts'
import { misfitOf } from './kpi-way.ts'

/** What `GET /api/v1/kpi` and `tram5g kpi` ask for. */
export interface KpiRequest {
  readonly kpis: readonly string[]
  /** `all`: one value for [from, to). */
  readonly level: Level | 'all'
  /** Inclusive, on a window of `level` (of 10 s for `all`) [epoch ms]. */
  readonly from: number
  /** Exclusive, on a window likewise, after `from` [epoch ms]. */
  readonly to: number
  /** One series for each combination of these tags; none: one series. */
  readonly by: readonly string[]
  /** Every tag named must have one of its values. */
  readonly where: Readonly<Record<string, readonly string[]>>
}

/** Names that a request may use. */
export interface KpiVocabulary {
  readonly kpis: readonly string[]
  readonly tags: readonly string[]
}

export const CATALOGUE_VOCABULARY: KpiVocabulary = { kpis: KPIS.map((kpi) => kpi.id), tags: [...CELL_TAGS, ...SPLITS] }

/** At most this many points in one answer. */
export const MAX_POINTS = 50_000
/** A filter longer than this is a list of stations, not a question. */
const MAX_TAG_VALUES = 1_000

export type ParsedKpiRequest =
  | { readonly ok: true; readonly request: KpiRequest }
  | { readonly ok: false; readonly message: string }

/** A request that cannot be answered as asked; its message is for the one who asked (HTTP 400). */
export class KpiRequestError extends Error {
  override readonly name = 'KpiRequestError'
}

/**
 * Reads `kpi=<id,…>&level=<10s|1m|15m|1h|1d|all>&from=<ms>&to=<ms>&by=<tag,…>&<tag>=<value>`. Lists are split at commas
 * and parameters may be repeated; a repeated tag means OR. `from` and `to` are snapped down to the level, for `all` to
 * 10 s. A fault is answered with words that list what is allowed.
 *
 * Example: `kpi=CellAvail.Total&level=1h&from=1790003599999&to=1790010000000` → from 1790002800000, to 1790010000000,
 * two windows.
 */
export function parseKpiRequest(
  params: URLSearchParams | Readonly<Record<string, readonly string[]>>,
  known: KpiVocabulary = CATALOGUE_VOCABULARY,
): ParsedKpiRequest {
  try {
    return { ok: true, request: read(valuesByName(params), known) }
  } catch (error) {
    if (error instanceof KpiRequestError) return { ok: false, message: error.message }
    throw error
  }
}

function read(values: ReadonlyMap<string, readonly string[]>, known: KpiVocabulary): KpiRequest {
  const named = ['kpi', 'level', 'from', 'to', 'by']
  for (const name of values.keys()) {
    if (named.includes(name) || known.tags.includes(name)) continue
    throw new KpiRequestError(
      `unknown parameter ${quoted(name)}; allowed are ${named.join(', ')} and the tags ${known.tags.join(', ')}`,
    )
  }
  const kpis = list(values, 'kpi')
  if (kpis.length === 0) throw new KpiRequestError(`kpi is missing; allowed are ${known.kpis.join(', ')}`)
  refuseUnknown('kpi', kpis, known.kpis)
  const by = list(values, 'by')
  refuseUnknown('tag', by, known.tags)
  const level = levelOf(values)
  const from = windowStart(level === 'all' ? '10s' : level, instant(values, 'from'))
  const to = windowStart(level === 'all' ? '10s' : level, instant(values, 'to'))
  if (to <= from) {
    const least = level === 'all' ? '10s' : level
    throw new KpiRequestError(
      `to must lie at least one window of ${least} after from; both are snapped down to ${least}`,
    )
  }
  checkPoints(1, windowCount(level, from, to), kpis.length)
  const where = filters(values, known.tags)
  for (const id of kpis) {
    const kpi = kpiById(id)
    const misfit = kpi === undefined ? undefined : misfitOf(kpi, { level, by, where })
    if (misfit !== undefined) throw new KpiRequestError(misfit)
  }
  return { kpis, level, from, to, by, where }
}

/** @throws {KpiRequestError} where the answer would hold more than {@link MAX_POINTS}. */
export function checkPoints(series: number, windows: number, kpis: number): void {
  const points = series * windows * kpis
  if (points <= MAX_POINTS) return
  throw new KpiRequestError(
    `the answer would have ${points} points (${series} series × ${windows} windows × ${kpis} kpi), at most ${MAX_POINTS} are given; ask for a coarser level (${LEVELS.join(', ')}, all), a shorter time, or fewer series`,
  )
}

export function windowCount(level: Level | 'all', from: number, to: number): number {
  return level === 'all' ? 1 : (to - from) / LEVEL_MS[level]
}

function valuesByName(
  params: URLSearchParams | Readonly<Record<string, readonly string[]>>,
): ReadonlyMap<string, readonly string[]> {
  if (!(params instanceof URLSearchParams)) return new Map(Object.entries(params))
  return new Map([...new Set(params.keys())].map((name) => [name, params.getAll(name)]))
}

function list(values: ReadonlyMap<string, readonly string[]>, name: string): string[] {
  const words = (values.get(name) ?? []).flatMap((text) => text.split(',')).map((word) => word.trim())
  return [...new Set(words.filter((word) => word !== ''))]
}

function refuseUnknown(what: string, words: readonly string[], allowed: readonly string[]): void {
  const foreign = words.find((word) => !allowed.includes(word))
  if (foreign === undefined) return
  throw new KpiRequestError(`unknown ${what} ${quoted(foreign)}; allowed are ${allowed.join(', ')}`)
}

function levelOf(values: ReadonlyMap<string, readonly string[]>): Level | 'all' {
  const allowed = [...LEVELS, 'all'] as const
  const word = single(values, 'level') ?? ''
  const level = allowed.find((each) => each === word)
  if (level === undefined) {
    const what = word === '' ? 'level is missing' : `unknown level ${quoted(word)}`
    throw new KpiRequestError(`${what}; allowed are ${allowed.join(', ')}`)
  }
  return level
}

function instant(values: ReadonlyMap<string, readonly string[]>, name: string): number {
  const word = single(values, name)
  if (word === undefined)
    throw new KpiRequestError(`${name} is missing; give it as milliseconds since 1970-01-01T00:00Z`)
  // 8.64e15 ms is the last instant that a date can name
  if (!/^-?\d{1,16}$/.test(word) || Math.abs(Number(word)) > 8.64e15) {
    throw new KpiRequestError(`${name} must be whole milliseconds since 1970-01-01T00:00Z, got ${quoted(word)}`)
  }
  return Number(word)
}

function single(values: ReadonlyMap<string, readonly string[]>, name: string): string | undefined {
  const words = values.get(name) ?? []
  if (words.length > 1) throw new KpiRequestError(`${name} may be given once, came ${words.length} times`)
  return words[0]?.trim()
}

function filters(
  values: ReadonlyMap<string, readonly string[]>,
  tags: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const where: Record<string, readonly string[]> = {}
  for (const tag of tags) {
    const wanted = [...new Set(values.get(tag) ?? [])]
    if (wanted.length === 0) continue
    if (wanted.length > MAX_TAG_VALUES) {
      throw new KpiRequestError(
        `${tag} has ${wanted.length} values, at most ${MAX_TAG_VALUES} are taken; group by it instead`,
      )
    }
    const unsafe = wanted.find((value) => !isSafeTagValue(value))
    if (unsafe !== undefined) {
      throw new KpiRequestError(
        `${tag} must be 1 to 64 characters without \\ , = " and white space, got ${quoted(unsafe)}; repeat ${tag} for OR`,
      )
    }
    where[tag] = wanted
  }
  return where
}
