import { rm } from 'node:fs/promises'
import { connect } from 'mqtt'
import { startMqttIntake } from '../../collector/mod.ts'
import { BENCH_REALM, openFleetLog } from './fleet-log.ts'
import { peakRssBytes, type Spent, stopwatch, until } from './measure.ts'

/** Both sides have as many deliveries unacknowledged at the most: the intake's own default. */
const RECEIVE_MAXIMUM = 2000
const DEADLINE_MS = 120_000

export interface DrainOrder {
  readonly side: 'bare' | 'durable'
  readonly url: string
  readonly username: string
  readonly password: string
  /** Messages that wait in the side's session at the broker; 0: only make the session. */
  readonly messages: number
  /** Where the durable side makes its log, anew each time. */
  readonly directory: string
}

export interface Drained extends Spent {
  /** Acknowledged between the first look that found any and the last. */
  readonly messages: number
  readonly peakRssBytes: number
}

interface Side {
  isUp(): boolean
  /** Messages acknowledged so far. */
  count(): number
  /** Leaves the broker; the session stays there. */
  close(): Promise<void>
}

/** Takes what waits in this side's session at the broker, and leaves. */
export async function drainOnce(order: DrainOrder): Promise<Drained> {
  const side = order.side === 'bare' ? openBare(order) : await openDurable(order)
  try {
    await until(side.isUp, 'the session was there', DEADLINE_MS, 1)
    if (order.messages === 0) return { messages: 0, wallMs: 0, cpuUs: 0, peakRssBytes: peakRssBytes() }
    await until(() => side.count() > 0, 'the first message was acknowledged', DEADLINE_MS, 1)
    const before = side.count()
    const spent = stopwatch()
    await until(() => side.count() >= order.messages, `${order.messages} messages were acknowledged`, DEADLINE_MS)
    return { messages: side.count() - before, ...spent(), peakRssBytes: peakRssBytes() }
  } finally {
    await side.close()
  }
}

/** What MQTT costs anyhow: a subscriber that counts what comes, and acknowledges it at once. */
function openBare(order: DrainOrder): Side {
  let count = 0
  let isUp = false
  const client = connect(order.url, {
    protocolVersion: 5,
    clientId: 'bench-bare',
    username: order.username,
    password: order.password,
    clean: false,
    reconnectPeriod: 0,
    manualConnect: true,
    properties: { sessionExpiryInterval: 3600, receiveMaximum: RECEIVE_MAXIMUM },
  })
  client.on('message', () => {
    count++
  })
  client.on('connect', () => {
    client.subscribe(`tram5g/v1/${BENCH_REALM}/+/pm`, { qos: 1 }, (error) => {
      isUp = error === null
    })
  })
  client.connect()
  return { isUp: () => isUp, count: () => count, close: () => client.endAsync() }
}

/** The collector's intake: acknowledges what is in a log on the disk. */
async function openDurable(order: DrainOrder): Promise<Side> {
  await rm(order.directory, { recursive: true, force: true })
  const log = await openFleetLog(order.directory)
  const intake = await startMqttIntake({
    realm: BENCH_REALM,
    log,
    url: order.url,
    username: order.username,
    password: order.password,
    now: Date.now,
    random: Math.random,
    receiveMaximum: RECEIVE_MAXIMUM,
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    onAlarm: (alarm) => process.stderr.write(`intake alarm: ${JSON.stringify(alarm)}\n`),
  })
  return {
    isUp: () => intake.status().connected,
    count: () => intake.status().ackedTotal,
    close: async () => {
      await intake.stop()
      await log.close()
    },
  }
}
