import { afterEach, describe, expect, it } from 'vitest'
import { CLOCK_MS, consoleOverMadeFleet, type MadeConsole } from '../../support/console-over-made-fleet.ts'

let made: MadeConsole | undefined
afterEach(async () => {
  await made?.dispose()
  made = undefined
})

/** The stream as an event source reads it: one block a call, `null` at its end. */
async function openStream(url: string) {
  const response = await fetch(new URL('/api/v1/stream', url))
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  const next = async (): Promise<string | null> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const block = text.slice(0, end)
        text = text.slice(end + 2)
        return block
      }
      const { value, done } = await reader.read()
      if (done) return null
      text += decoder.decode(value, { stream: true })
    }
  }
  return { response, next }
}

describe('the live stream', () => {
  it('greets with where figures stand, then tells a burst of changes as two', async () => {
    made = await consoleOverMadeFleet()
    const { response, next } = await openStream(made.console.url)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(await next()).toBe('retry: 2000')
    expect(await next()).toBe(`event: hello\nid: 0\ndata: {"realmClock":${CLOCK_MS},"change":0}`)
    for (let i = 0; i < 200; i++) made.tellChange()
    expect(await next()).toBe(`event: change\nid: 1\ndata: {"realmClock":${CLOCK_MS},"change":1}`)
    expect(await next()).toBe(`event: change\nid: 2\ndata: {"realmClock":${CLOCK_MS},"change":2}`)
    made.tellChange()
    expect(await next()).toContain('id: 3')
  })

  it('ends when the console closes, and does not hold the close up', async () => {
    made = await consoleOverMadeFleet()
    const streams = await Promise.all([openStream(made.console.url), openStream(made.console.url)])
    for (const { next } of streams) {
      await next()
      await next()
    }
    const ends = streams.map(({ next }) => next())
    await made.console.close()
    expect(await Promise.all(ends)).toEqual([null, null])
    await expect(fetch(made.console.url)).rejects.toThrow()
  })
})

describe('figures that changed', () => {
  it('are served anew from the next question on', async () => {
    made = await consoleOverMadeFleet()
    const { store, fleet, console: running } = made
    const silent = async () => {
      const page = (await (await fetch(new URL('/api/v1/pages/fleet?range=15m', running.url))).json()) as {
        panels: { stations: { silent: number } }
      }
      return page.panels.stations.silent
    }
    expect(await silent()).toBe(1)
    await store.write({
      kpi: [],
      stations: fleet.stations.map((row) => ({ ...row, silentSince: null })),
      ledger: [],
      events: [],
      history: [],
      deadLetters: [],
    })
    made.tellChange()
    expect(await silent()).toBe(0)
  })
})
