import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { HttpError, InfluxDB, type SendOptions, type Transport } from '@influxdata/influxdb-client'

/** Above this many bytes a body is sent gzipped. */
const GZIP_ABOVE = 1_000
/** A free connection is closed after this long [ms]: sooner than servers and proxies close it under a request. */
const IDLE_MS = 20_000
/** No answer is read beyond this [bytes]: 64 million characters of JSON are some million windows. */
const LARGEST_ANSWER = 256 * 1024 * 1024

export interface HttpOptions {
  readonly url: string
  readonly token?: string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** From sending to the last byte of the answer [ms]; then the request is aborted and its socket closed. */
  readonly timeoutMs: number
  /** Connections at most. */
  readonly connections: number
  /** Instead of the client's own. */
  readonly transport?: Transport | undefined
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly body?: string
  readonly contentType?: string
  /** Large bodies gzipped; only writes, 1.x does not unpack a query. */
  readonly gzip?: boolean
  readonly signal?: AbortSignal | undefined
}

/** Whatever the server said; statuses are not errors here. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** No whole answer came: refused, reset, timed out, aborted. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  readonly timedOut: boolean

  constructor(message: string, options: { cause: unknown; timedOut: boolean }) {
    super(message, options)
    this.timedOut = options.timedOut
  }
}

/**
 * One request at a time over the official client's transport, never through its WriteApi, which has a retry buffer
 * that loses lines. A request that takes too long is aborted: the server may still have taken it.
 */
export class InfluxHttp {
  readonly #transport: Transport
  readonly #agent: HttpAgent
  readonly #authorization: string | undefined
  readonly #timeoutMs: number

  constructor(options: HttpOptions) {
    const { hostname, protocol, username, password } = new URL(options.url)
    if (username !== '' || password !== '') {
      throw new RangeError(`the InfluxDB URL of ${hostname} holds a user or password: give them by their own settings`)
    }
    if (protocol !== 'http:' && protocol !== 'https:') {
      throw new RangeError(`the InfluxDB URL begins with ${protocol}//: expected http:// or https://`)
    }
    const agentOptions = { keepAlive: true, maxSockets: options.connections, timeout: IDLE_MS }
    this.#agent = protocol === 'https:' ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions)
    this.#timeoutMs = options.timeoutMs
    this.#authorization = authorizationOf(options)
    this.#transport =
      options.transport ??
      new InfluxDB({
        url: options.url,
        // the socket's own limit only stands behind ours
        timeout: options.timeoutMs + 1_000,
        transportOptions: { agent: this.#agent },
      }).transport
  }

  /** @throws {NoAnswerError} */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const controller = new AbortController()
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      controller.abort()
    }, this.#timeoutMs)
    const abort = () => controller.abort()
    if (request.signal?.aborted) abort()
    request.signal?.addEventListener('abort', abort, { once: true })
    try {
      return await this.#exchange(request, controller)
    } catch (error) {
      const reason = timedOut ? `no answer within ${this.#timeoutMs} ms` : oneLine(error)
      throw new NoAnswerError(reason, { cause: error, timedOut })
    } finally {
      clearTimeout(timer)
      request.signal?.removeEventListener('abort', abort)
    }
  }

  #exchange(request: HttpRequest, controller: AbortController): Promise<HttpAnswer> {
    const headers: Record<string, string> = { 'content-type': request.contentType ?? 'application/json' }
    if (this.#authorization !== undefined) headers.authorization = this.#authorization
    const options: SendOptions = { method: request.method, headers, signal: controller.signal }
    if (request.gzip) options.gzipThreshold = GZIP_ABOVE
    return new Promise((resolve, reject) => {
      const chunks: Uint8Array[] = []
      let size = 0
      let status = 0
      let answered: HttpAnswer['headers'] = {}
      this.#transport.send(request.path, request.body ?? '', options, {
        responseStarted(started, statusCode) {
          status = statusCode ?? 0
          answered = flat(started)
        },
        next(chunk: Uint8Array) {
          chunks.push(chunk)
          size += chunk.length
          if (size > LARGEST_ANSWER) {
            reject(new Error(`the answer is over ${LARGEST_ANSWER} bytes: ask for less at once`))
            controller.abort()
          }
        },
        complete() {
          resolve({ status, headers: answered, body: Buffer.concat(chunks).toString('utf8') })
        },
        error(error) {
          if (error instanceof HttpError) {
            resolve({ status: error.statusCode, headers: flat(error.headers ?? {}), body: error.body ?? '' })
          } else {
            reject(error)
          }
        },
      })
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

function authorizationOf({ token, username, password }: HttpOptions): string | undefined {
  if (token !== undefined) return `Token ${token}`
  if (username === undefined) return undefined
  return `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): HttpAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
}

/** An error's own words on one line; Node gives an empty message where several addresses failed. */
function oneLine(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string }
  return (message || code || String(error)).replace(/\s+/g, ' ').slice(0, 300)
}
