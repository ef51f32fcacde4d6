import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
/** Longest that anything waited for may take: it tells a hang, not a speed. */
const DEADLINE_MS = 60_000

export type Environment = Readonly<Record<string, string>>

/** Nothing of the test runner's own environment: a variable of ours that is set outside must not decide a test. */
export function environmentIn(directory: string, environment: Environment): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? directory, USER: 'tester', ...environment }
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** `tram5g` in a process of its own, as a person starts it: `dist/` must be built. */
export class Tram5gProcess {
  readonly #child: ChildProcess
  readonly #name: string
  readonly #heard = new Set<() => void>()
  /** Resolves when it has ended and everything it said was read. */
  readonly ended: Promise<Ended>
  #out: Buffer[] = []
  #err = ''
  #hasEnded = false

  /** @param main of another version than this build */
  constructor(args: readonly string[], environment: Environment, directory: string, main = MAIN) {
    this.#name = `tram5g ${args.join(' ')}`
    const child = spawn(process.execPath, [main, ...args], {
      cwd: directory,
      env: environmentIn(directory, environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    const killWithUs = (): void => void child.kill('SIGKILL')
    process.once('exit', killWithUs)
    child.stdout?.on('data', (chunk: Buffer) => {
      this.#out.push(chunk)
      this.#tell()
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#err += chunk.toString()
      this.#tell()
    })
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        process.off('exit', killWithUs)
        this.#hasEnded = true
        this.#tell()
        resolve({ code, signal, out: this.out, err: this.#err })
      })
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get isRunning(): boolean {
    return !this.#hasEnded
  }

  /** Standard output so far. */
  get out(): string {
    return this.bytes.toString()
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#out)
  }

  /** Standard error so far. */
  get err(): string {
    return this.#err
  }

  /** Resolves with the match as soon as it has said this on standard output. */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    return await this.#until(pattern, () => pattern.exec(this.out))
  }

  /** The same on standard error. */
  async complaint(pattern: RegExp): Promise<RegExpExecArray> {
    return await this.#until(pattern, () => pattern.exec(this.#err))
  }

  /** Address of its console and API, as it says it. */
  async url(): Promise<string> {
    return (await this.line(/console {2}(http:\S+)/))[1] as string
  }

  /** Port of its embedded broker, as it says it. */
  async mqttPort(): Promise<number> {
    return Number((await this.line(/mqtt:\/\/127\.0\.0\.1:(\d+)/))[1])
  }

  /** As `| head` does: what it says further on meets a closed pipe. */
  stopReading(): void {
    this.#child.stdout?.destroy()
  }

  /** Ctrl-C. */
  async interrupt(): Promise<Ended> {
    this.#child.kill('SIGINT')
    return await this.#endedInTime()
  }

  /** SIGKILL: as a crash. */
  async kill9(): Promise<Ended> {
    this.#child.kill('SIGKILL')
    return await this.#endedInTime()
  }

  #tell(): void {
    for (const listener of this.#heard) listener()
  }

  #story(): string {
    return `${this.#name}\n--- out\n${this.out.slice(-4000)}\n--- err\n${this.#err.slice(-4000)}`
  }

  async #endedInTime(): Promise<Ended> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), DEADLINE_MS)
    const ended = await this.ended
    clearTimeout(timer)
    return ended
  }

  #until<T>(what: unknown, find: () => T | null): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () =>
          end(() => reject(new Error(`waited ${DEADLINE_MS} ms in vain for ${String(what)} from ${this.#story()}`))),
        DEADLINE_MS,
      )
      const end = (answer: () => void) => {
        clearTimeout(timer)
        this.#heard.delete(look)
        answer()
      }
      const look = () => {
        const found = find()
        if (found !== null) end(() => resolve(found))
        else if (this.#hasEnded) end(() => reject(new Error(`ended without ${String(what)}: ${this.#story()}`)))
      }
      this.#heard.add(look)
      look()
    })
  }
}

/** A working directory with a data folder for processes of one test, and their end. */
export class Tram5gHome {
  readonly directory: string
  readonly environment: Environment
  readonly #running: Tram5gProcess[]
  readonly #main: string | undefined

  private constructor(directory: string, environment: Environment, running: Tram5gProcess[] = [], main?: string) {
    this.directory = directory
    this.environment = { TRAM5G_DATA_DIR: join(directory, 'data'), ...environment }
    this.#running = running
    this.#main = main
  }

  static async make(environment: Environment): Promise<Tram5gHome> {
    return new Tram5gHome(await mkdtemp(join(tmpdir(), 'tram5g-home-')), environment)
  }

  /** The same home, where another version of tram5g is at work. */
  of(main: string): Tram5gHome {
    return new Tram5gHome(this.directory, this.environment, this.#running, main)
  }

  get dataDirectory(): string {
    return this.environment.TRAM5G_DATA_DIR as string
  }

  /** Below the data folder. */
  path(...parts: readonly string[]): string {
    return join(this.dataDirectory, ...parts)
  }

  /** Writes a file beside the data folder; its path. */
  async file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.directory, name)
    await writeFile(path, content, { mode: 0o600 })
    return path
  }

  /** Starts a command that runs on. */
  start(args: readonly string[], environment: Environment = {}): Tram5gProcess {
    const started = new Tram5gProcess(args, { ...this.environment, ...environment }, this.directory, this.#main)
    this.#running.push(started)
    return started
  }

  /** Runs a command to its end. */
  async run(args: readonly string[], environment: Environment = {}): Promise<Ended> {
    return await this.#toItsEnd(this.start(args, environment))
  }

  /** The bytes that a command writes to standard output. */
  async raw(args: readonly string[], environment: Environment = {}): Promise<Buffer> {
    const started = this.start(args, environment)
    await this.#toItsEnd(started)
    return started.bytes
  }

  async #toItsEnd(started: Tram5gProcess): Promise<Ended> {
    const timer = setTimeout(() => void started.kill9(), DEADLINE_MS)
    const ended = await started.ended
    clearTimeout(timer)
    return ended
  }

  /** Runs a command that must succeed; its JSON. */
  async json<T>(args: readonly string[], environment: Environment = {}): Promise<T> {
    const { code, out, err } = await this.run(args, environment)
    if (code !== 0) throw new Error(`tram5g ${args.join(' ')} ended with ${code}: ${err}`)
    return JSON.parse(out) as T
  }

  /** Ends whatever still runs, and removes the directory. */
  async dispose(): Promise<void> {
    await Promise.all(this.#running.filter((p) => p.isRunning).map((p) => p.kill9()))
    await rm(this.directory, { recursive: true, force: true })
  }
}
