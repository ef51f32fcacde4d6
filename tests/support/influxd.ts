import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

/** Another influxd (1.8 and later, or 2.x) to test against instead of the one on the PATH. */
const CHOSEN = process.env.TRAM5G_TEST_INFLUXD
const BINARY = CHOSEN ?? ['/usr/bin/influxd', '/usr/local/bin/influxd', '/opt/homebrew/bin/influxd'].find(existsSync)

/** False where no influxd is installed: `describe.skipIf(!hasInfluxd)`. */
export const hasInfluxd = BINARY !== undefined && existsSync(BINARY)

if (!hasInfluxd && process.env.TRAM5G_FORBID_SKIP === '1') {
  throw new Error('TRAM5G_FORBID_SKIP=1, but there is no influxd: install InfluxDB 1.x or set TRAM5G_TEST_INFLUXD')
}

export interface InfluxdOptions {
  /** 1.x: ask for user and password; 2.x always asks for a token. */
  readonly auth?: boolean
  /** Lines for the section `[data]` of a 1.x configuration. */
  readonly data?: readonly string[]
}

export interface Influxd {
  readonly url: string
  readonly flavour: 'v1' | 'v2'
  /** What `openInfluxStore` needs beside the URL. */
  readonly auth: {
    readonly token?: string
    readonly username?: string
    readonly password?: string
    readonly org?: string
  }
  /** One InfluxQL statement as the administrator; the parsed body. */
  query(influxQl: string, database?: string): Promise<unknown>
  /** SIGTERM, and wait until it has ended; data stays for `start`. */
  stop(): Promise<void>
  kill9(): Promise<void>
  /** Again, on the same port and data. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  dispose(): Promise<void>
}

const ADMIN = { username: 'admin', password: 'test only' }
const SETUP = { org: 'tram5g-test', bucket: 'setup', token: 'test-only-token', ...ADMIN }

/** A server of its own on free ports of 127.0.0.1, with its data in a directory of its own. Ready when it resolves. */
export async function startInfluxd(options: InfluxdOptions = {}): Promise<Influxd> {
  if (BINARY === undefined) throw new Error('no influxd found: test hasInfluxd first')
  const dir = await mkdtemp(join(tmpdir(), 'tram5g-influxd-'))
  const [httpPort, rpcPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${httpPort}`
  const flavour = versionOf(BINARY)
  const args =
    flavour === 'v1'
      ? ['-config', join(dir, 'influxdb.conf')]
      : [
          `--http-bind-address=127.0.0.1:${httpPort}`,
          `--bolt-path=${join(dir, 'influxd.bolt')}`,
          `--engine-path=${join(dir, 'engine')}`,
          `--sqlite-path=${join(dir, 'influxd.sqlite')}`,
          '--reporting-disabled',
        ]
  if (flavour === 'v1') await writeFile(join(dir, 'influxdb.conf'), configuration(dir, httpPort, rpcPort, options))

  let child: ChildProcess | undefined
  const end = async (signal: NodeJS.Signals) => {
    const ending = child
    child = undefined
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const exited = once(ending, 'exit')
    ending.kill(signal)
    await exited
  }
  // whatever happens to the test, its server does not outlive it
  const lastResort = () => child?.kill('SIGKILL')
  process.on('exit', lastResort)

  const start = async () => {
    const log: string[] = []
    child = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        log.push(data.toString())
        if (log.length > 50) log.shift()
      })
    }
    const started = child
    await until(`influxd to answer on ${url}`, async () => {
      if (started.exitCode !== null) throw new Error(`influxd ended with ${started.exitCode}: ${log.join('')}`)
      const answer = await fetch(`${url}/ping`).catch(() => undefined)
      return answer?.status === 204
    })
  }

  try {
    await start()
    const auth = await setUp(url, flavour, options)
    return {
      url,
      flavour,
      auth,
      query: (influxQl, database) => ask(url, auth, influxQl, database),
      stop: () => end('SIGTERM'),
      kill9: () => end('SIGKILL'),
      start,
      async dispose() {
        await end('SIGKILL')
        process.off('exit', lastResort)
        await rm(dir, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await end('SIGKILL')
    await rm(dir, { recursive: true, force: true })
    throw error
  }
}

/** Of the influxd that {@link startInfluxd} starts; undefined where there is none. */
export const flavourAtHand = (): Influxd['flavour'] | undefined =>
  hasInfluxd && BINARY !== undefined ? versionOf(BINARY) : undefined

function versionOf(binary: string): 'v1' | 'v2' {
  return /\bv?2\.\d+\.\d+/.test(execFileSync(binary, ['version'], { encoding: 'utf8' })) ? 'v2' : 'v1'
}

function configuration(dir: string, httpPort: number, rpcPort: number, options: InfluxdOptions): string {
  return `
reporting-disabled = true
bind-address = "127.0.0.1:${rpcPort}"
[meta]
  dir = "${join(dir, 'meta')}"
[data]
  dir = "${join(dir, 'data')}"
  wal-dir = "${join(dir, 'wal')}"
  wal-fsync-delay = "0s"
  query-log-enabled = false
${(options.data ?? []).map((line) => `  ${line}`).join('\n')}
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${httpPort}"
  auth-enabled = ${options.auth === true}
  log-enabled = false
`
}

async function setUp(url: string, flavour: 'v1' | 'v2', options: InfluxdOptions): Promise<Influxd['auth']> {
  if (flavour === 'v2') {
    const answer = await fetch(`${url}/api/v2/setup`, { method: 'POST', body: JSON.stringify(SETUP) })
    if (!answer.ok) throw new Error(`setup of influxd 2.x answered ${answer.status}: ${await answer.text()}`)
    return { token: SETUP.token, org: SETUP.org }
  }
  if (options.auth !== true) return {}
  await ask(url, {}, `CREATE USER "${ADMIN.username}" WITH PASSWORD '${ADMIN.password}' WITH ALL PRIVILEGES`)
  return ADMIN
}

async function ask(url: string, auth: Influxd['auth'], influxQl: string, database?: string): Promise<unknown> {
  const headers: Record<string, string> = {}
  if (auth.token !== undefined) headers.authorization = `Token ${auth.token}`
  if (auth.username !== undefined) {
    headers.authorization = `Basic ${Buffer.from(`${auth.username}:${auth.password ?? ''}`).toString('base64')}`
  }
  const body = new URLSearchParams({ q: influxQl, epoch: 'ms', ...(database === undefined ? {} : { db: database }) })
  const answer = await fetch(`${url}/query`, { method: 'POST', headers, body })
  return (await answer.json()) as unknown
}

/** Polls until true; fails after half a minute with what was waited for. */
async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited 30 s for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
