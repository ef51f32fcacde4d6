import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { type Gap, type IntakeStatus, startGapRepair, startMqttIntake } from '../../../collector/mod.ts'
import type { ResendCommand } from '../../../contract/mod.ts'
import { memoryLog, type TelemetryLog } from '../../../log/mod.ts'
import { mosquittoInstalled, passwordOf, startMosquitto } from '../../support/mosquitto.ts'

const REALM = 'sim-crash'
const STATION = 'HN-0001'
const BOOT = '1790000000000-1'
const DEADLINE = { timeout: 120_000, interval: 50 }
const silent = () => undefined
const logger = { debug: silent, info: silent, warn: silent, error: silent }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

async function connectStation(url: string): Promise<MqttClient> {
  const client = await connectAsync(url, { username: STATION, password: passwordOf(STATION), reconnectPeriod: 0 })
  client.on('error', silent)
  steps.push(() => client.endAsync(true))
  return client
}

async function publish(client: MqttClient, from: number, to: number): Promise<void> {
  const seqs = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  const message = (seq: number): string => JSON.stringify({ boot: BOOT, seq })
  await Promise.all(
    seqs.map((seq) => client.publishAsync(`tram5g/v1/${REALM}/${STATION}/pm`, message(seq), { qos: 1 })),
  )
}

async function seqsOf(log: TelemetryLog): Promise<number[]> {
  const seqs = new Set<number>()
  for (const { payload } of await log.read(0, undefined, 1_000_000))
    seqs.add((JSON.parse(Buffer.from(payload).toString()) as { seq: number }).seq)
  return [...seqs].sort((a, b) => a - b)
}

/** The holes up to the highest seq seen, as the processor would know them. */
async function openGaps(log: TelemetryLog): Promise<Gap[]> {
  const gaps: Gap[] = []
  let next = 0
  for (const seq of await seqsOf(log)) {
    if (seq > next) gaps.push({ station: STATION, boot: BOOT, src: '0', from: next, to: seq - 1, seenAt: 0 })
    next = seq + 1
  }
  return gaps
}

describe.skipIf(!mosquittoInstalled)('R9: a crash of the broker (SKIPPED where mosquitto is not installed)', () => {
  test('what it lost of its queue is missed exactly, asked for, and comes', async () => {
    const broker = await startMosquitto({ users: [STATION] })
    steps.push(() => broker.dispose())
    const log = memoryLog({ realm: REALM })
    const start = async () => {
      const started = await startMqttIntake({
        url: broker.url,
        realm: REALM,
        username: 'collector',
        password: passwordOf('collector'),
        log,
        now: Date.now,
        random: Math.random,
        logger,
        onAlarm: silent,
        reconnect: { minMs: 20, maxMs: 200 },
      })
      steps.push(() => started.stop())
      await expect.poll(() => started.status().connected, DEADLINE).toBe(true)
      return started
    }
    const before = await start()
    await publish(await connectStation(broker.url), 0, 99)
    await expect.poll(() => before.status().ackedTotal, DEADLINE).toBe(100)
    await before.stop()
    // Acknowledged to the station, and only in the memory of the broker.
    await publish(await connectStation(broker.url), 100, 1_099)
    await broker.kill9()
    await broker.start()

    const intake = await start()
    const station = await connectStation(broker.url)
    station.on('message', (_topic, payload) => {
      const { resend } = JSON.parse(payload.toString()) as ResendCommand
      void publish(station, resend.from, resend.to).catch(silent)
    })
    await station.subscribeAsync(`tram5g/v1/${REALM}/${STATION}/cmd`, { qos: 1 })
    await publish(station, 1_100, 1_109)
    await expect.poll(() => intake.status().receivedTotal, DEADLINE).toBeGreaterThanOrEqual(10)
    await expect
      .poll(() => openGaps(log), DEADLINE)
      .toEqual([{ station: STATION, boot: BOOT, src: '0', from: 100, to: 1_099, seenAt: 0 }])

    const repair = startGapRepair({
      openGaps: () => openGaps(log),
      intake: {
        status: (): IntakeStatus => intake.status(),
        publishCommand: (to, command) => intake.publishCommand(to, command),
      },
      now: () => 3_600_000,
      random: Math.random,
      logger,
      everyMs: 20,
    })
    steps.push(() => repair.stop())
    await expect.poll(() => openGaps(log), DEADLINE).toEqual([])
    expect(await seqsOf(log)).toEqual(Array.from({ length: 1_110 }, (_, seq) => seq))
    // Ten commands of a hundred would do; late answers may add some.
    expect(repair.requestedTotal()).toBeGreaterThanOrEqual(10)
  })
})
