import { KPIS, LEVEL_MS, LEVELS, type Level } from '../../contract/mod.ts'
import { type KpiAnswer, misfitOf, parseKpiRequest, queryKpi } from '../../store/mod.ts'
import { instantFlag } from '../config/instant-flag.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { placeNamed } from '../editions/edition-place.ts'
import { table } from '../output/table.ts'
import { localTime } from '../output/time.ts'
import { askRunning } from '../runtime/api-client.ts'
import { realmPaths } from '../runtime/paths.ts'
import { withStore } from '../runtime/with-store.ts'

export interface KpiOptions {
  readonly kpis: readonly string[]
  readonly level: string
  readonly from?: string
  readonly to?: string
  readonly by?: string
  readonly where: readonly string[]
  readonly json: boolean
  /** Figures of an edition; absent: those that are shown. */
  readonly edition?: string
}

/** `tram5g kpi`: the same answer as `GET /api/v1/kpi`, as a table or JSON. */
export async function kpi(
  config: Config,
  options: KpiOptions,
  nowMs: number,
  say: (text: string) => void,
): Promise<void> {
  const place = placeNamed(config, realmPaths(config), options.edition)
  const params = new URLSearchParams(paramsOf(options, nowMs))
  const answer =
    (await askRunning<KpiAnswer>(place.config, place.paths, `/api/v1/kpi?${params}`)) ??
    (await withStore(place.config, place.paths, async (store) => {
      const parsed = parseKpiRequest(params)
      if (!parsed.ok) throw new ConfigError(parsed.message)
      return queryKpi(store, parsed.request)
    }))
  say(options.json ? JSON.stringify(answer, null, 2) : asTable(answer))
}

function paramsOf(options: KpiOptions, nowMs: number): [string, string][] {
  const { level } = options
  if (level !== 'all' && !(LEVELS as readonly string[]).includes(level)) {
    throw new ConfigError(`--level: expected ${LEVELS.join(', ')} or all, got ${JSON.stringify(level)}.`)
  }
  const size = LEVEL_MS[(level === 'all' ? '10s' : level) as Level]
  // the window that is open now is part of the answer
  const to = options.to === undefined ? nowMs + size : instantFlag('--to', options.to, nowMs)
  const from =
    options.from === undefined ? nowMs - Math.max(12 * size, 900_000) : instantFlag('--from', options.from, nowMs)
  const out: [string, string][] = [
    ['kpi', idsOf(options).join(',')],
    ['level', level],
    ['from', String(from)],
    ['to', String(to)],
  ]
  if (options.by !== undefined) out.push(['by', options.by])
  for (const pair of options.where) {
    const at = pair.indexOf('=')
    if (at < 1) throw new ConfigError(`--where: expected tag=value, got ${JSON.stringify(pair)}.`)
    out.push([pair.slice(0, at), pair.slice(at + 1)])
  }
  return out
}

/** What people ask for first; the catalogue has many more. */
const HEADLINES: readonly string[] = [
  'CellAvail.Total',
  'CellAvail.ExPlanned',
  'DlUeThroughput',
  'UlUeThroughput',
  'CellThpDl',
  'CellThpUl',
  'TrafficVolumeDl',
  'TrafficVolumeUl',
  'PrbUtilDl',
  'RrcSetupSuccess',
  'SgnbAddSuccess',
]

function idsOf(options: KpiOptions): readonly string[] {
  if (options.kpis.length === 0) {
    const fitting = allThatFit(options).filter((id) => HEADLINES.includes(id))
    // where none fits the answer says why
    return fitting.length > 0 ? HEADLINES.filter((id) => fitting.includes(id)) : HEADLINES
  }
  return options.kpis.length === 1 && options.kpis[0] === 'all' ? allThatFit(options) : options.kpis
}

/**
 * Every KPI that can be asked so: a busy hour needs days, a station has no cells to be told apart, and not every counter is
 * split by PLMN, slice or 5QI.
 */
function allThatFit({ level, by, where }: KpiOptions): string[] {
  const tags = (by ?? '').split(',').filter((tag) => tag !== '')
  const filters = Object.fromEntries(where.map((pair) => [pair.slice(0, pair.indexOf('=')), []]))
  const question = { level: level as Level | 'all', by: tags, where: filters }
  return KPIS.filter((kpi) => misfitOf(kpi, question) === undefined).map(({ id }) => id)
}

/** Why there is no value, which stages are left out of it, and what stood in for a counter. */
function remarkOf({
  na,
  partial = [],
  variants = [],
}: KpiAnswer['results'][number]['series'][number]['points'][number]): string {
  const parts = [
    ...(na === undefined ? [] : [na]),
    ...(partial.length > 0 ? [`without ${partial.join(', ')}`] : []),
    ...(variants.length > 0 ? [`by ${variants.join(', ')}`] : []),
  ]
  return parts.join('; ')
}

function asTable(answer: KpiAnswer): string {
  const rows: (string | number | null)[][] = []
  for (const { kpi: id, unit, series } of answer.results) {
    for (const { by, points } of series) {
      for (const p of points) {
        rows.push([
          localTime(p.t),
          id,
          Object.values(by).join('/'),
          p.value,
          unit,
          p.lo,
          p.hi,
          p.n,
          p.coverage === null ? null : Math.round(p.coverage * 1000) / 10,
          p.status,
          remarkOf(p),
        ])
      }
    }
  }
  const text = table(
    ['time (UTC+7)', 'kpi', 'by', 'value', 'unit', 'lo', 'hi', 'n', 'coverage %', 'status', 'remark'],
    rows,
  )
  return answer.realm === 'live' ? text : `${text}\n\nrealm ${answer.realm}: not live figures`
}
