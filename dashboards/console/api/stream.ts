import type { FastifyInstance } from 'fastify'
import type { KpiStore } from '../../../store/mod.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { Problem } from './problem.ts'

/** Browsers allow six a host; this is many people with many tabs, and bounded. */
const MOST_STREAMS = 500
/** Below the idle limits of common proxies (60 s). */
const HEARTBEAT_MS = 15_000
/** A client that lets this much lie [bytes] is gone or stuck: it is cut and comes back by itself. */
const MOST_BUFFERED = 64 * 1024

/**
 * `GET /api/v1/stream`: `hello` at once, `change` whenever figures changed. A browser that was away reconnects by itself
 * (`retry`) and learns from the `hello` where the figures stand; nothing has to be sent again, since every event only
 * says "ask again".
 */
export function addStream(app: FastifyInstance, feed: ChangeFeed, store: KpiStore): void {
  const open = new Set<() => void>()

  app.get('/api/v1/stream', async (request, reply) => {
    if (open.size >= MOST_STREAMS) {
      throw new Problem(503, 'too-many-streams', `${MOST_STREAMS} live connections are open. Close some tabs.`)
    }
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    const send = async (event: string, change: number) => {
      // a store that cannot answer still lets the page know that it should ask: the answer will say what is wrong
      const realmClock = await store.meta().then(
        (meta) => meta?.realmClock ?? null,
        () => null,
      )
      write(`event: ${event}\nid: ${change}\ndata: ${JSON.stringify({ realmClock, change })}\n\n`)
    }
    const write = (text: string) => {
      if (raw.writableEnded || raw.destroyed) return
      raw.write(text)
      if (raw.writableLength > MOST_BUFFERED) raw.destroy()
    }
    const heartbeat = setInterval(() => write(': heartbeat\n\n'), HEARTBEAT_MS)
    const stopListening = feed.listen((change) => void send('change', change))
    const end = () => {
      clearInterval(heartbeat)
      stopListening()
      open.delete(end)
      raw.end()
    }
    open.add(end)
    request.raw.once('close', end)
    write('retry: 2000\n\n')
    await send('hello', feed.change)
  })

  app.addHook('preClose', async () => {
    for (const end of [...open]) end()
  })
}
