import { afterEach, describe, expect, test } from 'vitest'
import { openLmdbLogReader } from '../../../log/mod.ts'
import { type Fleet, type RunningFleet, startFleet, TRIAL_2020_FLEET } from '../../../simulators/mod.ts'
import { getJson, type LedgerLine } from '../../support/api.ts'
import { mosquittoInstalled, passwordOf, startMosquitto } from '../../support/mosquitto.ts'
import { differences, processAfresh, processToTheEnd } from '../../support/store-content.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'
import { realEnvironment } from './real-environment.ts'

const REALM = 'sim-test'
/** Gaps are asked for when they are half a minute old. */
const DEADLINE = { timeout: 180_000, interval: 100 }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

describe.skipIf(!mosquittoInstalled)('a crash of the broker (SKIPPED where mosquitto is not installed)', () => {
  test('what it had acknowledged and lost is named as missing, asked for, sent again, and counted', {
    timeout: 600_000,
  }, async () => {
    const fleet: Fleet = { ...TRIAL_2020_FLEET, stations: TRIAL_2020_FLEET.stations.slice(0, 4) }
    const broker = await startMosquitto({
      users: fleet.stations.map(({ id }) => id),
      // so that the crash surely loses what waits for the collector
      config: { autosave_interval: '3600' },
    })
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
    const first = startCollector()
    const processor = home.start(['process'])
    await first.line(/→/)
    const url = await processor.url()
    const ledger = async () => (await getJson<{ stations: LedgerLine[] }>(url, '/api/v1/ledger')).stations
    const sum = async (of: (line: LedgerLine) => number) => (await ledger()).reduce((n, line) => n + of(line), 0)

    const stations: RunningFleet = await startFleet({
      url: broker.url,
      realm: REALM,
      fleet,
      seed: 1,
      scenario: { events: [] },
      gps: [10],
      connectSpreadMs: 100,
      manifest: true,
      password: passwordOf,
      ...realEnvironment,
    })
    steps.push(() => stations.stop())
    await expect.poll(() => sum((line) => line.accepted), DEADLINE).toBeGreaterThan(20)
    expect(await first.interrupt()).toMatchObject({ code: 0 })
    // acknowledged by the broker, and nowhere but in its memory
    const waiting = stations.status().published + 12
    await expect.poll(() => stations.status().published, DEADLINE).toBeGreaterThan(waiting)
    await broker.kill9()
    await broker.start()

    const second = startCollector()
    await second.line(/→/)
    await expect.poll(() => sum((line) => line.missing), DEADLINE).toBeGreaterThanOrEqual(10)
    await expect.poll(() => sum((line) => line.missing), DEADLINE).toBe(0)
    expect(stations.status().resent).toBeGreaterThanOrEqual(10)

    await stations.stop()
    const sent = [...stations.manifest()]
    expect(sent.every(({ acked }) => acked)).toBe(true)
    await expect.poll(() => sum((line) => line.accepted), DEADLINE).toBe(sent.length)
    expect(await home.run(['ledger'])).toMatchObject({ code: 0, err: '' })
    expect(await second.interrupt()).toMatchObject({ code: 0 })
    expect(await processor.interrupt()).toMatchObject({ code: 0, err: '' })

    const log = await openLmdbLogReader({ directory: home.path(REALM, 'log'), realm: REALM })
    steps.push(() => log.close())
    const folders = { state: home.path(REALM, 'state'), store: home.path(REALM, 'store.duckdb') }
    const content = await processToTheEnd(log, REALM, folders)
    expect(differences(content, await processAfresh(log, REALM))).toEqual([])
  })
})
