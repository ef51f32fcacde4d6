import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

const BINARY = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/usr/local/sbin/mosquitto'].find((path) =>
  existsSync(path),
)
const CONFIG = new URL('../../deploy/mosquitto/mosquitto.conf', import.meta.url)
const ACL = new URL('../../deploy/mosquitto/acl', import.meta.url)

/** False where the binary is missing; with TRAM5G_FORBID_SKIP=1 that is an error, so that no test is left out unseen. */
export const mosquittoInstalled: boolean = (() => {
  if (!BINARY && process.env.TRAM5G_FORBID_SKIP === '1')
    throw new Error('mosquitto is not installed (apt-get install mosquitto), and TRAM5G_FORBID_SKIP=1 forbids to skip')
  return BINARY !== undefined
})()

export interface MosquittoOptions {
  /** User names; the password of each is `pw-` and its name. `collector` is always there. */
  readonly users?: readonly string[]
  /** Lines that replace those of the same directive in our configuration, or are added to it. */
  readonly config?: Readonly<Record<string, string>>
  /** In place of the access rules that we deliver. */
  readonly acl?: string
  /** Lines at its end, such as another listener. */
  readonly append?: readonly string[]
}

export interface Mosquitto {
  readonly port: number
  readonly url: string
  readonly pid: number
  /** What it wrote to its log so far. */
  readonly output: () => string
  /** SIGTERM: it saves its database. The directory stays for a restart. */
  stop(): Promise<void>
  /** SIGKILL: what it has not saved is gone. */
  kill9(): Promise<void>
  /** Again on the same port and directory. */
  start(): Promise<void>
  /** Ends it, if need be, and removes the directory. */
  dispose(): Promise<void>
}

export function passwordOf(user: string): string {
  return `pw-${user}`
}

/** Mosquitto with the configuration we deliver, on a free port of 127.0.0.1, in a directory of its own. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  if (!BINARY) throw new Error('mosquitto is not installed')
  const directory = await mkdtemp(join(tmpdir(), 'tram5g-mosquitto-'))
  const port = await freePort()
  await mkdir(join(directory, 'config'))
  await mkdir(join(directory, 'data'))
  await writePasswords(join(directory, 'config', 'passwords'), ['collector', ...(options.users ?? [])])
  await writeFile(join(directory, 'config', 'acl'), options.acl ?? (await readFile(ACL)), { mode: 0o600 })
  const configFile = join(directory, 'mosquitto.conf')
  await writeFile(
    configFile,
    adapt(await readFile(CONFIG, 'utf8'), directory, port, options.config ?? {}) +
      `${(options.append ?? []).join('\n')}\n`,
  )
  const broker = new MosquittoProcess(BINARY, configFile, directory, port)
  await broker.start()
  return broker
}

function adapt(config: string, directory: string, port: number, replaced: Readonly<Record<string, string>>): string {
  const lines = config.split('\n').filter((line) => !(line.split(' ')[0] ?? '') || !(line.split(' ')[0]! in replaced))
  const own = lines
    .join('\n')
    .replaceAll('/mosquitto/', `${directory}/`)
    .replace(/^listener 1883$/m, `listener ${port} 127.0.0.1`)
  // As root it would change to a user who cannot read the directory.
  const asRoot = process.getuid?.() === 0 ? 'user root\n' : ''
  const extra = Object.entries(replaced).map(([name, value]) => `${name} ${value}\n`)
  return `${asRoot}${extra.join('')}${own}`
}

async function writePasswords(file: string, users: readonly string[]): Promise<void> {
  await writeFile(file, users.map((user) => `${user}:${passwordOf(user)}\n`).join(''), { mode: 0o600 })
  const hashed = spawnSync('mosquitto_passwd', ['-U', file])
  if (hashed.status !== 0) throw new Error(`mosquitto_passwd failed: ${hashed.stderr?.toString() ?? ''}`)
}

class MosquittoProcess implements Mosquitto {
  readonly port: number
  readonly #binary: string
  readonly #configFile: string
  readonly #directory: string
  #child: ChildProcess | undefined
  #output = ''

  constructor(binary: string, configFile: string, directory: string, port: number) {
    this.#binary = binary
    this.#configFile = configFile
    this.#directory = directory
    this.port = port
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  output = (): string => this.#output

  async start(): Promise<void> {
    const child = spawn(this.#binary, ['-c', this.#configFile], { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#child = child
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString()).slice(-20_000)
    })
    // A test run that dies must not leave it behind.
    const killWithUs = (): void => void child.kill('SIGKILL')
    process.once('exit', killWithUs)
    child.once('exit', () => process.off('exit', killWithUs))
    const deadline = Date.now() + 30_000
    while (!(await canConnect(this.port))) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`mosquitto did not come up: ${this.#output}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  kill9(): Promise<void> {
    return this.#end('SIGKILL')
  }

  async dispose(): Promise<void> {
    await this.kill9()
    await rm(this.#directory, { recursive: true, force: true })
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await exited
  }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (up: boolean): void => {
      socket.destroy()
      resolve(up)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}
