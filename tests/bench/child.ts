import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const RUNNER = fileURLToPath(new URL('./run-part.js', import.meta.url))

/** Parts and sides that run in a process of their own, so that CPU and memory are theirs alone. */
export type PartName =
  | 'ingest'
  | 'ingest-side'
  | 'processor'
  | 'processor-run'
  | 'processor-stages'
  | 'latency'
  | 'footprint'
  | 'scale'
  | 'stand'
  | 'live-pace'

/** Options of Node.js that the product is started with. */
const AS_STARTED = ['--max-semi-space-size=64']

/** A part at work. Orders go in and answers come out one by one. */
export class Part {
  readonly #child: ChildProcess
  readonly #name: PartName
  #ended = false

  constructor(name: PartName) {
    this.#name = name
    this.#child = fork(RUNNER, [name], { serialization: 'advanced', execArgv: AS_STARTED })
    const killWithUs = (): void => void this.#child.kill('SIGKILL')
    process.once('exit', killWithUs)
    this.#child.once('exit', () => {
      this.#ended = true
      process.off('exit', killWithUs)
    })
  }

  /** @throws Error where the part fails, ends, or has not answered after `deadlineMs`. */
  ask<T>(order: object, deadlineMs: number): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer)
        this.#child.off('message', onMessage)
        this.#child.off('exit', onExit)
      }
      const onMessage = (answer: { result?: T; error?: string }): void => {
        done()
        if (answer.error === undefined) resolve(answer.result as T)
        else reject(new Error(`${this.#name}: ${answer.error}`))
      }
      const onExit = (code: number | null, signal: string | null): void => {
        done()
        reject(new Error(`${this.#name} ended with ${code ?? signal}`))
      }
      const timer = setTimeout(() => {
        done()
        this.end()
        reject(new Error(`${this.#name} did not answer in ${deadlineMs} ms`))
      }, deadlineMs)
      this.#child.on('message', onMessage)
      this.#child.once('exit', onExit)
      if (this.#ended) return onExit(this.#child.exitCode, this.#child.signalCode)
      this.#child.send(order)
    })
  }

  /** Hangs up: the part tidies up and ends; one that does not is killed. */
  end(): void {
    if (this.#ended) return
    if (this.#child.connected) this.#child.disconnect()
    const timer = setTimeout(() => void this.#child.kill('SIGKILL'), 10_000)
    this.#child.once('exit', () => clearTimeout(timer))
  }
}

/** Asks a fresh process one thing. */
export async function askOnce<T>(name: PartName, order: object, deadlineMs: number): Promise<T> {
  const part = new Part(name)
  try {
    return await part.ask<T>(order, deadlineMs)
  } finally {
    part.end()
  }
}
