import { afterEach, describe, expect, test } from 'vitest'
import { openLmdbLogReader } from '../../../log/mod.ts'
import { startLoad } from '../../../simulators/mod.ts'
import { openInfluxStore } from '../../../store/mod.ts'
import { getJson } from '../../support/api.ts'
import { hasInfluxd, startInfluxd } from '../../support/influxd.ts'
import { differences, processAfresh, processToTheEnd } from '../../support/store-content.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'
import { realEnvironment } from './real-environment.ts'

const REALM = 'sim-test'
const DEADLINE = { timeout: 120_000, interval: 50 }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

interface Health {
  readonly intake: { readonly receivedTotal: number; readonly accepting: boolean }
  readonly alarms: readonly { readonly code: string; readonly text: string }[]
}

describe.skipIf(!hasInfluxd)('InfluxDB killed under load (SKIPPED where influxd is not installed)', () => {
  test('the intake takes on, the alarm comes and goes, and nothing is lost or counted twice', {
    timeout: 600_000,
  }, async () => {
    const influx = await startInfluxd()
    steps.push(() => influx.dispose())
    const home = await Tram5gHome.make({
      TRAM5G_REALM: REALM,
      TRAM5G_MQTT_PORT: '0',
      TRAM5G_HTTP_PORT: '0',
      TRAM5G_INFLUX_URL: influx.url,
    })
    steps.push(() => home.dispose())
    const up = home.start(['up', '--no-simulator'])
    const url = await up.url()
    const health = () => getJson<Health>(url, '/api/v1/health')
    const taken = async () => (await health()).intake.receivedTotal
    const alarms = async () => (await health()).alarms.map(({ code }) => code)

    const load = startLoad({
      url: `mqtt://127.0.0.1:${await up.mqttPort()}`,
      realm: REALM,
      stations: 5,
      cellsPerStation: 2,
      count: 2000,
      messagesPerSecond: 100,
      seed: 1,
      ...realEnvironment,
    })
    steps.push(() => load.stop())
    for (const at of [300, 1200]) {
      await expect.poll(taken, DEADLINE).toBeGreaterThan(at)
      await influx.kill9()
      await expect.poll(alarms, DEADLINE).toContain('store')
      const before = await taken()
      await expect.poll(taken, DEADLINE).toBeGreaterThan(before + 100)
      expect((await health()).intake.accepting).toBe(true)
      await influx.start()
      await expect.poll(alarms, DEADLINE).not.toContain('store')
    }
    expect(await load.done).toMatchObject({ acked: 2005 })
    expect(await up.interrupt()).toMatchObject({ code: 0 })

    const log = await openLmdbLogReader({ directory: home.path(REALM, 'log'), realm: REALM })
    steps.push(() => log.close())
    const store = () =>
      openInfluxStore({ url: influx.url, ...influx.auth, database: 'tram5g', realm: REALM, now: Date.now })
    const content = await processToTheEnd(log, REALM, { state: home.path(REALM, 'state'), store })
    expect(content.ledger.map(({ accepted, missing }) => ({ accepted, missing }))).toEqual(
      Array.from({ length: 5 }, () => ({ accepted: 401, missing: 0 })),
    )
    expect(differences(content, await processAfresh(log, REALM))).toEqual([])
    expect(await home.run(['ledger'])).toMatchObject({ code: 0, err: '' })
  })
})
