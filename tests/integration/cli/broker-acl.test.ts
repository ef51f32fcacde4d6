import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { mosquittoInstalled, passwordOf, startMosquitto } from '../../support/mosquitto.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'

const DEADLINE = { timeout: 60_000, interval: 100 }
const HEAD = 'station,from,type,publisher,operator,province,zone,zoneType,phase,vendor'
const PLACE = 'a,01,hoa-lac,it-park,1,x'
const CSV = `${HEAD}
HN-0001,2026-01-01,,,${PLACE}
HN-0002,2026-01-01,,,${PLACE}
GW-1,2026-01-01,gateway,,${PLACE}
HN-0003,2026-01-01,,GW-1,${PLACE}
P-1,2026-01-01,probe,,${PLACE}
HN-0004,2098-01-01,,,${PLACE}
`
const USERS = ['HN-0001', 'HN-0002', 'HN-0003', 'HN-0004', 'GW-1', 'P-1', 'stranger']

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

/** The rules as the command writes them from a registry that was imported by command. */
async function writtenRules(): Promise<string> {
  const home = await Tram5gHome.make({ TRAM5G_REALM: 'sim-test', TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' })
  steps.push(() => home.dispose())
  const up = home.start(['up', '--no-simulator'])
  await up.url()
  expect(await home.run(['registry', 'import', await home.file('stations.csv', CSV)])).toMatchObject({
    code: 0,
    err: '',
  })
  const out = join(home.directory, 'acl')
  await expect.poll(async () => (await home.run(['broker', 'acl'])).out, DEADLINE).toContain('user P-1')
  const { code, err } = await home.run(['broker', 'acl', '--out', out])
  expect(code).toBe(0)
  expect(err).toMatch(/^tram5g: note: .*2098-01-01 00:00:00.*run this again then\.\n$/)
  const rules = await readFile(out, 'utf8')
  const withoutTime = (text: string) => text.replaceAll(/as of .*? \(UTC/g, '')
  expect(withoutTime((await home.run(['broker', 'acl'])).out)).toBe(withoutTime(rules))
  // a broker runs as another user
  expect((await stat(out)).mode & 0o444).toBe(0o444)
  const asStation = await home.run(['broker', 'acl', '--collector', 'HN-0001'])
  expect(asStation).toMatchObject({ code: 2, out: '', err: expect.stringContaining('a user of its own') })
  expect(await home.run(['broker', 'acl', '--out', '/proc/acl'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('--out: cannot write /proc/acl'),
  })
  // without the process: the store is read from its file
  expect(await up.interrupt()).toMatchObject({ code: 0, err: '' })
  expect(withoutTime((await home.run(['broker', 'acl'])).out)).toBe(withoutTime(rules))
  return rules
}

describe.skipIf(!mosquittoInstalled)('tram5g broker acl, read by a real Mosquitto (SKIPPED without mosquitto)', () => {
  test('each publisher writes its own kinds in its realm and hears its cmd, and nothing else', async () => {
    const rules = await writtenRules()
    const observer = 'user observer\ntopic read #\n'
    const broker = await startMosquitto({ users: [...USERS, 'observer'], acl: `${rules}\n${observer}` })
    steps.push(() => broker.dispose())
    const login = async (username: string): Promise<MqttClient> => {
      const client = await connectAsync(broker.url, { username, password: passwordOf(username), reconnectPeriod: 0 })
      steps.push(() => client.endAsync(true))
      return client
    }
    const heardBy = async (user: string, filters: readonly string[]): Promise<string[]> => {
      const heard: string[] = []
      const client = await login(user)
      client.on('message', (topic) => heard.push(topic))
      for (const filter of filters) await client.subscribeAsync(filter, { qos: 1 }).catch(() => undefined)
      return heard
    }
    const at = (realm: string, station: string, kind: string) => `tram5g/v1/${realm}/${station}/${kind}`
    const own = (station: string) =>
      ['birth', 'death', 'pm', 'pm/perf3gpp', 'state', 'alarm'].map((kind) => at('sim-test', station, kind))
    const allowed: [user: string, topics: string[]][] = [
      ['HN-0001', own('HN-0001')],
      ['GW-1', own('HN-0003')],
      ['P-1', [at('sim-test', 'P-1', 'test')]],
    ]
    const denied: [user: string, topics: string[]][] = [
      [
        'HN-0001',
        [...own('HN-0002'), ...own('HN-0003'), at('sim-test', 'HN-0001', 'test'), at('sim-test', 'HN-0001', 'cmd')],
      ],
      ['HN-0001', [at('live', 'HN-0001', 'pm'), at('sim-tes', 'HN-0001', 'pm'), 'tram5g/v2/sim-test/HN-0001/pm']],
      // its gateway speaks for it
      ['HN-0003', [at('sim-test', 'HN-0003', 'pm')]],
      ['GW-1', [at('sim-test', 'GW-1', 'pm'), at('sim-test', 'HN-0001', 'pm')]],
      ['P-1', [at('sim-test', 'P-1', 'pm'), at('sim-test', 'P-1', 'birth'), at('sim-test', 'HN-0001', 'test')]],
      // its line holds from 2098 on
      ['HN-0004', [at('sim-test', 'HN-0004', 'pm')]],
      ['stranger', [at('sim-test', 'stranger', 'pm')]],
      ['collector', [at('sim-test', 'HN-0001', 'pm')]],
    ]
    const arrived = await heardBy('observer', ['tram5g/#'])
    const collected = await heardBy('collector', [
      at('sim-test', '+', 'pm'),
      at('sim-test', '+', 'pm/+'),
      at('live', '+', 'pm'),
    ])
    // a connection each: Mosquitto 2.0.11 does not read on after a publish that it denied
    for (const [user, topics] of [...denied, ...allowed])
      for (const topic of topics) {
        const client = await login(user)
        await client.publishAsync(topic, '{}', { qos: 1 }).catch(() => undefined)
        await client.endAsync()
      }
    const expected = allowed.flatMap(([, topics]) => topics).sort()
    const last = at('sim-test', 'HN-0002', 'alarm')
    await (await login('HN-0002')).publishAsync(last, '{}', { qos: 1 })
    await expect.poll(() => arrived.includes(last), DEADLINE).toBe(true)
    expect(arrived.filter((topic) => topic !== last).sort()).toEqual(expected)
    await expect.poll(() => collected.length, DEADLINE).toBe(4)
    expect(collected.sort()).toEqual(expected.filter((topic) => topic.includes('/pm')))

    // cmd: to the station it is meant for, or to its gateway
    const one = await heardBy('HN-0001', [
      at('sim-test', 'HN-0001', 'cmd'),
      at('sim-test', 'HN-0002', 'cmd'),
      at('sim-test', '+', 'pm'),
    ])
    const gateway = await heardBy('GW-1', [at('sim-test', '+', 'cmd')])
    const asked = await login('collector')
    for (const station of ['HN-0002', 'HN-0003', 'HN-0001'])
      await asked.publishAsync(at('sim-test', station, 'cmd'), '{}', { qos: 1 })
    await (await login('HN-0002')).publishAsync(at('sim-test', 'HN-0002', 'pm'), '{}', { qos: 1 })
    await expect.poll(() => [one.length, gateway.length], DEADLINE).toEqual([1, 1])
    await expect
      .poll(() => arrived.filter((topic) => topic === at('sim-test', 'HN-0002', 'pm')).length, DEADLINE)
      .toBe(1)
    expect([one, gateway]).toEqual([[at('sim-test', 'HN-0001', 'cmd')], [at('sim-test', 'HN-0003', 'cmd')]])
  })
})
