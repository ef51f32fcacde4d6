import { z } from 'zod'
import { CATALOGUE_VERSION, type Realm } from '../../../contract/mod.ts'
import { ENDPOINTS, type Endpoint } from './endpoints.ts'
import { problemSchema } from './problem.ts'

type Json = Record<string, unknown>

/** OpenAPI 3.1 document of `/api/v1`, made from the schemas that parse the requests and that tests hold the answers to. */
export function openApiDocument(realm: Realm, secured: boolean): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'tram5g console API',
      version: `1.${CATALOGUE_VERSION}`,
      description: `KPIs of a 5G trial network. Realm '${realm}', catalogue ${CATALOGUE_VERSION}. Times are epoch milliseconds UTC.`,
    },
    servers: [{ url: '/api/v1' }],
    ...(secured && { security: [{ bearer: [] }, { session: [] }] }),
    paths: {
      ...Object.fromEntries(
        Object.entries(ENDPOINTS).map(([id, endpoint]) => [endpoint.path, { get: operation(id, endpoint) }]),
      ),
      '/stream': { get: STREAM_OPERATION },
    },
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'tram5g_session' },
      },
    },
  }
}

const STREAM_OPERATION: Json = {
  operationId: 'stream',
  summary: 'Server-sent events: `hello` at once, `change` whenever figures changed, at most one a second.',
  responses: {
    '200': {
      description: 'data: {"realmClock": epoch ms or null, "change": number}',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
    default: problemResponse('Refused.'),
  },
}

function operation(id: string, endpoint: Endpoint): Json {
  return {
    operationId: id,
    summary: endpoint.summary,
    parameters: parameters(endpoint.parameters),
    responses: {
      '200': {
        description: 'OK',
        content: { 'application/json': { schema: jsonSchema(endpoint.answer, 'output') } },
      },
      '400': problemResponse('A parameter is refused; says what is allowed.'),
      default: problemResponse('Refused, or the store cannot answer now.'),
    },
  }
}

function problemResponse(description: string): Json {
  return { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } } }
}

function parameters(schema: z.ZodObject): Json[] {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }))
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io })
  return rest
}
