import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { CELL_TAGS, type ExplainRequest, type Explanation, SPLITS } from '../../../contract/mod.ts'
import { KpiRequestError } from '../../../store/mod.ts'
import { explainDocument } from '../../explain/explain-document.ts'
import { instantInVietnam } from '../../explain/instant.ts'
import { ENDPOINTS } from './endpoints.ts'
import { explainParametersSchema } from './parameters.ts'
import { parseQuery } from './parse-query.ts'
import { badRequest, Problem } from './problem.ts'

/** What a figure is made of, by whoever has state and log. @throws {KpiRequestError} where it cannot be asked so. */
export type Explain = (request: ExplainRequest) => Promise<Explanation>

/** Each may read thousands of messages: more at once would be a queue that nobody waits for. */
const MOST_WAITING = 8

/** `GET /api/v1/explain`, and the same in words for the page. */
export function addExplainRoutes(app: FastifyInstance, explain: Explain): void {
  let waiting = 0
  const ask = async (request: ExplainRequest): Promise<Explanation> => {
    if (waiting >= MOST_WAITING) {
      throw new Problem(503, 'busy', `${MOST_WAITING} explanations are being made. Ask again in a moment.`)
    }
    waiting++
    try {
      return await explain(request)
    } catch (error) {
      if (error instanceof KpiRequestError) throw badRequest(error.message)
      throw error
    } finally {
      waiting--
    }
  }

  app.get(`/api/v1${ENDPOINTS.explain.path}`, async (request) =>
    ask(requestOf(parseQuery(ENDPOINTS.explain.parameters, request.query))),
  )

  const ofPage = explainParametersSchema.extend({ lang: z.enum(['vi', 'en'], 'expected vi or en') })
  app.get('/api/v1/pages/explain', async (request) => {
    const { lang, ...asked } = parseQuery(ofPage, request.query)
    return explainDocument(await ask(requestOf(asked)), lang, instantInVietnam)
  })
}

function requestOf(asked: z.output<typeof explainParametersSchema>): ExplainRequest {
  const { kpi, level, at, to, limit } = asked
  const where: Record<string, readonly string[]> = {}
  for (const tag of [...CELL_TAGS, ...SPLITS]) {
    const values = asked[tag]
    if (values !== undefined) where[tag] = values
  }
  return { kpi, level, at, to, where, limit }
}
