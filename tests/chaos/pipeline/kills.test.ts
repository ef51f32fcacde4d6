import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { type LogEntry, memoryLog, openLmdbLogReader, type TelemetryLogReader } from '../../../log/mod.ts'
import { type ManifestEntry, type RunningLoad, startLoad } from '../../../simulators/mod.ts'
import { getJson } from '../../support/api.ts'
import { mosquittoInstalled, passwordOf, startMosquitto } from '../../support/mosquitto.ts'
import { chosenSeed, seeded } from '../../support/seeded.ts'
import { differences, processAfresh, processToTheEnd } from '../../support/store-content.ts'
import { Tram5gHome, type Tram5gProcess } from '../../support/tram5g-process.ts'
import { realEnvironment } from './real-environment.ts'

const REALM = 'sim-test'
const KILLS = Number(process.env.TRAM5G_CHAOS_KILLS ?? 20)
const SEED = chosenSeed('TRAM5G_CHAOS_SEED')
const MESSAGES = 2000
const STATIONS = 10
/** Each station reports every 10 s. */
const ROUND_MS = (MESSAGES / STATIONS) * 10_000
const DEADLINE = { timeout: 180_000, interval: 10 }
const TIMEOUT_MS = 300_000 + KILLS * 30_000

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

async function everyEntry(log: TelemetryLogReader): Promise<LogEntry[]> {
  const all: LogEntry[] = []
  for (;;) {
    const some = await log.read(0, all.at(-1)?.offset, 5000)
    if (some.length === 0) return all
    all.push(...some)
  }
}

const idOf = ({ topic, payload }: LogEntry): string => {
  const { boot, seq } = JSON.parse(Buffer.from(payload).toString()) as { boot: string; seq: number }
  return `${topic.split('/')[3]} ${boot} ${String(seq).padStart(6, '0')}`
}

/** A log as it would be without any kill: each message once, in the order in which it was made. */
async function undisturbed(entries: readonly LogEntry[]): Promise<TelemetryLogReader> {
  const log = memoryLog({ realm: REALM })
  const deliveries = entries.filter((e) => e.source === 'mqtt' && !e.topic.endsWith('/death'))
  const once = [...new Map(deliveries.map((e) => [idOf(e), e])).entries()]
  const made = (id: string) => id.split(' ').slice(1).join(' ')
  once.sort(([a], [b]) => (made(a) < made(b) ? -1 : made(a) > made(b) ? 1 : a < b ? -1 : 1))
  for (let i = 0; i < once.length; i += 1000)
    await log.append(
      0,
      once.slice(i, i + 1000).map(([, entry]) => entry),
    )
  return log
}

describe.skipIf(!mosquittoInstalled)('crashes of ours (SKIPPED where mosquitto is not installed)', () => {
  test(`${KILLS} SIGKILLs of collector and processor under load, seed ${SEED}: nothing acknowledged is lost, nothing counts twice`, {
    timeout: TIMEOUT_MS,
  }, async () => {
    const draw = seeded(SEED)
    const users = Array.from({ length: STATIONS }, (_, i) => `LOAD-${String(i + 1).padStart(5, '0')}`)
    const broker = await startMosquitto({ users })
    steps.push(() => broker.dispose())
    const home = await Tram5gHome.make({
      TRAM5G_REALM: REALM,
      TRAM5G_MQTT_URL: broker.url,
      TRAM5G_MQTT_USERNAME: 'collector',
      TRAM5G_HTTP_PORT: '0',
    })
    steps.push(() => home.dispose())
    const password = await home.file('password', passwordOf('collector'))
    const startCollector = () => home.start(['collect'], { TRAM5G_MQTT_PASSWORD_FILE: password })
    const startProcessor = () => home.start(['process'])
    let collector: Tram5gProcess = startCollector()
    let processor: Tram5gProcess = startProcessor()
    await collector.line(/→/)
    await processor.url()
    const log = await openLmdbLogReader({ directory: home.path(REALM, 'log'), realm: REALM })
    steps.push(() => log.close())
    const applied = async () => {
      const health = await getJson<{ processor: { appliedOffset: number | null } }>(
        await processor.url(),
        '/api/v1/health',
      )
      return health.processor.appliedOffset ?? 0
    }
    const newest = async () => (await log.usage(0)).newest ?? 0

    const sent: ManifestEntry[] = []
    const firstMs = Math.floor(Date.now() / 86_400_000) * 86_400_000 - KILLS * ROUND_MS
    for (let kill = 0; kill < KILLS; kill++) {
      const base = await newest()
      const at = base + Math.floor(draw() * MESSAGES)
      const load: RunningLoad = startLoad({
        url: broker.url,
        realm: REALM,
        stations: STATIONS,
        cellsPerStation: 1,
        count: MESSAGES,
        seed: SEED + kill,
        fromMs: firstMs + kill * ROUND_MS,
        password: passwordOf,
        ...realEnvironment,
      })
      steps.push(() => load.stop())
      if (kill % 2 === 0) {
        await expect.poll(newest, DEADLINE).toBeGreaterThanOrEqual(at)
        expect(await collector.kill9(), collector.err).toMatchObject({ signal: 'SIGKILL', err: '' })
        collector = startCollector()
      } else {
        await expect.poll(applied, DEADLINE).toBeGreaterThanOrEqual(at)
        expect(await processor.kill9(), processor.err).toMatchObject({ signal: 'SIGKILL', err: '' })
        processor = startProcessor()
      }
      expect(await load.done).toMatchObject({ acked: MESSAGES + STATIONS })
      sent.push(...load.manifest())
      process.stderr.write(
        `kill ${kill + 1} of ${KILLS}, ${kill % 2 === 0 ? 'collector' : 'processor'} at entry ${at}\n`,
      )
    }

    // all that the broker acknowledged comes into the log
    const hashes = new Set<string>()
    let last: LogEntry['offset'] | undefined
    const wanted = new Set(sent.map(({ sha256 }) => sha256))
    await expect
      .poll(async () => {
        for (const entry of await log.read(0, last, 5000)) {
          hashes.add(createHash('sha256').update(entry.payload).digest('hex'))
          last = entry.offset
        }
        return [...wanted].filter((hash) => !hashes.has(hash)).length
      }, DEADLINE)
      .toBe(0)
    expect(sent.every(({ acked }) => acked)).toBe(true)
    await Promise.all([collector.line(/→/), processor.url()])
    expect(await collector.interrupt()).toMatchObject({ code: 0, err: '' })
    expect(await processor.interrupt()).toMatchObject({ code: 0, err: '' })

    const entries = await everyEntry(log)
    const [content, afresh, quiet] = await Promise.all([
      processToTheEnd(log, REALM, { state: home.path(REALM, 'state'), store: home.path(REALM, 'store.duckdb') }),
      processAfresh(log, REALM),
      undisturbed(entries).then((once) => processAfresh(once, REALM)),
    ])
    for (const station of users) {
      const ofStation = sent.filter((entry) => entry.station === station).length
      const row = content.ledger.find((line) => line.station === station)
      expect(row).toMatchObject({ accepted: ofStation, published: ofStation, missing: 0, conflict: 0, rejected: {} })
      expect(row?.received).toBe((row?.accepted ?? 0) + (row?.duplicate ?? 0))
    }
    expect(content.rows.size).toBeGreaterThan(MESSAGES)
    expect(differences(content, afresh)).toEqual([])
    expect(content.ledger).toEqual(afresh.ledger)
    expect(differences(content, quiet)).toEqual([])
    expect(await home.run(['ledger'])).toMatchObject({ code: 0, err: '' })
  })
})
