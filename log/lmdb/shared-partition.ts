import { setTimeout as delay } from 'node:timers/promises'
import { Waiters } from '../waiters.ts'
import { Environment, LockFileDeadError } from './environment.ts'
import { segmentDirectory } from './segment-files.ts'

/** Most environments of one partition open at once: each takes three file descriptors and 4 GiB of address space. */
const MAX_OPEN = 16

/** Tries at a dead lock file before giving up: some two seconds. Those who meet at it are few and close at once. */
const OPEN_TRIES = 100

interface Held {
  readonly environment: Environment
  /** Work that has not ended yet: it must not be closed. */
  users: number
}

/**
 * What everyone in this process shares of one partition. A process may have an LMDB file open only once (a second open drops
 * the locks of the first), so a reader and the writer beside it use the same environment, and none is opened while the one
 * before it is closing. And the writer's commits wake the readers without polling.
 */
export class SharedPartition {
  static readonly #all = new Map<string, SharedPartition>()

  readonly path: string
  readonly waiters = new Waiters()
  /** Least recently used first. */
  readonly #held = new Map<number, Held>()
  readonly #closing = new Map<number, Promise<void>>()
  #owners = 0

  private constructor(path: string) {
    this.path = path
  }

  /** `path` must be the same text for the same directory: resolved, links followed. Every acquire needs its {@link release}. */
  static acquire(path: string): SharedPartition {
    const found = SharedPartition.#all.get(path) ?? new SharedPartition(path)
    SharedPartition.#all.set(path, found)
    found.#owners += 1
    return found
  }

  /**
   * Does `work` with the environment of a segment, which is open until `work` has ended.
   * @throws {SegmentGoneError} where retention has removed it.
   */
  async use<T>(base: number, mode: 'read' | 'append', work: (environment: Environment) => T | Promise<T>): Promise<T> {
    const held = await this.#hold(base, mode)
    held.users += 1
    try {
      return await work(held.environment)
    } finally {
      held.users -= 1
    }
  }

  /** Closes one environment: its segment goes, or a commit to it failed. The next use opens it again. */
  async drop(base: number): Promise<void> {
    const held = this.#held.get(base)
    if (held) this.#close(base, held)
    await this.#closing.get(base)
  }

  /** Lets go of segments that another process removed, so that their room becomes free. */
  closeAllBut(kept: readonly number[]): void {
    for (const [base, held] of this.#held) if (!kept.includes(base) && held.users === 0) this.#close(base, held)
  }

  /** The last owner closes everything, after the commits under way. */
  async release(): Promise<void> {
    this.#owners -= 1
    if (this.#owners > 0) return
    for (const [base, held] of this.#held) this.#close(base, held)
    await Promise.all(this.#closing.values())
    // Whoever came meanwhile got this same object, and opens anew.
    if (this.#owners === 0) SharedPartition.#all.delete(this.path)
  }

  async #hold(base: number, mode: 'read' | 'append'): Promise<Held> {
    for (let tries = 1; ; tries++) {
      // Looked up again after every wait: others come between.
      for (let closing = this.#closing.get(base); closing; closing = this.#closing.get(base)) await closing
      const held = this.#held.get(base)
      if (held && (mode === 'read' || held.environment.mode === 'append')) {
        this.#held.delete(base)
        this.#held.set(base, held)
        return held
      }
      if (held) {
        this.#close(base, held)
        continue
      }
      try {
        const opened: Held = { environment: new Environment(segmentDirectory(this.path, base), mode), users: 0 }
        this.#held.set(base, opened)
        this.#closeSurplus(base)
        return opened
      } catch (error) {
        if (!(error instanceof LockFileDeadError) || tries === OPEN_TRIES) throw error
        // Processes that met at it come back at different times.
        await delay(1 + ((process.pid * tries) % 37))
      }
    }
  }

  #closeSurplus(inUse: number): void {
    for (const [base, held] of this.#held) {
      if (this.#held.size <= MAX_OPEN) return
      if (base !== inUse && held.users === 0) this.#close(base, held)
    }
  }

  #close(base: number, held: Held): void {
    this.#held.delete(base)
    const closing = held.environment.close().finally(() => this.#closing.delete(base))
    this.#closing.set(base, closing)
  }
}
