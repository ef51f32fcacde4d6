import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'

/** What the next write is answered; `hang` never answers, `reset` cuts the connection, `half` cuts it inside the answer. */
export type FakeAnswer =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | 'hang'
  | 'reset'
  | 'half'

export interface FakeRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Unpacked. */
  readonly body: string
  readonly gzipped: boolean
}

export interface FakeInfluxOptions {
  /** As in `X-Influxdb-Version`; default `1.6.7`. */
  readonly version?: string
  /** Says why a line can never be stored. Those beside it are stored by 1.x, and are not by 2.x. */
  readonly faultOf?: (line: string) => string | undefined
  readonly maxBodyBytes?: number
}

export interface FakeInflux {
  readonly url: string
  /** Every request in order. */
  readonly requests: readonly FakeRequest[]
  readonly writes: readonly FakeRequest[]
  /** Lines answered with 204, or stored beside a faulty one. */
  readonly stored: ReadonlySet<string>
  /** Buckets and organisations of a 2.x. */
  readonly buckets: ReadonlyMap<string, number>
  /** Answers the next writes so, one each; afterwards they are stored. */
  answer(...answers: FakeAnswer[]): void
  openSockets(): number
  dispose(): Promise<void>
}

/** An HTTP server that speaks as much InfluxDB as a writer hears, and says what a test tells it to. */
export async function startFakeInflux(options: FakeInfluxOptions = {}): Promise<FakeInflux> {
  const version = options.version ?? '1.6.7'
  const requests: FakeRequest[] = []
  const stored = new Set<string>()
  const buckets = new Map<string, number>()
  const script: FakeAnswer[] = []
  const sockets = new Set<Socket>()

  const handle = async (message: IncomingMessage, response: ServerResponse) => {
    const request = await requestOf(message)
    requests.push(request)
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-influxdb-version': version })
      response.end(JSON.stringify(body))
    }
    if (request.path === '/ping') return response.writeHead(204, { 'x-influxdb-version': version }).end()
    if (request.path.startsWith('/query')) return json(200, { results: [{ statement_id: 0 }] })
    if (request.path.startsWith('/api/v2/orgs')) return json(200, { orgs: [{ id: '0a', name: 'tram5g' }] })
    if (request.path.startsWith('/api/v2/buckets')) {
      if (request.method === 'GET') {
        const found = foundBuckets(request)
        if (found.length === 0) return json(404, { code: 'not found', message: 'bucket "x" not found' })
        return json(200, { buckets: found })
      }
      const { name = '?', retentionRules } = JSON.parse(request.body) as BucketBody
      buckets.set(name, retentionRules?.[0]?.everySeconds ?? -1)
      return json(201, { id: name, name })
    }
    if (!isWrite(request)) return json(404, { error: 'not found' })
    const told = script.shift()
    if (told === 'hang') return
    if (told === 'reset') return message.socket.destroy()
    if (told === 'half') {
      response.writeHead(400, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"error":"unable to par', () => message.socket.destroy())
      return
    }
    const { status, body = '', headers = {} } = told ?? answerOf(request)
    response.writeHead(status, { 'content-type': 'application/json', 'x-influxdb-version': version, ...headers })
    response.end(body)
  }

  function foundBuckets({ path }: FakeRequest) {
    const name = new URL(path, 'http://fake').searchParams.get('name') ?? ''
    const everySeconds = buckets.get(name)
    return everySeconds === undefined ? [] : [{ id: name, name, retentionRules: [{ everySeconds }] }]
  }

  function answerOf({ body }: FakeRequest): Exclude<FakeAnswer, string> {
    if (Buffer.byteLength(body) > (options.maxBodyBytes ?? Number.POSITIVE_INFINITY)) {
      return { status: 413, body: '{"error":"Request Entity Too Large"}' }
    }
    const lines = body.split('\n')
    const faults = lines.flatMap((line) => options.faultOf?.(line) ?? [])
    const partly = version.startsWith('1')
    for (const line of lines) {
      if (options.faultOf?.(line) === undefined && (partly || faults.length === 0)) stored.add(line)
    }
    if (faults.length === 0) return { status: 204 }
    return {
      status: 400,
      body: JSON.stringify(partly ? { error: faults[0] } : { code: 'invalid', message: faults[0] }),
    }
  }

  const server = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => response.destroy(error as Error))
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get writes() {
      return requests.filter(isWrite)
    },
    stored,
    buckets,
    answer: (...answers) => void script.push(...answers),
    openSockets: () => sockets.size,
    async dispose() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

interface BucketBody {
  readonly name?: string
  readonly retentionRules?: readonly { readonly everySeconds: number }[]
}

function isWrite({ path }: FakeRequest): boolean {
  return path.startsWith('/write') || path.startsWith('/api/v2/write')
}

async function requestOf(message: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks)
  const gzipped = message.headers['content-encoding'] === 'gzip'
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: message.headers as Record<string, string | undefined>,
    body: (gzipped ? gunzipSync(raw) : raw).toString('utf8'),
    gzipped,
  }
}
