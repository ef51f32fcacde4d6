import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { type LogEntry, openLmdbLogReader } from '../../../log/mod.ts'
import { type IntakeProcess, startIntakeProcess } from '../../support/intake-process.ts'
import { mosquittoInstalled, passwordOf, startMosquitto } from '../../support/mosquitto.ts'
import { seeded } from '../../support/seeded.ts'

const REALM = 'sim-kill'
const TOPIC = `tram5g/v1/${REALM}/HN-0001/pm`
const MESSAGES = 2_000
const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1)
const DEADLINE = { timeout: 120_000, interval: 50 }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'tram5g-kill-'))
  steps.push(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** The numbers that are in the log, which nobody has open. */
async function logged(directory: string): Promise<Set<number>> {
  const reader = await openLmdbLogReader({ directory })
  const found = new Set<number>()
  let entries: LogEntry[] = []
  do {
    entries = await reader.read(0, entries.at(-1)?.offset, 10_000)
    for (const { payload } of entries) found.add(Number(Buffer.from(payload).toString().trim()))
  } while (entries.length > 0)
  await reader.close()
  return found
}

const missing = (acknowledged: Iterable<number>, found: ReadonlySet<number>): number[] =>
  [...acknowledged].filter((n) => !found.has(n))

async function station(port: number, password?: string): Promise<MqttClient> {
  const options = { username: 'HN-0001', reconnectPeriod: 0, ...(password === undefined ? {} : { password }) }
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, options)
  client.on('error', () => undefined)
  steps.push(() => client.endAsync(true))
  return client
}

/** Publishes what is not acknowledged yet, 100 in flight, until the connection breaks or all is acknowledged. */
async function publish(client: MqttClient, acknowledged: Set<number>, onAcknowledged: () => void): Promise<void> {
  const open = Array.from({ length: MESSAGES }, (_, n) => n).filter((n) => !acknowledged.has(n))
  const broken = new Promise<void>((resolve) => client.once('close', () => resolve()))
  let gone = false
  void broken.then(() => {
    gone = true
  })
  const worker = async (): Promise<void> => {
    for (let n = open.shift(); n !== undefined && !gone; n = open.shift()) {
      await client.publishAsync(TOPIC, String(n).padEnd(700), { qos: 1 })
      acknowledged.add(n)
      onAcknowledged()
    }
  }
  await Promise.race([broken, Promise.all(Array.from({ length: 100 }, worker)).catch(() => undefined)])
}

describe('R2: SIGKILL of the intake loses nothing that was acknowledged', () => {
  test.each(SEEDS)('embedded broker, three kills, seed %i', async (seed) => {
    const random = seeded(seed)
    const directory = await temporaryDirectory()
    const acknowledged = new Set<number>()
    let killsInTheMiddle = 0
    for (let kills = 0; acknowledged.size < MESSAGES; kills++) {
      const intake = await startIntakeProcess({ realm: REALM, directory })
      steps.push(() => intake.kill9())
      const at =
        kills < 3 ? acknowledged.size + 1 + Math.floor(random() * ((MESSAGES - acknowledged.size) / 2)) : Number.NaN
      let killed: Promise<void> | undefined
      await publish(await station(intake.port), acknowledged, () => {
        if (acknowledged.size === at) killed = intake.kill9()
      })
      if (killed && acknowledged.size < MESSAGES) killsInTheMiddle += 1
      await (killed ?? intake.kill9())
      expect(missing(acknowledged, await logged(directory))).toEqual([])
    }
    expect(killsInTheMiddle).toBe(3)
    expect((await logged(directory)).size).toBe(MESSAGES)
  })

  test.skipIf(!mosquittoInstalled).each(SEEDS)(
    'behind Mosquitto, which stays up, three kills, seed %i (SKIPPED where mosquitto is not installed)',
    async (seed) => {
      const random = seeded(seed + 1_000)
      const directory = await temporaryDirectory()
      const broker = await startMosquitto({ users: ['HN-0001'] })
      steps.push(() => broker.dispose())
      const connect = { url: broker.url, username: 'collector', password: passwordOf('collector') }
      const start = async (): Promise<IntakeProcess> => {
        const intake = await startIntakeProcess({ realm: REALM, directory, connect })
        steps.push(() => intake.kill9())
        return intake
      }
      let intake = await start()
      const kills = Array.from({ length: 3 }, () => 1 + Math.floor(random() * (MESSAGES - 1)))
      const acknowledged = new Set<number>()
      let restarting = Promise.resolve()
      await publish(await station(broker.port, passwordOf('HN-0001')), acknowledged, () => {
        if (kills.includes(acknowledged.size))
          restarting = restarting.then(async () => {
            await intake.kill9()
            intake = await start()
          })
      })
      await restarting
      expect(acknowledged.size).toBe(MESSAGES)
      await expect.poll(async () => missing(acknowledged, await logged(directory)), DEADLINE).toEqual([])
    },
  )
})
