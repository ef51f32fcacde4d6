import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { TRIAL_2020_FLEET } from '../../../simulators/mod.ts'
import { freePort } from '../../support/free-port.ts'
import { mosquittoInstalled } from '../../support/mosquitto.ts'

const DEPLOY = fileURLToPath(new URL('../../../deploy/', import.meta.url))

const atEnd: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of atEnd.splice(0).reverse()) await end()
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tram5g-deploy-'))
  atEnd.push(() => rm(path, { recursive: true, force: true }))
  return path
}

function makeSecrets(path: string): string {
  return execFileSync('sh', [join(DEPLOY, 'make-secrets.sh'), path], { encoding: 'utf8' })
}

describe.skipIf(!mosquittoInstalled)('deploy/make-secrets.sh (skipped: no mosquitto_passwd)', () => {
  test('makes each secret once, at random, for its owner only, and prints none', async () => {
    const [one, two] = [join(await folder(), 'secrets'), join(await folder(), 'secrets')]
    const printed = makeSecrets(one)
    makeSecrets(two)
    const names = await readdir(one)
    expect(names.sort()).toEqual([
      'console-token',
      'grafana-admin-password',
      'influx-admin-password',
      'influx-admin-token',
      'mqtt-collector-password',
      'mqtt-passwords',
      'mqtt-simulator-password',
    ])
    expect((await stat(one)).mode & 0o777).toBe(0o700)
    const before = new Map<string, string>()
    for (const name of names) {
      const text = await readFile(join(one, name), 'utf8')
      before.set(name, text)
      expect(text, name).not.toBe(await readFile(join(two, name), 'utf8'))
      if (name !== 'mqtt-passwords') expect(text, name).toMatch(/^[0-9a-f]{64}$/)
      expect(printed).not.toContain(text.trim())
    }
    expect(new Set(before.values()).size).toBe(names.length)
    expect(before.get('mqtt-passwords')).toMatch(/^collector:\$7\$\S+\n$/)
    makeSecrets(one)
    for (const [name, text] of before) expect(await readFile(join(one, name), 'utf8')).toBe(text)
  })
})

/** The broker as its container starts it, with its paths and its port moved. */
async function startAsDeployed(
  realm: string,
  rules: Readonly<Record<string, string>> = {},
): Promise<{ port: number; secret: (name: string) => Promise<string> }> {
  const root = await folder()
  const [from, to, secrets] = [join(root, 'from'), join(root, 'config'), join(root, 'secrets')]
  await cp(join(DEPLOY, 'mosquitto'), from, { recursive: true })
  await mkdir(to)
  await mkdir(join(root, 'data'))
  makeSecrets(secrets)
  for (const [name, text] of Object.entries(rules)) await writeFile(join(from, name), text)
  const port = await freePort()
  const config = await readFile(join(from, 'mosquitto.conf'), 'utf8')
  // as root it would change to a user who cannot read the folder
  const asRoot = process.getuid?.() === 0 ? 'user root\n' : ''
  const moved = config.replaceAll('/mosquitto/', `${root}/`).replace(/^listener 1883$/m, `listener ${port} 127.0.0.1`)
  await writeFile(join(from, 'mosquitto.conf'), asRoot + moved)
  const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` }
  const broker = spawn('sh', [join(from, 'start.sh')], {
    env: { ...env, TRAM5G_REALM: realm, MOSQUITTO_FROM: from, MOSQUITTO_TO: to, MOSQUITTO_SECRETS: secrets },
    stdio: 'ignore',
  })
  const lastResort = () => broker.kill('SIGKILL')
  process.once('exit', lastResort)
  atEnd.push(async () => {
    process.off('exit', lastResort)
    if (broker.exitCode !== null) return
    const exited = once(broker, 'exit')
    broker.kill('SIGKILL')
    await exited
  })
  const secret = async (name: string) => readFile(join(secrets, name), 'utf8')
  const deadline = Date.now() + 30_000
  for (;;) {
    const client = await login(port, 'collector', await secret('mqtt-collector-password')).catch(() => undefined)
    if (client !== undefined) break
    if (broker.exitCode !== null || Date.now() > deadline) throw new Error(`the broker did not come up in ${realm}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect((await stat(join(to, 'passwords'))).mode & 0o777).toBe(0o600)
  return { port, secret }
}

async function login(port: number, username: string, password: string): Promise<MqttClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { username, password, reconnectPeriod: 0 })
  atEnd.push(() => client.endAsync(true))
  return client
}

describe.skipIf(!mosquittoInstalled)('deploy/mosquitto/start.sh (skipped: no mosquitto)', () => {
  test('in a simulated realm each simulated station speaks for itself, and for nobody else', async () => {
    const { port, secret } = await startAsDeployed('sim-demo')
    const collector = await login(port, 'collector', await secret('mqtt-collector-password'))
    await collector.subscribeAsync('tram5g/v1/sim-demo/+/pm', { qos: 1 })
    const heard: string[] = []
    collector.on('message', (topic) => heard.push(topic))

    // a connection each: Mosquitto 2.0.11 does not read on after a publish that it denied
    for (const topic of ['tram5g/v1/sim-demo/HN-0002/pm', 'tram5g/v1/sim-demo/HN-0001/pm']) {
      const station = await login(port, 'HN-0001', await secret('mqtt-simulator-password'))
      await station.publishAsync(topic, '{}', { qos: 1 })
    }
    const deadline = Date.now() + 30_000
    while (heard.length === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(heard).toEqual(['tram5g/v1/sim-demo/HN-0001/pm'])
    await expect(login(port, 'HN-0001', 'another')).rejects.toThrow(/not authorized|bad user/i)
  })

  test('takes the rules that were written for the realm, and no others', async () => {
    const collector = 'user collector\ntopic read tram5g/v1/sim-demo/+/pm\n'
    const gateway = 'user HN-0001\ntopic write tram5g/v1/sim-demo/HN-0002/pm\n'
    const rules = { 'acl-sim-demo': `${collector}\n${gateway}`, 'acl-live': 'user collector\n' }
    const { port, secret } = await startAsDeployed('sim-demo', rules)
    const listener = await login(port, 'collector', await secret('mqtt-collector-password'))
    await listener.subscribeAsync('tram5g/v1/sim-demo/+/pm', { qos: 1 })
    const heard: string[] = []
    listener.on('message', (topic) => heard.push(topic))
    for (const topic of ['tram5g/v1/sim-demo/HN-0001/pm', 'tram5g/v1/sim-demo/HN-0002/pm']) {
      const station = await login(port, 'HN-0001', await secret('mqtt-simulator-password'))
      await station.publishAsync(topic, '{}', { qos: 1 })
    }
    const deadline = Date.now() + 30_000
    while (heard.length === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(heard).toEqual(['tram5g/v1/sim-demo/HN-0002/pm'])
  })

  test('in the live realm no simulated station comes in', async () => {
    const { port, secret } = await startAsDeployed('live')
    await expect(login(port, 'HN-0001', await secret('mqtt-simulator-password'))).rejects.toThrow(
      /not authorized|bad user/i,
    )
  })
})

test('the stations of the demo are those of the simulated fleet', async () => {
  const listed = await readFile(join(DEPLOY, 'mosquitto/demo-stations'), 'utf8')
  expect(listed.trimEnd().split('\n'), 'write deploy/mosquitto/demo-stations anew, one id a line').toEqual(
    TRIAL_2020_FLEET.stations.map(({ id }) => id),
  )
})
