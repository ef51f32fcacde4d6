import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { AskedCommand, CommandEnd } from './commands-in-turn-child.ts'
import { type Environment, environmentIn, type Tram5gHome } from './tram5g-process.ts'

const CHILD = fileURLToPath(new URL('../../dist/tests/support/commands-in-turn-child.js', import.meta.url))
/** Longest that a command may take: it tells a hang, not a speed. */
const DEADLINE_MS = 60_000
const END = '\0end\0'

export interface Answered extends CommandEnd {
  readonly out: string
  readonly err: string
}

/**
 * Commands of tram5g that end by themselves, one after the other in one process: most of what such a command costs is the start of
 * its process. Outputs are those of a real process; what its end would have waited for is told. `dist/` must be built.
 */
export class CommandsInTurn {
  readonly #child: ChildProcess
  readonly #said = { out: '', err: '' }
  #ended: CommandEnd | undefined
  #look: () => void = () => undefined

  constructor() {
    this.#child = spawn(process.execPath, [CHILD], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    const hear = (output: 'out' | 'err') => (chunk: Buffer) => {
      this.#said[output] += chunk.toString()
      this.#look()
    }
    this.#child.stdout?.on('data', hear('out'))
    this.#child.stderr?.on('data', hear('err'))
    this.#child.on('message', (ended) => {
      this.#ended = ended as CommandEnd
      this.#look()
    })
    this.#child.once('close', () => this.#look())
  }

  /** Runs a command to its end, in the home's folder. */
  async run(home: Tram5gHome, args: readonly string[], environment: Environment = {}): Promise<Answered> {
    this.#said.out = ''
    this.#said.err = ''
    this.#ended = undefined
    const { directory } = home
    const all = environmentIn(directory, { ...home.environment, ...environment })
    this.#child.send({ args, directory, environment: all, end: END } satisfies AskedCommand)
    return await new Promise((resolve, reject) => {
      const fail = (why: string) => {
        clearTimeout(timer)
        reject(new Error(`tram5g ${args.join(' ')} ${why}: ${JSON.stringify(this.#said)}`))
      }
      const timer = setTimeout(() => fail(`did not end within ${DEADLINE_MS} ms`), DEADLINE_MS)
      this.#look = () => {
        const { out, err } = this.#said
        if (this.#ended !== undefined && out.endsWith(END) && err.endsWith(END)) {
          clearTimeout(timer)
          resolve({ ...this.#ended, out: out.slice(0, -END.length), err: err.slice(0, -END.length) })
        } else if (this.#child.exitCode !== null || this.#child.signalCode !== null) fail('ended the process')
      }
    })
  }

  /** Runs a command that must succeed; its JSON. */
  async json<T>(home: Tram5gHome, args: readonly string[]): Promise<T> {
    const { code, out, err, left } = await this.run(home, args)
    if (code !== 0 || left.length > 0)
      throw new Error(`tram5g ${args.join(' ')} ended with ${code}, leaving ${left.join(', ') || 'nothing'}: ${err}`)
    return JSON.parse(out) as T
  }

  async dispose(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }
}
