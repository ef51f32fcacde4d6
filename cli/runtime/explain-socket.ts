import { rmSync } from 'node:fs'
import { request as ask, createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import type { ExplainRequest, Explanation } from '../../contract/mod.ts'
import { KpiRequestError, StoreUnavailableError } from '../../store/mod.ts'
import type { Logger } from './logger.ts'
import type { RealmPaths } from './paths.ts'

/**
 * Over InfluxDB the processor serves no page, and nobody else may open its state meanwhile. So it answers what a figure is made
 * of on a socket in the folder of its data, for `tram5g explain` and `tram5g serve` there.
 */

/** As long as the page may wait. */
const TIMEOUT_MS = 30_000
/** Longer paths than this the system refuses for sockets. */
const LONGEST_PATH = 100

type Reply = { readonly ok: Explanation } | { readonly refused: string } | { readonly unavailable: string }

/** Answers on the socket until closed; a folder whose path is too long goes without. The caller holds the processor's lock. */
export async function openExplainSocket(
  paths: RealmPaths,
  explain: (request: ExplainRequest) => Promise<Explanation>,
  logger: Logger,
): Promise<() => Promise<void>> {
  const { explainSocket: path } = paths
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    logger.warn(
      { path },
      `'tram5g explain' can ask only while this process is stopped: the path is too long for a socket`,
    )
    return async () => undefined
  }
  const server = createServer((request, response) => {
    void json(request)
      .then((asked) => replyTo(() => explain(asked as ExplainRequest)))
      .then((reply) => response.end(JSON.stringify(reply)))
      .catch((error: unknown) => {
        logger.error({ err: error }, 'explanation failed')
        response.destroy()
      })
  })
  // what a killed process left
  rmSync(path, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
}

async function replyTo(explain: () => Promise<Explanation>): Promise<Reply> {
  try {
    return { ok: await explain() }
  } catch (error) {
    if (error instanceof KpiRequestError) return { refused: error.message }
    if (error instanceof StoreUnavailableError) return { unavailable: error.message }
    throw error
  }
}

/** Asks the processor of this data; undefined where none answers on a socket. */
export async function askExplainSocket(paths: RealmPaths, asked: ExplainRequest): Promise<Explanation | undefined> {
  const reply = await new Promise<Reply | undefined>((resolve, reject) => {
    const options = { socketPath: paths.explainSocket, method: 'POST', timeout: TIMEOUT_MS }
    const request = ask(options, (response) => {
      json(response).then((body) => resolve(body as Reply), reject)
    })
    request.once('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)))
    request.once('error', (error: NodeJS.ErrnoException) => {
      if (['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].includes(error.code ?? '')) resolve(undefined)
      else reject(new Error(`'tram5g process' did not answer on ${paths.explainSocket}: ${error.message}`))
    })
    request.end(JSON.stringify(asked))
  })
  if (reply === undefined) return undefined
  if ('refused' in reply) throw new KpiRequestError(reply.refused)
  if ('unavailable' in reply) throw new StoreUnavailableError(reply.unavailable)
  return reply.ok
}
