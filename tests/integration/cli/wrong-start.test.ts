import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { opensslInstalled, TestAuthority } from '../../support/certificates.ts'
import { type Answered, CommandsInTurn } from '../../support/commands-in-turn.ts'
import { type Ended, type Environment, Tram5gHome } from '../../support/tram5g-process.ts'

let home: Tram5gHome
let commands: CommandsInTurn
beforeAll(async () => {
  home = await Tram5gHome.make({})
  commands = new CommandsInTurn()
})
afterAll(async () => {
  await commands.dispose()
  await home.dispose()
})

interface WrongStart {
  readonly args: readonly string[]
  readonly env?: Environment
  /** All of them stand in the one line: the key, what came, what is allowed. */
  readonly says: readonly string[]
  /** It is started in a process of its own too. */
  readonly alsoAlone?: boolean
}

const LIVE = { TRAM5G_REALM: 'live' }
const TEST = { TRAM5G_REALM: 'sim-test', TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' }
const wrongStarts: WrongStart[] = [
  { args: ['collect'], says: ['TRAM5G_REALM', 'not set', "'live'", 'sim-'], alsoAlone: true },
  { args: ['up'], env: { TRAM5G_REALM: 'production' }, says: ['TRAM5G_REALM', '"production"', "'live'", 'sim-'] },
  { args: ['up', '--mqtt-port', 'abc'], says: ['--mqtt-port', '"abc"', '0 to 65535'] },
  { args: ['up'], env: { TRAM5G_MQTT_PORT: '70000' }, says: ['TRAM5G_MQTT_PORT', '"70000"', '0 to 65535'] },
  { args: ['up'], env: { TRAM5G_HTTP_PRT: '1' }, says: ['TRAM5G_HTTP_PRT', 'unknown', 'TRAM5G_HTTP_PORT'] },
  { args: ['config'], env: { TRAM5G_LOG_BUDGET: '12' }, says: ['TRAM5G_LOG_BUDGET', '"12"', '1MiB'] },
  {
    args: ['config'],
    env: { TRAM5G_LOG_RETENTION_DAYS: '1' },
    says: ['TRAM5G_LOG_RETENTION_DAYS', '"1"', '8 to 3650'],
  },
  { args: ['config'], env: { TRAM5G_LOG_LEVEL: 'loud' }, says: ['TRAM5G_LOG_LEVEL', '"loud"', 'debug'] },
  {
    args: ['collect'],
    env: { ...LIVE, TRAM5G_MQTT_URL: 'mqtt://user:secret@host:1883' },
    says: ['TRAM5G_MQTT_URL', 'without user or password'],
  },
  {
    args: ['process'],
    env: { ...LIVE, TRAM5G_INFLUX_URL: 'foo' },
    says: ['TRAM5G_INFLUX_URL', '"foo"', 'http://host:port'],
  },
  { args: ['collect'], env: LIVE, says: ['TRAM5G_MQTT_URL', 'not set', 'tram5g broker'] },
  { args: ['broker'], env: { ...LIVE, TRAM5G_MQTT_URL: 'mqtt://h:1' }, says: ['TRAM5G_MQTT_URL', 'tram5g collect'] },
  { args: ['serve'], env: LIVE, says: ['TRAM5G_INFLUX_URL', 'not set', 'tram5g process'] },
  { args: ['simulate'], env: LIVE, says: ['live', 'sim-'] },
  { args: ['up'], env: LIVE, says: ['live', 'sim-', '--no-simulator'] },
  { args: ['up', '--fleet', '/no/such/lab.json'], env: TEST, says: ['--fleet', '/no/such/lab.json', 'ENOENT'] },
  { args: ['up', '--no-simulator', '--fleet', 'lab.json'], env: TEST, says: ['--fleet', '--no-simulator'] },
  {
    args: ['up', '--no-simulator'],
    env: { ...LIVE, TRAM5G_MQTT_PORT: '0' },
    says: ['TRAM5G_BROKER_PASSWORDS_FILE'],
  },
  {
    args: ['up', '--no-simulator'],
    env: { ...TEST, TRAM5G_MQTT_HOST: '0.0.0.0' },
    says: ['TRAM5G_MQTT_HOST', 'TRAM5G_BROKER_PASSWORDS_FILE'],
  },
  {
    args: ['up', '--no-simulator'],
    env: { ...TEST, TRAM5G_HTTP_HOST: '0.0.0.0' },
    says: ['TRAM5G_HTTP_TOKEN_FILE', '127.0.0.1'],
  },
  {
    args: ['broker'],
    env: { ...LIVE, TRAM5G_MQTT_PORT: '0', TRAM5G_BROKER_PASSWORDS_FILE: '/no/such/passwords' },
    says: ['TRAM5G_BROKER_PASSWORDS_FILE', '/no/such/passwords', 'ENOENT'],
    alsoAlone: true,
  },
  {
    args: ['collect'],
    env: {
      ...LIVE,
      TRAM5G_MQTT_URL: 'mqtt://127.0.0.1:1',
      TRAM5G_MQTT_USERNAME: 'collector',
      TRAM5G_MQTT_PASSWORD_FILE: '/no/such/file',
    },
    says: ['TRAM5G_MQTT_PASSWORD_FILE', '/no/such/file'],
  },
  {
    args: ['process'],
    env: { ...LIVE, TRAM5G_INFLUX_URL: 'http://127.0.0.1:1', TRAM5G_INFLUX_TOKEN_FILE: '/no/such/token' },
    says: ['TRAM5G_INFLUX_TOKEN_FILE', '/no/such/token'],
  },
  {
    args: ['collect'],
    env: { ...LIVE, TRAM5G_MQTT_URL: 'mqtts://127.0.0.1:1', TRAM5G_MQTT_CERT: '/no/such/cert' },
    says: ['TRAM5G_MQTT_KEY', 'not set', 'TRAM5G_MQTT_CERT'],
  },
  {
    args: ['collect'],
    env: { ...LIVE, TRAM5G_MQTT_URL: 'mqtt://127.0.0.1:1', TRAM5G_MQTT_PASSWORD_FILE: '/no/such/file' },
    says: ['TRAM5G_MQTT_USERNAME', 'not set', 'TRAM5G_MQTT_PASSWORD_FILE'],
  },
  {
    args: ['process'],
    env: { ...LIVE, TRAM5G_INFLUX_URL: 'http://127.0.0.1:1', TRAM5G_INFLUX_USERNAME: 'nga' },
    says: ['TRAM5G_INFLUX_PASSWORD_FILE', 'not set', 'TRAM5G_INFLUX_USERNAME'],
  },
  // where nothing can be made Node.js itself would try for ever
  ...[
    ['up', '--no-simulator'],
    ['broker'],
    ['process'],
    ['maintenance', 'close', 'W1', '--why', 'done'],
    ['simulate', '--realm', 'sim-test'],
  ].map((args) => ({
    args,
    env: { ...TEST, TRAM5G_DATA_DIR: '/proc/tram5g/data' },
    says: ['TRAM5G_DATA_DIR', '/proc/tram5g', 'cannot be made'],
    alsoAlone: true,
  })),
  { args: ['dashboards', '--out', '/proc/tram5g/a/b'], says: ['--out', '/proc/tram5g'] },
  { args: ['kpi', '--level', '2m'], says: ['--level', '"2m"', '10s, 1m, 15m, 1h, 1d'] },
  { args: ['kpi', '--from', 'yesterday'], says: ['--from', '"yesterday"', '15m'] },
  { args: ['kpi', '--where', 'zone'], says: ['--where', '"zone"', 'tag=value'] },
  { args: ['ledger'], says: ['no data', 'sim-demo', 'tram5g up', 'TRAM5G_DATA_DIR'] },
  { args: ['deadletters', 'show', '1'], says: ['no log', 'sim-demo', 'tram5g broker'] },
  { args: ['deadletters', 'show', 'x'], says: ['offset', '"x"', 'whole number'] },
  { args: ['registry', 'import', '/no/such.csv'], says: ['/no/such.csv', 'ENOENT'] },
  { args: ['collect', 'now'], says: ["too many arguments for 'collect'", 'got 1. '] },
  { args: ['up', '--dashboard'], says: ['--dashboard'] },
  { args: ['start'], says: ['start'], alsoAlone: true },
]

function expectOneLine({ code, out, err }: Pick<Ended, 'code' | 'out' | 'err'>, says: readonly string[]): void {
  const lines = err.split('\n').filter((line) => line !== '')
  expect(lines, err).toHaveLength(1)
  for (const word of says) expect(lines[0]).toContain(word)
  expect(lines[0]).not.toContain('secret')
  expect({ code, out }).toEqual({ code: 2, out: '' })
}

function expectWrong(answered: Answered, says: readonly string[]): void {
  expectOneLine(answered, says)
  // nothing would keep its process from ending
  expect(answered.left).toEqual([])
}

describe('a wrong start', () => {
  test.each(wrongStarts)('$args $env: one line that names the key, what came and what is allowed', async (start) => {
    expectWrong(await commands.run(home, start.args, start.env), start.says)
  })

  test.each(wrongStarts.filter(({ alsoAlone }) => alsoAlone))('$args $env: so also alone', async (start) => {
    expectOneLine(await home.run(start.args, start.env), start.says)
  })

  test.each([
    { text: 'realm: sim-test\nmqtt_prot: 1\n', says: ['tram5g.yaml', '"mqtt_prot"', 'mqtt_port'] },
    { text: 'mqtt_port: many\n', says: ['mqtt_port in tram5g.yaml', '"many"', '0 to 65535'] },
    { text: 'realm: [\n', says: ['tram5g.yaml', 'not YAML'] },
    { text: '- realm\n', says: ['tram5g.yaml', 'keys with values'] },
  ])('in tram5g.yaml $text', async ({ text, says }) => {
    const own = await Tram5gHome.make({})
    try {
      await own.file('tram5g.yaml', text)
      expectWrong(await commands.run(own, ['config']), says)
    } finally {
      await own.dispose()
    }
  })

  test.skipIf(!opensslInstalled)(
    'with certificates that are none, or do not belong together (SKIPPED without openssl)',
    async () => {
      const own = await Tram5gHome.make({ ...LIVE, TRAM5G_MQTT_URL: 'mqtts://127.0.0.1:1' })
      try {
        const text = await own.file('text', 'not a certificate')
        const authority = new TestAuthority(dirname(text))
        const [a, b] = [await authority.issue('a'), await authority.issue('b')]
        const pair = { TRAM5G_MQTT_CERT: a.certFile, TRAM5G_MQTT_KEY: a.keyFile }
        for (const [env, ...says] of [
          [{ TRAM5G_MQTT_CA: text }, 'TRAM5G_MQTT_CA', 'a certificate in PEM', text],
          [{ ...pair, TRAM5G_MQTT_CERT: text }, 'TRAM5G_MQTT_CERT', 'a certificate in PEM', text],
          [{ ...pair, TRAM5G_MQTT_KEY: text }, 'TRAM5G_MQTT_KEY', 'a private key', text],
          [{ ...pair, TRAM5G_MQTT_KEY: b.keyFile }, 'TRAM5G_MQTT_KEY', a.certFile, b.keyFile],
          [{ ...pair, TRAM5G_MQTT_URL: 'mqtt://127.0.0.1:1' }, 'TRAM5G_MQTT_URL', 'mqtts://', 'mqtt://127.0.0.1:1'],
        ] as const) {
          expectWrong(await commands.run(own, ['collect'], env), says)
        }
      } finally {
        await own.dispose()
      }
    },
  )
})
