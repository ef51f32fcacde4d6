import type { FastifyInstance } from 'fastify'
import { CATALOGUE_VERSION, CELL_TAGS, KPIS, LEVELS, type Realm, SPLITS } from '../../../contract/mod.ts'
import type { KpiStore } from '../../../store/mod.ts'
import { isEvent } from '../../panels/is-event.ts'
import type { HealthReport } from '../health-report.ts'
import { ENDPOINTS } from './endpoints.ts'
import type { KpiQuery } from './kpi-query.ts'
import { openApiDocument } from './openapi.ts'
import { parseQuery } from './parse-query.ts'
import { badRequest } from './problem.ts'

/** Enough for any page, and bounded: a longer range is asked for in pieces. */
const MOST_EVENTS = 10_000

export interface RouteOptions {
  readonly realm: Realm
  readonly secured: boolean
  readonly store: KpiStore
  readonly query: KpiQuery
  readonly health: () => Promise<HealthReport>
}

const KPI_ALLOWED: Readonly<Record<string, readonly string[]>> = {
  kpi: KPIS.map((kpi) => kpi.id),
  level: [...LEVELS, 'all'],
  tag: [...CELL_TAGS, ...SPLITS],
}

/** The JSON routes of `/api/v1`, for the page, for `tram5g` commands and for other platforms. */
export function addRoutes(app: FastifyInstance, { realm, secured, store, query, health }: RouteOptions): void {
  const at = (path: string) => `/api/v1${path}`

  app.get(at(ENDPOINTS.kpi.path), async (request) => {
    const reply = await query(new URL(request.url, 'http://console').searchParams)
    if (!reply.ok) throw badRequest(reply.message, KPI_ALLOWED)
    return reply.answer
  })

  app.get(at(ENDPOINTS.ledger.path), async (request) => {
    const { station } = parseQuery(ENDPOINTS.ledger.parameters, request.query)
    return { stations: await store.ledger(station) }
  })

  app.get(at(ENDPOINTS.stations.path), async (request) => {
    parseQuery(ENDPOINTS.stations.parameters, request.query)
    return { realm, stations: await store.stations() }
  })

  app.get(at(ENDPOINTS.registry.path), async (request) => {
    const { station } = parseQuery(ENDPOINTS.registry.parameters, request.query)
    return { realm, registry: await store.registry(station) }
  })

  app.get(at(ENDPOINTS.events.path), async (request) => {
    const { from, to, type } = parseQuery(ENDPOINTS.events.parameters, request.query)
    if (to <= from) throw badRequest(`to must be after from, got from ${from} and to ${to}.`)
    const events = (await store.events(from, to)).filter(
      (event) => isEvent(event) && (type === undefined || event.type === type),
    )
    return { realm, truncated: events.length > MOST_EVENTS, events: events.slice(0, MOST_EVENTS) }
  })

  app.get(at(ENDPOINTS.catalogue.path), async (request) => {
    parseQuery(ENDPOINTS.catalogue.parameters, request.query)
    return { catalogue: CATALOGUE_VERSION, levels: LEVELS, kpis: KPIS }
  })

  app.get(at(ENDPOINTS.history.path), async (request) => {
    const { limit, ...filter } = parseQuery(ENDPOINTS.history.parameters, request.query)
    const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
    return { realm, history: await store.history({ ...given, limit }) }
  })

  app.get(at(ENDPOINTS.deadletters.path), async (request) => {
    const { limit } = parseQuery(ENDPOINTS.deadletters.parameters, request.query)
    return { realm, deadLetters: await store.deadLetters(limit) }
  })

  app.get(at(ENDPOINTS.health.path), async (request) => {
    parseQuery(ENDPOINTS.health.parameters, request.query)
    return health()
  })

  const document = openApiDocument(realm, secured)
  app.get(at('/openapi.json'), async () => document)
}
