import { afterEach, describe, expect, test } from 'vitest'
import { TRIAL_2020_FLEET } from '../../../simulators/mod.ts'
import { getJson, type LedgerLine, ledgerOf } from '../../support/api.ts'
import { hasMosquittoPub, mosquittoPub } from '../../support/mosquitto-pub.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'

const TEST = { TRAM5G_REALM: 'sim-test', TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' }
const DEADLINE = { timeout: 90_000, interval: 300 }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

async function makeHome(environment: Record<string, string> = TEST): Promise<Tram5gHome> {
  const home = await Tram5gHome.make(environment)
  steps.push(() => home.dispose())
  return home
}

interface Health {
  readonly intake: { readonly accepting: boolean; readonly receivedTotal: number }
  readonly log: { readonly full: boolean; readonly newestOffset: number | null }
  readonly processor: { readonly lagEntries: number } | null
  readonly alarms: readonly { readonly code: string; readonly text: string }[]
}
const healthOf = (url: string) => getJson<Health>(url, '/api/v1/health')
const stationsOf = async (url: string) =>
  (await getJson<{ stations: { station: string; boot: string }[] }>(url, '/api/v1/stations')).stations
const ledgersOf = async (url: string) => (await getJson<{ stations: LedgerLine[] }>(url, '/api/v1/ledger')).stations

/** So many stations of the trial; that of all of them starts in `scripts/smoke-bare.mjs`. */
const fleetOf = (stations: number) =>
  JSON.stringify({ ...TRIAL_2020_FLEET, stations: TRIAL_2020_FLEET.stations.slice(0, stations) })

describe('up with a fleet', () => {
  test('ended and started again goes on where it was: same boots, nothing missing, nothing twice', async () => {
    const home = await makeHome({ TRAM5G_REALM: 'sim-lab', TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' })
    const up = ['up', '--fleet', await home.file('lab.json', fleetOf(40))]
    const first = home.start(up)
    const url = await first.url()
    // the history is written, the fleet talks, and the processor has begun
    await expect
      .poll(async () => {
        const { intake, processor } = await healthOf(url)
        return processor !== null && intake.receivedTotal > 50
      }, DEADLINE)
      .toBe(true)
    const asked = Date.now()
    expect(await first.interrupt()).toMatchObject({ code: 0, err: '' })
    process.stderr.write(`up ended ${Date.now() - asked} ms after SIGINT\n`)

    const second = home.start(up)
    const again = await second.url()
    await expect
      .poll(async () => {
        const { intake, processor } = await healthOf(again)
        return processor !== null && processor.lagEntries < 100 && intake.receivedTotal > 50
      }, DEADLINE)
      .toBe(true)
    await expect
      .poll(async () => (await stationsOf(again)).filter(({ boot }) => boot !== '').length, DEADLINE)
      .toBeGreaterThan(10)
    expect(await second.interrupt()).toMatchObject({ code: 0, err: '' })
    expect(await home.run(['ledger'])).toMatchObject({ code: 0, err: '' })

    const other = await home.file('other.json', fleetOf(39))
    const refused = await home.run(['up', '--fleet', other])
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toMatch(
      /--fleet .*other\.json: the data of realm sim-lab began with another fleet\. Give that one/,
    )

    const third = home.start(up)
    const url3 = await third.url()
    await expect.poll(async () => (await healthOf(url3)).intake.receivedTotal, DEADLINE).toBeGreaterThan(100)
    await expect.poll(async () => (await healthOf(url3)).processor?.lagEntries, DEADLINE).toBe(0)
    // a start of ours is no start of theirs; what the scenario itself restarts is few
    const startedSince = (await stationsOf(url3)).filter(({ boot }) => Number(boot.split('-')[0]) >= asked)
    expect(startedSince.length).toBeLessThan(4)
    for (const row of await ledgersOf(url3)) {
      expect(row, row.station).toMatchObject({ conflict: 0, rejected: {} })
      expect(row.received, row.station).toBe(row.accepted + row.duplicate)
    }
    expect(await third.interrupt()).toMatchObject({ code: 0, err: '' })
  }, 300_000)
})

describe.skipIf(!hasMosquittoPub)('a full log (SKIPPED without mosquitto_pub)', () => {
  test('acknowledges nothing, says what to do, and the rest runs on; with room again it all comes', async () => {
    const home = await makeHome()
    const up = home.start(['up', '--no-simulator'], { TRAM5G_LOG_BUDGET: '1MiB' })
    const [url, port] = [await up.url(), await up.mqttPort()]
    const big = (seq: number) => ({ boot: '1790000000000-7', seq, t: Date.now(), x: 'x'.repeat(200_000) })
    let acknowledged = 0
    const publishing = (async () => {
      for (let seq = 0; seq < 40; seq++) {
        await mosquittoPub({ port, user: 'HN-0001', topic: 'tram5g/v1/sim-test/HN-0001/state', payload: big(seq) })
        acknowledged++
      }
    })().catch(() => undefined)
    await expect.poll(async () => (await healthOf(url)).log.full, DEADLINE).toBe(true)
    await expect.poll(async () => (await healthOf(url)).intake.accepting, DEADLINE).toBe(false)
    const { alarms } = await healthOf(url)
    expect(alarms.map(({ text }) => text).join('\n')).toContain('raise the log budget')
    expect(acknowledged).toBeLessThan(40)
    // page and figures answer meanwhile
    expect((await fetch(url)).status).toBe(200)
    expect(await getJson(url, '/api/v1/ledger')).toHaveProperty('stations')
    const { code, err } = await up.interrupt()
    expect(err).not.toContain('    at ')
    expect(code).toBe(0)
    await publishing

    const roomy = home.start(['up', '--no-simulator'], { TRAM5G_LOG_BUDGET: '64MiB' })
    const again = await roomy.url()
    // all that was acknowledged is there
    await expect
      .poll(async () => (await ledgerOf(again, 'HN-0001'))?.received ?? 0, DEADLINE)
      .toBeGreaterThanOrEqual(acknowledged)
    const topic = 'tram5g/v1/sim-test/HN-0001/state'
    await mosquittoPub({ port: await roomy.mqttPort(), user: 'HN-0001', topic, payload: big(40) })
    expect((await healthOf(again)).alarms).toEqual([])
    expect(await roomy.interrupt()).toMatchObject({ code: 0 })
  })
})

describe('config and doctor', () => {
  test('config shows what is in force and from where, and no secret', async () => {
    const home = await makeHome({})
    const token = await home.file('token', 'a-very-secret-token-word')
    await home.file('tram5g.yaml', 'http_port: 8099\nlog_budget: 2GiB\n')
    const env = { TRAM5G_REALM: 'sim-lab', TRAM5G_HTTP_TOKEN_FILE: token, TRAM5G_LOG_BUDGET: '3GiB' }
    const { code, out, err } = await home.run(['config', '--json', '--mqtt-port', '1999'], env)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).not.toContain('a-very-secret')
    const rows = JSON.parse(out) as { variable: string; value: unknown; from: string }[]
    const shown = Object.fromEntries(rows.map(({ variable, value, from }) => [variable, [value, from]]))
    expect(shown).toMatchObject({
      TRAM5G_REALM: ['sim-lab', 'environment'],
      TRAM5G_MQTT_PORT: [1999, 'flag'],
      TRAM5G_HTTP_PORT: [8099, 'file'],
      TRAM5G_LOG_BUDGET: [3 * 1024 ** 3, 'environment'],
      TRAM5G_HTTP_TOKEN_FILE: [token, 'environment'],
      TRAM5G_HTTP_HOST: ['127.0.0.1', 'default'],
      TRAM5G_INFLUX_URL: [null, 'unset'],
    })
  })

  test('doctor ends with 0 where all is well, and with 1 and a remedy where something is wrong', async () => {
    const home = await makeHome()
    expect(await home.run(['doctor'])).toMatchObject({ code: 0, err: '' })
    const away = await home.run(['doctor'], { TRAM5G_MQTT_URL: 'mqtt://127.0.0.1:1' })
    expect(away.code).toBe(1)
    expect(away.out).toMatch(/WRONG +broker at 127\.0\.0\.1:1 does not answer\n +→ .*TRAM5G_MQTT_URL/)
    const influx = await home.run(['doctor'], { TRAM5G_INFLUX_URL: 'http://127.0.0.1:1' })
    expect(influx.code).toBe(1)
    expect(influx.out).toMatch(/WRONG .*127\.0\.0\.1:1[\s\S]*→ .*TRAM5G_INFLUX_URL/)
  })

  test('a token on the console is taken from the same file by the commands', async () => {
    const home = await makeHome()
    const token = await home.file('token', 'a-very-secret-token-word')
    const up = home.start(['up', '--no-simulator'], { TRAM5G_HTTP_TOKEN_FILE: token })
    const url = await up.url()
    expect((await fetch(new URL('/api/v1/ledger', url))).status).toBe(401)
    expect(await home.run(['ledger'], { TRAM5G_HTTP_TOKEN_FILE: token })).toMatchObject({ code: 0, err: '' })
    const without = await home.run(['ledger'])
    expect(without.code).toBe(1)
    expect(without.err.trimEnd().split('\n'), without.err).toHaveLength(1)
    const { code, err, out } = await up.interrupt()
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).not.toContain('a-very-secret')
  })
})
