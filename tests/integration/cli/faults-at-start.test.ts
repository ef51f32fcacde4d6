import { cp, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { getJson } from '../../support/api.ts'
import { freePort } from '../../support/free-port.ts'
import { hasInfluxd, startInfluxd } from '../../support/influxd.ts'
import { mosquittoInstalled, passwordOf, startMosquitto } from '../../support/mosquitto.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'

const TEST = { TRAM5G_REALM: 'sim-test', TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' }
const DEADLINE = { timeout: 60_000, interval: 200 }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

async function makeHome(environment: Record<string, string> = TEST): Promise<Tram5gHome> {
  const home = await Tram5gHome.make(environment)
  steps.push(() => home.dispose())
  return home
}

/** Something else that has the port. */
async function occupied(): Promise<number> {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  steps.push(() => new Promise((resolve) => server.close(resolve)))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

interface Health {
  readonly intake: { readonly connected: boolean; readonly accepting: boolean } | null
  readonly alarms: readonly { readonly code: string; readonly text: string }[]
}
const alarmsOf = async (url: string) =>
  (await getJson<Health>(url, '/api/v1/health')).alarms.map(({ text }) => text).join('\n')

describe('a port in use', () => {
  test.each(['TRAM5G_MQTT_PORT', 'TRAM5G_HTTP_PORT'])(
    '%s: one line that names it, and nothing is left behind',
    async (key) => {
      const home = await makeHome()
      const port = String(await occupied())
      const { code, err } = await home.run(['up', '--no-simulator'], { [key]: port })
      expect(err.trimEnd().split('\n'), err).toHaveLength(1)
      for (const word of [key, port, 'in use']) expect(err).toContain(word)
      expect(code).toBe(1)
      // the same data starts at once with another port
      const up = home.start(['up', '--no-simulator'])
      await up.url()
      expect(await up.interrupt()).toMatchObject({ code: 0, err: '' })
    },
  )
})

describe('a second process on the same data', () => {
  test('is told who has it and what to do; the first runs on', async () => {
    const home = await makeHome()
    const first = home.start(['up', '--no-simulator'])
    const url = await first.url()
    for (const args of [['up', '--no-simulator'], ['broker'], ['process']]) {
      const { code, err } = await home.run(args)
      expect(err.trimEnd().split('\n'), err).toHaveLength(1)
      for (const word of ['already running', String(first.pid), 'TRAM5G_DATA_DIR']) expect(err).toContain(word)
      expect(code).toBe(2)
    }
    expect((await getJson<Health>(url, '/api/v1/health')).intake).toMatchObject({ connected: true, accepting: true })
    // a killed one does not lock the data for ever
    await first.kill9()
    const next = home.start(['up', '--no-simulator'])
    await next.url()
    expect(await next.interrupt()).toMatchObject({ code: 0, err: '' })
  })
})

describe('a data folder that cannot be', () => {
  test('is named', async () => {
    const home = await makeHome()
    const file = await home.file('not-a-folder', '')
    const { code, err } = await home.run(['up', '--no-simulator'], { TRAM5G_DATA_DIR: file })
    expect(err.trimEnd().split('\n'), err).toHaveLength(1)
    for (const word of [file, 'TRAM5G_DATA_DIR']) expect(err).toContain(word)
    expect(code).toBe(2)
  })
})

describe('damaged data', () => {
  let sound: Tram5gHome
  beforeAll(async () => {
    sound = await Tram5gHome.make(TEST)
    const up = sound.start(['up', '--no-simulator'])
    const url = await up.url()
    const processor = async () => (await getJson<{ processor: object | null }>(url, '/api/v1/health')).processor
    await vi.waitFor(async () => expect(await processor()).not.toBeNull(), DEADLINE)
    expect(await up.interrupt()).toMatchObject({ code: 0 })
  })
  afterAll(() => sound.dispose())

  test.each([
    ['state/data.mdb', 'Move', 'made again from the log'],
    ['log/p0/0000000000000001/data.mdb', 'from a copy', 'move the whole log away'],
    ['store.duckdb', 'from a copy', 'made again from what the log still keeps'],
  ])('%s: named, with what to do, and not a crash without a word', async (name, ...says) => {
    const home = await makeHome()
    await cp(sound.dataDirectory, home.dataDirectory, { recursive: true })
    const path = home.path('sim-test', name)
    await writeFile(path, 'x'.repeat((await stat(path)).size))
    const { code, err } = await home.run(['up', '--no-simulator'])
    const [last = ''] = err.trimEnd().split('\n').slice(-1)
    for (const word of [path, 'damaged', ...says]) expect(last).toContain(word)
    expect(err).not.toContain('    at ')
    expect([1, 2]).toContain(code)
  })
})

describe('a broker that is not there, or refuses', () => {
  const oneWarning = (err: string) => {
    const lines = err.trimEnd().split('\n')
    for (const line of lines) {
      expect(JSON.parse(line), err).toHaveProperty('msg')
      expect(line).not.toContain('    at ')
    }
    return lines
  }

  test('unreachable: said once with what to do, and tried on until it is there', async () => {
    const port = await freePort()
    const home = await makeHome({ TRAM5G_REALM: 'sim-test', TRAM5G_MQTT_URL: `mqtt://127.0.0.1:${port}` })
    const collect = home.start(['collect'])
    await collect.complaint(/cannot be reached: nothing listens there: start the broker, or correct TRAM5G_MQTT_URL/)
    await collect.line(/collect · realm sim-test/)
    const { code, err } = await collect.interrupt()
    oneWarning(err)
    expect(code).toBe(0)
  })

  test.skipIf(!mosquittoInstalled)('wrong password: names user and file (SKIPPED without mosquitto)', async () => {
    const broker = await startMosquitto()
    steps.push(() => broker.dispose())
    const home = await makeHome({
      TRAM5G_REALM: 'live',
      TRAM5G_MQTT_URL: broker.url,
      TRAM5G_MQTT_USERNAME: 'collector',
    })
    const wrong = await home.file('wrong', `${passwordOf('collector')}-not`)
    const collect = home.start(['collect'], { TRAM5G_MQTT_PASSWORD_FILE: wrong })
    await collect.complaint(/TRAM5G_MQTT_USERNAME and TRAM5G_MQTT_PASSWORD_FILE/)
    const { code, err } = await collect.interrupt()
    oneWarning(err)
    expect(err).not.toContain(passwordOf('collector'))
    expect(code).toBe(0)
  })
})

describe('an InfluxDB that is not there, or refuses', () => {
  test('unreachable: broker and page run on, the alarm says what to do, and an end is an end', async () => {
    const port = await freePort()
    const home = await makeHome()
    const up = home.start(['up', '--no-simulator'], { TRAM5G_INFLUX_URL: `http://127.0.0.1:${port}` })
    const url = await up.url()
    await expect.poll(() => alarmsOf(url), DEADLINE).toContain(`127.0.0.1:${port}`)
    expect((await getJson<Health>(url, '/api/v1/health')).intake).toMatchObject({ connected: true, accepting: true })
    const { code, err } = await up.interrupt()
    expect(err).not.toContain('    at ')
    expect(code).toBe(0)
  })

  test.each(['process', 'serve'])(
    'unreachable: %s says so, waits, and ends with Ctrl-C in good order',
    async (command) => {
      const port = await freePort()
      const home = await makeHome({
        TRAM5G_REALM: 'sim-test',
        TRAM5G_HTTP_PORT: '0',
        TRAM5G_INFLUX_URL: `http://127.0.0.1:${port}`,
      })
      const broker = home.start(['broker'], { TRAM5G_INFLUX_URL: '', TRAM5G_MQTT_PORT: '0' })
      await broker.line(/broker · realm/)
      const started = home.start([command])
      await started.complaint(new RegExp(`127\\.0\\.0\\.1:${port}`))
      const { code, err } = await started.interrupt()
      expect(err).not.toContain('    at ')
      expect(code).toBe(0)
      expect(await broker.interrupt()).toMatchObject({ code: 0, err: '' })
    },
  )

  test.skipIf(!hasInfluxd)(
    'wrong user: the alarm names the settings, the intake runs on (SKIPPED without influxd)',
    async () => {
      const influx = await startInfluxd({ auth: true })
      steps.push(() => influx.dispose())
      const home = await makeHome()
      const password = await home.file('wrong', 'wrong-word')
      const up = home.start(['up', '--no-simulator'], {
        TRAM5G_INFLUX_URL: influx.url,
        TRAM5G_INFLUX_USERNAME: 'nobody',
        TRAM5G_INFLUX_PASSWORD_FILE: password,
      })
      const url = await up.url()
      await expect.poll(() => alarmsOf(url), DEADLINE).toMatch(/TRAM5G_INFLUX/)
      expect((await getJson<Health>(url, '/api/v1/health')).intake).toMatchObject({ connected: true, accepting: true })
      const { code, err } = await up.interrupt()
      expect(err).not.toContain('wrong-word')
      expect(err).not.toContain('    at ')
      expect(code).toBe(0)
    },
  )
})
