// biome-ignore lint/style/noRestrictedImports: that is how ajv names its entry for draft 2020-12
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kpiById } from '../../../contract/mod.ts'
import { CLOCK_MS, consoleOverMadeFleet, type MadeConsole } from '../../support/console-over-made-fleet.ts'

type Json = Record<string, unknown>
interface Operation {
  responses: Record<string, { content: Record<string, { schema: Json }> }>
  parameters?: { name: string; required: boolean; schema: Json }[]
}

let made: MadeConsole
let document: { openapi: string; paths: Record<string, { get: Operation }>; components: { schemas: Json } }

beforeAll(async () => {
  made = await consoleOverMadeFleet({ figures: true })
  document = (await get('/openapi.json')).body as typeof document
})
afterAll(() => made.dispose())

async function get(path: string): Promise<{ status: number; body: Json; headers: Headers }> {
  const response = await fetch(new URL(`/api/v1${path}`, made.console.url))
  return { status: response.status, body: (await response.json()) as Json, headers: response.headers }
}

/** What is wrong with an answer by the document; null: nothing. */
function faultOf(path: string, status: '200' | '400', body: Json): string | null {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  const response = document.paths[path]?.get.responses[status]
  const schema = response?.content['application/json']?.schema
  if (schema === undefined) return `the document has no ${status} of ${path}`
  const validate = ajv.compile({ ...schema, components: document.components })
  return validate(body) ? null : ajv.errorsText(validate.errors)
}

const RANGE = `from=${CLOCK_MS - 3_600_000}&to=${CLOCK_MS}`

describe('the OpenAPI document', () => {
  it('is 3.1 and lists every route', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths).sort()).toEqual(
      [
        '/catalogue',
        '/deadletters',
        '/events',
        '/explain',
        '/health',
        '/history',
        '/kpi',
        '/ledger',
        '/registry',
        '/stations',
        '/stream',
      ].sort(),
    )
  })

  it.each([
    ['/kpi', `?kpi=CellAvail.Total,DlUeThroughput&level=1m&${RANGE}`],
    ['/kpi', `?kpi=PrbUtilDl&kpi=RrcSetupSuccess&level=all&${RANGE}&by=zone&zone=quan-1&zone=hoa-lac`],
    ['/kpi', `?kpi=TrafficVolumeDl&level=all&${RANGE}&by=station,cell`],
    ['/ledger', ''],
    ['/ledger', '?station=BN-0002'],
    ['/stations', ''],
    ['/registry', ''],
    ['/registry', '?station=HN-0001'],
    ['/events', `?${RANGE}&type=maintenance`],
    ['/events', `?${RANGE}`],
    ['/catalogue', ''],
    ['/history', '?station=HN-0002&level=1m&limit=10'],
    ['/deadletters', '?limit=5'],
    ['/health', ''],
  ])('describes the answer of %s%s', async (path, query) => {
    const { status, body } = await get(path + query)
    expect(status).toBe(200)
    expect(faultOf(path, '200', body)).toBeNull()
  })

  it('would notice an answer that is not as described', async () => {
    const { body } = await get('/health')
    expect(faultOf('/health', '200', { ...body, uptimeS: 'long' })).toContain('uptimeS')
    expect(faultOf('/health', '200', { ...body, extra: 1 })).toContain('additional')
  })

  it('names the parameters that the routes take', () => {
    const names = document.paths['/history']?.get.parameters?.map(({ name }) => name)
    expect(names).toEqual(['station', 'cell', 'level', 'from', 'to', 'limit'])
    const required = document.paths['/events']?.get.parameters?.filter((parameter) => parameter.required)
    expect(required).toMatchObject([{ name: 'from' }, { name: 'to' }])
  })
})

describe('what is refused', () => {
  it.each([
    ['/kpi', '?kpi=Nothing&level=1m&from=0&to=60000'],
    ['/kpi', `?kpi=CellAvail.Total&level=5m&${RANGE}`],
    ['/kpi', `?kpi=CellAvail.Total&level=1m&${RANGE}&colour=red`],
    ['/kpi', `?kpi=CellAvail.Total&level=10s&from=0&to=${CLOCK_MS}`],
    ['/events', '?from=1'],
    ['/events', '?from=soon&to=later'],
    ['/events', '?from=5&to=5'],
    ['/events', `?${RANGE}&type=party`],
    ['/registry', '?zone=quan-1'],
    ['/history', '?limit=100000'],
    ['/history', '?level=2m'],
    ['/deadletters', '?limt=5'],
    ['/stations', '?zone=quan-1'],
    ['/ledger', '?station=a&station=b'],
  ])('%s%s is a 400 that says what is allowed', async (path, query) => {
    const { status, body } = await get(path + query)
    expect(status).toBe(400)
    expect(faultOf(path, '400', body)).toBeNull()
    expect(body.message).toMatch(/.{15,}/)
  })

  it('names the KPIs there are', async () => {
    const { body } = await get('/kpi?kpi=Nothing&level=1m&from=0&to=60000')
    expect((body.allowed as { kpi: string[] }).kpi.every((id) => kpiById(id) !== undefined)).toBe(true)
    expect(body.message).toContain('"Nothing"')
  })

  it('says where the routes are listed on an unknown one', async () => {
    const { status, body } = await get('/nothing')
    expect(status).toBe(404)
    expect(body.message).toContain('openapi.json')
  })
})

describe('the answers', () => {
  it('come from the realm that the store has', async () => {
    const { body, headers } = await get(`/kpi?kpi=CellAvail.Total&level=1h&${RANGE}`)
    expect(body.realm).toBe('sim-demo')
    expect(headers.get('x-tram5g-realm')).toBe('sim-demo')
  })

  it('carry the headers that keep a browser safe', async () => {
    const { headers } = await get('/health')
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  it('of the ledger close, station by station', async () => {
    const { body } = await get('/ledger')
    const stations = body.stations as (Record<string, number> & { rejected: Record<string, number> })[]
    expect(stations).toHaveLength(12)
    for (const row of stations) {
      const rejected = Object.values(row.rejected).reduce((sum, count) => sum + count, 0)
      expect(row.received).toBe(
        Number(row.accepted) + Number(row.duplicate) + Number(row.conflict) + Number(row.unreadable) + rejected,
      )
    }
  })
})
