import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Realm } from '../../contract/mod.ts'
import { type KpiStore, StoreUnavailableError } from '../../store/mod.ts'
import { FLEET_PAGE } from '../panels/fleet-page.ts'
import { addExplainRoutes, type Explain } from './api/explain-routes.ts'
import type { KpiQuery } from './api/kpi-query.ts'
import { Problem } from './api/problem.ts'
import { addRoutes } from './api/routes.ts'
import { addStream } from './api/stream.ts'
import { ChangeFeed, type OnChange } from './change-feed.ts'
import type { HealthReport } from './health-report.ts'
import type { Logger } from './logger.ts'
import { addPageRoutes } from './page-data/page-routes.ts'
import { addAccess } from './security/access.ts'

export interface AppOptions {
  readonly realm: Realm
  readonly loopback: boolean
  readonly token: string | undefined
  readonly store: KpiStore
  readonly query: KpiQuery
  readonly explain: Explain
  readonly health: () => Promise<HealthReport>
  readonly onChange: OnChange
  /** Absolute path of the bundled page. */
  readonly pageDirectory: string
  readonly logger: Logger
  readonly now: () => number
}

/** The console as a fastify application that does not listen yet. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { realm, loopback, token, store, query, explain, health, onChange, pageDirectory, logger, now } = options
  const app = Fastify({
    logger: false,
    bodyLimit: 16 * 1024,
    requestTimeout: 30_000,
    // idle keep-alive connections do not hold up a close
    forceCloseConnections: true,
    // routes are checked with zod: Fastify's own compilers of JSON schemas would only make the start longer
    schemaController: {
      compilersFactory: { buildValidator: () => noJsonSchema, buildSerializer: () => noJsonSchema },
    },
  })
  const feed = new ChangeFeed(onChange)
  app.addHook('onClose', async () => feed.close())

  app.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error)
    if (problem.status >= 500) logger.error({ err: error, path: request.url.split('?')[0] }, 'console: request failed')
    return reply.code(problem.status).header('cache-control', 'no-store').send(problem.body())
  })
  app.setNotFoundHandler((_request, reply) => {
    const problem = new Problem(
      404,
      'not-found',
      'No such page or route. The routes are listed in /api/v1/openapi.json.',
    )
    return reply.code(404).send(problem.body())
  })
  addAccess(app, { loopback, token, now })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-tram5g-realm', realm)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })

  addRoutes(app, { realm, secured: token !== undefined, store, query, health })
  addExplainRoutes(app, explain)
  addPageRoutes(app, FLEET_PAGE, realm, feed, { store, query, health, now, logger })
  addStream(app, feed, store)
  await app.register(fastifyStatic, {
    root: pageDirectory,
    index: ['page.html'],
    preCompressed: true,
    // always asked for, mostly answered 304: a new version shows at once
    cacheControl: false,
    setHeaders: (response) => void response.setHeader('cache-control', 'no-cache'),
  })
  return app
}

function noJsonSchema(): never {
  throw new Error('a route has a JSON schema: the routes of the console are checked with zod.')
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof StoreUnavailableError) {
    return new Problem(503, 'store-unavailable', `The KPI store cannot answer now: ${error.message}`)
  }
  const { statusCode, message } = error as { statusCode?: number; message?: string }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem(statusCode, 'bad-request', message ?? 'The request is malformed.')
  }
  return new Problem(500, 'internal', 'The console failed on this request; its log says why.')
}
