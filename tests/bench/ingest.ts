import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { formatTopic } from '../../contract/mod.ts'
import { Part } from './child.ts'
import { BENCH_REALM } from './fleet-log.ts'
import { fromSource } from './from-source.ts'
import type { Drained, DrainOrder } from './ingest-side.ts'
import { median } from './measure.ts'
import { stationId } from './pm-message.ts'

export const PAYLOAD_BYTES = 700
const WARM_UP_MESSAGES = 5000
const DEADLINE_MS = 180_000

export interface IngestOrder {
  /** Messages of each drain. */
  readonly messages: number
  readonly maxRounds: number
  /** No further round begins after this. */
  readonly budgetMs: number
}

export interface IngestSideResult {
  /** Of each round. */
  readonly messagesPerSecond: readonly number[]
  readonly cpuUsPerMessage: readonly number[]
  readonly medianMessagesPerSecond: number
  readonly medianCpuUsPerMessage: number
  readonly peakRssBytes: number
}

export interface IngestResult {
  /** Why there is nothing else here. */
  readonly skipped?: string
  readonly payloadBytes: number
  readonly messages: number
  readonly bare?: IngestSideResult
  readonly durable?: IngestSideResult
  /** Median over the rounds of durable msg/s ÷ bare msg/s of the same round. */
  readonly rateRatio?: number
  /** The same of the µs CPU per message. */
  readonly cpuRatio?: number
}

type Broker = typeof import('../support/mosquitto.ts')

/**
 * Durable ingest against a bare subscriber on one real Mosquitto with our configuration. The sessions of both are filled alike while
 * both are away, then drained one after the other, first the one and then the other in turns: so no publisher limits the rate.
 */
export async function measureIngest(order: IngestOrder): Promise<IngestResult> {
  const { mosquittoInstalled, passwordOf, startMosquitto } = await fromSource<Broker>('mosquitto')
  const { messages } = order
  if (!mosquittoInstalled) return { skipped: 'mosquitto is not installed', payloadBytes: PAYLOAD_BYTES, messages }
  const publisher = stationId(0)
  const broker = await startMosquitto({ users: [publisher] })
  const directory = await mkdtemp(join(tmpdir(), 'tram5g-bench-ingest-'))
  const parts = { bare: new Part('ingest-side'), durable: new Part('ingest-side') }
  const access = { url: broker.url, username: 'collector', password: passwordOf('collector') }
  const drain = (side: DrainOrder['side'], count: number): Promise<Drained> =>
    parts[side].ask(
      { ...access, side, messages: count, directory: join(directory, 'log') } satisfies DrainOrder,
      DEADLINE_MS,
    )
  try {
    const fill = await openPublisher(broker.url, publisher, passwordOf(publisher))
    const rounds: { bare: Drained; durable: Drained }[] = []
    await drain('bare', 0)
    await drain('durable', 0)
    await fill.publish(WARM_UP_MESSAGES)
    await drain('bare', WARM_UP_MESSAGES)
    await drain('durable', WARM_UP_MESSAGES)
    const startedMs = performance.now()
    while (rounds.length < order.maxRounds && (rounds.length < 2 || performance.now() - startedMs < order.budgetMs)) {
      await fill.publish(messages)
      const bareFirst = rounds.length % 2 === 0 ? await drain('bare', messages) : undefined
      const durable = await drain('durable', messages)
      rounds.push({ durable, bare: bareFirst ?? (await drain('bare', messages)) })
    }
    await fill.end()
    return {
      payloadBytes: PAYLOAD_BYTES,
      messages,
      bare: resultOf(rounds.map((round) => round.bare)),
      durable: resultOf(rounds.map((round) => round.durable)),
      rateRatio: median(rounds.map(({ bare, durable }) => rate(durable) / rate(bare))),
      cpuRatio: median(rounds.map(({ bare, durable }) => cpu(durable) / cpu(bare))),
    }
  } finally {
    parts.bare.end()
    parts.durable.end()
    await broker.dispose()
    await rm(directory, { recursive: true, force: true })
  }
}

const rate = (side: Drained): number => (side.messages * 1000) / side.wallMs
const cpu = (side: Drained): number => side.cpuUs / side.messages

function resultOf(rounds: readonly Drained[]): IngestSideResult {
  return {
    messagesPerSecond: rounds.map(rate),
    cpuUsPerMessage: rounds.map(cpu),
    medianMessagesPerSecond: median(rounds.map(rate)),
    medianCpuUsPerMessage: median(rounds.map(cpu)),
    peakRssBytes: Math.max(...rounds.map((round) => round.peakRssBytes)),
  }
}

/** A station that publishes reports of {@link PAYLOAD_BYTES} as fast as the broker acknowledges. */
async function openPublisher(url: string, username: string, password: string) {
  const client = await connectAsync(url, { protocolVersion: 5, clientId: username, username, password, clean: true })
  const topic = formatTopic(BENCH_REALM, username, 'pm')
  const payload = Buffer.alloc(PAYLOAD_BYTES, ' ')
  payload.write('{"cells":[]')
  payload.write('}', PAYLOAD_BYTES - 1)
  /** Unanswered at once: mqtt.js keeps each in memory. */
  const window = 500
  return {
    async publish(count: number): Promise<void> {
      let sent = 0
      const lane = async (): Promise<void> => {
        while (sent < count) {
          sent++
          await client.publishAsync(topic, payload, { qos: 1 })
        }
      }
      await Promise.all(Array.from({ length: window }, lane))
    },
    end: () => client.endAsync(),
  }
}
