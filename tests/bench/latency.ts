import { readFile } from 'node:fs/promises'
import { connectAsync, type MqttClient } from 'mqtt'
import { formatTopic } from '../../contract/mod.ts'
import type { KpiAnswer } from '../../store/mod.ts'
import { BENCH_REALM } from './fleet-log.ts'
import { fromSource } from './from-source.ts'
import { median, quantile } from './measure.ts'
import { birthMessage, PERIOD_MS, pmMessage, stationId } from './pm-message.ts'

export interface LatencyOrder {
  readonly messagesPerSecond: number
  /** Whole periods of 10 s. */
  readonly seconds: number
}

export interface LatencyResult {
  readonly messagesPerSecond: number
  readonly published: number
  /** Asked for in vain until the end. */
  readonly notSeen: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** Between two looks, the answer of the API included: latencies are too high by up to so much [ms]. */
  readonly medianLookMs: number
  /** Most memory of the process that is broker, collector, log, processor, store and API in one; undefined where /proc tells nothing. */
  readonly peakRssBytes: number | undefined
}

type Support = typeof import('../support/tram5g-process.ts')

const KPI = 'DlUeThroughput'
const LOOK_EVERY_MS = 25
/** Long enough that what is not visible by then is lost, not late. */
const LAST_LOOK_AFTER_MS = 60_000

/** From the call that publishes a report to the answer of the API that has its window's figure, in a process of `tram5g up`. */
export async function measureLatency(order: LatencyOrder): Promise<LatencyResult> {
  const { Tram5gHome } = await fromSource<Support>('tram5g-process')
  const home = await Tram5gHome.make({ TRAM5G_REALM: BENCH_REALM, TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' })
  const clients: MqttClient[] = []
  try {
    const up = home.start(['up', '--no-simulator'])
    const [api, port] = [await up.url(), await up.mqttPort()]
    const stations = (order.messagesPerSecond * PERIOD_MS) / 1000
    for (let i = 0; i < stations; i++) clients.push(await openStation(port, i))
    const { seen, notSeen, looksMs } = await publishAndLook(order, clients, api)
    return {
      messagesPerSecond: order.messagesPerSecond,
      published: seen.length + notSeen,
      notSeen,
      p50Ms: quantile(seen, 0.5),
      p99Ms: quantile(seen, 0.99),
      maxMs: Math.max(...seen),
      medianLookMs: median(looksMs),
      peakRssBytes: await peakRssOf(up.pid),
    }
  } finally {
    await Promise.all(clients.map((client) => client.endAsync(true)))
    await home.dispose()
  }
}

async function openStation(port: number, index: number): Promise<MqttClient> {
  const username = stationId(index)
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { clientId: username, username, reconnectPeriod: 0 })
  await client.publishAsync(formatTopic(BENCH_REALM, username, 'birth'), Buffer.from(birthMessage(Date.now())), {
    qos: 1,
    retain: true,
  })
  return client
}

interface Awaited {
  readonly station: string
  readonly windowMs: number
  readonly publishedAt: number
}

/** Each station publishes once in each period, the report of the period before; meanwhile the API is asked for what is awaited. */
async function publishAndLook(order: LatencyOrder, clients: readonly MqttClient[], api: string) {
  const awaited = new Map<string, Awaited>()
  const seen: number[] = []
  const looksMs: number[] = []
  const total = order.messagesPerSecond * order.seconds
  const gapMs = 1000 / order.messagesPerSecond
  const firstEndMs = Math.ceil(Date.now() / PERIOD_MS) * PERIOD_MS
  let published = 0
  let failure: Error | undefined

  const publishDue = (): void => {
    for (; published < total && Date.now() >= firstEndMs + published * gapMs; published++) {
      const index = published % clients.length
      const period = Math.floor(published / clients.length)
      const endMs = firstEndMs + period * PERIOD_MS
      const station = stationId(index)
      const payload = Buffer.from(pmMessage(period + 1, endMs, index))
      const windowMs = endMs - PERIOD_MS
      awaited.set(`${station} ${windowMs}`, { station, windowMs, publishedAt: performance.now() })
      clients[index]?.publish(formatTopic(BENCH_REALM, station, 'pm'), payload, { qos: 1 }, (error) => {
        failure ??= error ?? undefined
      })
    }
  }

  const timer = setInterval(publishDue, 5)
  try {
    let lookedAt = performance.now()
    const deadline = lookedAt + order.seconds * 1000 + PERIOD_MS + LAST_LOOK_AFTER_MS
    while ((published < total || awaited.size > 0) && lookedAt < deadline) {
      if (failure !== undefined) throw failure
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      if (awaited.size === 0) {
        lookedAt = performance.now()
        continue
      }
      const visible = await look(api, [...awaited.values()])
      const now = performance.now()
      looksMs.push(now - lookedAt)
      lookedAt = now
      for (const key of visible) {
        const found = awaited.get(key)
        if (found !== undefined && awaited.delete(key)) seen.push(now - found.publishedAt)
      }
    }
  } finally {
    clearInterval(timer)
  }
  return { seen, notSeen: awaited.size, looksMs }
}

/** Which windows of those stations have a figure now. */
async function look(api: string, awaited: readonly Awaited[]): Promise<string[]> {
  const windows = awaited.map(({ windowMs }) => windowMs)
  const query = new URLSearchParams({
    kpi: KPI,
    level: '10s',
    from: String(Math.min(...windows)),
    to: String(Math.max(...windows) + PERIOD_MS),
    by: 'station',
  })
  for (const station of new Set(awaited.map((a) => a.station))) query.append('station', station)
  const response = await fetch(new URL(`/api/v1/kpi?${query}`, api))
  if (!response.ok) throw new Error(`the API answered ${response.status}: ${await response.text()}`)
  const answer = (await response.json()) as KpiAnswer
  return (answer.results[0]?.series ?? []).flatMap(({ by, points }) =>
    points.filter(({ value }) => value !== null).map(({ t }) => `${by.station} ${t}`),
  )
}

async function peakRssOf(pid: number): Promise<number | undefined> {
  try {
    const kB = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kB === undefined ? undefined : Number(kB) * 1024
  } catch {
    return undefined
  }
}
