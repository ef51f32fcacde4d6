import {
  type ExplainRequest,
  type Explanation,
  kpiById,
  type Language,
  LEVELS,
  type Level,
} from '../../contract/mod.ts'
import { type DocumentSection, type ExplainDocument, explainDocument } from '../../dashboards/mod.ts'
import { KpiRequestError } from '../../store/mod.ts'
import { instantFlag } from '../config/instant-flag.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { textTable } from '../output/text-table.ts'
import { instantIn } from '../output/time.ts'
import { askRunning } from '../runtime/api-client.ts'
import { explainHere } from '../runtime/explain-here.ts'
import { realmPaths } from '../runtime/paths.ts'
import { withStore } from '../runtime/with-store.ts'

export interface ExplainOptions {
  readonly kpi: string
  readonly at: string
  /** Of level `all` the end; absent: now. */
  readonly to?: string
  readonly level?: string
  readonly station?: string
  /** `HN-0001/2`, or `2` beside a station. */
  readonly cell?: string
  readonly where: readonly string[]
  readonly limit: number
  readonly language: Language
  readonly json: boolean
  /** Columns of the terminal; absent: lines are not broken. */
  readonly width?: number
}

/** `tram5g explain`: what a figure is made of. */
export async function explain(
  config: Config,
  o: ExplainOptions,
  nowMs: number,
  say: (text: string) => void,
): Promise<void> {
  const request = requestOf(o, nowMs)
  const paths = realmPaths(config)
  const explanation =
    (await askRunning<Explanation>(config, paths, `/api/v1/explain?${paramsOf(request)}`)) ??
    (await withStore(config, paths, (store) => explainHere(config, paths, store, request)).catch((error: unknown) => {
      throw error instanceof KpiRequestError ? new ConfigError(`explain: ${error.message}.`, { cause: error }) : error
    }))
  if (o.json) return say(JSON.stringify(explanation, null, 2))
  const document = explainDocument(explanation, o.language, (ms) => instantIn(o.language, ms))
  for (const line of linesOf(document, o.width)) say(line)
}

function requestOf(o: ExplainOptions, nowMs: number): ExplainRequest {
  const isBusyHour = kpiById(o.kpi)?.formula.kind === 'busy-hour'
  const level = o.level ?? (isBusyHour ? '1d' : '15m')
  if (!([...LEVELS, 'all'] as readonly string[]).includes(level)) {
    throw new ConfigError(`--level: expected ${LEVELS.join(', ')}, all, got ${JSON.stringify(level)}.`)
  }
  const where: Record<string, string[]> = {}
  const [station, cell] = targetOf(o)
  if (station !== undefined) where.station = [station]
  if (cell !== undefined) where.cell = [cell]
  for (const pair of o.where) {
    const at = pair.indexOf('=')
    if (at < 1) throw new ConfigError(`--where: expected tag=value, got ${JSON.stringify(pair)}.`)
    const tag = pair.slice(0, at)
    where[tag] = [...(where[tag] ?? []), pair.slice(at + 1)]
  }
  const at = instantFlag('--at', o.at, nowMs)
  if (level !== 'all' && o.to !== undefined) {
    throw new ConfigError(`--to: it ends the time of --level all, got --level ${level}.`)
  }
  const end = o.to === undefined ? nowMs : instantFlag('--to', o.to, nowMs)
  const to = level === 'all' ? end : undefined
  return { kpi: o.kpi, level: level as Level | 'all', at, to, where, limit: o.limit }
}

/** A cell is named as everywhere: `HN-0001/2`. */
function targetOf({ station, cell }: ExplainOptions): [station: string | undefined, cell: string | undefined] {
  if (cell === undefined) return [station, undefined]
  const slash = cell.indexOf('/')
  const own = slash < 0 ? station : cell.slice(0, slash)
  const id = slash < 0 ? cell : cell.slice(slash + 1)
  if (own === undefined || own === '' || id === '') {
    throw new ConfigError(`--cell: expected station/cell such as HN-0001/2, got ${JSON.stringify(cell)}.`)
  }
  if (station !== undefined && station !== own) {
    throw new ConfigError(`--cell: ${cell} is not a cell of --station ${station}.`)
  }
  return [own, id]
}

function paramsOf({ kpi, level, at, to, limit, where }: ExplainRequest): URLSearchParams {
  const params = new URLSearchParams({ kpi, level, at: String(at), limit: String(limit) })
  if (to !== undefined) params.set('to', String(to))
  for (const [tag, values] of Object.entries(where)) for (const value of values) params.append(tag, value)
  return params
}

function* linesOf({ title, subtitle, lead, sections }: ExplainDocument, width: number | undefined): Iterable<string> {
  yield title
  yield subtitle
  yield ''
  yield* lead
  for (const section of sections) yield* sectionLines(section, width)
}

function* sectionLines({ title, text, table }: DocumentSection, width: number | undefined): Iterable<string> {
  yield ''
  yield `── ${title} ──`
  yield* text
  if (table !== undefined)
    yield textTable(
      table.head,
      table.numbers,
      table.rows.map(({ cells }) => cells),
      width,
    )
}
