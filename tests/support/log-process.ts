import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ChildOrders, ChildWord } from './log-child.ts'

const SCRIPT = fileURLToPath(new URL('../../dist/tests/support/log-child.js', import.meta.url))

/** A writer in a process of its own, and every word it has said. End it with `kill`, also when the test fails. */
export class LogProcess {
  readonly words: ChildWord[] = []
  readonly #child: ChildProcess
  readonly #exit: Promise<unknown>
  readonly #lines: Promise<unknown>
  #errors = ''

  /** `prefix`: a command that starts it, such as `prlimit …`. */
  constructor(orders: ChildOrders, prefix: readonly string[] = []) {
    if (!existsSync(SCRIPT)) throw new Error(`${SCRIPT} is missing: build first (npm run build)`)
    const [command = '', ...args] = [...prefix, process.execPath, SCRIPT, JSON.stringify(orders)]
    this.#child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const { stdout, stderr } = this.#child
    if (!stdout || !stderr) throw new Error('the child has no output')
    const lines = createInterface({ input: stdout })
    lines.on('line', (line) => this.words.push(JSON.parse(line) as ChildWord))
    this.#lines = once(lines, 'close')
    stderr.on('data', (chunk) => {
      this.#errors += String(chunk)
    })
    this.#exit = once(this.#child, 'exit')
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the child did not start')
    return this.#child.pid
  }

  /** Resolves when what it has said is enough; rejects after `deadlineMs`, or where it ended before. */
  async until(enough: (words: readonly ChildWord[]) => boolean, deadlineMs = 60_000): Promise<void> {
    const end = performance.now() + deadlineMs
    while (!enough(this.words)) {
      const ended = this.#child.exitCode !== null || this.#child.signalCode !== null
      if (ended) await this.#lines
      if (enough(this.words)) return
      if (ended || performance.now() > end)
        throw new Error(
          `the log process ${ended ? `ended with ${this.#child.exitCode ?? this.#child.signalCode}` : 'took too long'}; it said last ${JSON.stringify(this.words.at(-1))} ${this.#errors}`,
        )
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }

  closed(): Promise<void> {
    return this.until((words) => words.at(-1)?.word === 'closed')
  }

  /** Ends it at once, as a crash would, and waits until all it said has come. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exit
    await this.#lines
  }

  /** Offset → number of the entry, of every append that resolved. */
  appended(): Map<number, number> {
    const found = new Map<number, number>()
    for (const word of this.words)
      if (word.word === 'appended')
        word.offsets.forEach((offset, i) => {
          found.set(offset, word.first + i)
        })
    return found
  }
}
