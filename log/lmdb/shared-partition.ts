import { setTimeout as delay } from 'node:timers/promises'
import { Waiters } from '../waiters.ts'
import { Environment, StaleSnapshotError } from './environment.ts'
import { LockFileDeadError } from './open-root.ts'
import { segmentDirectory } from './segment-files.ts'

/** Most environments of one partition open at once: each takes three file descriptors and 4 GiB of address space. */
const MAX_OPEN = 16

/** Tries at opening beside others who open, close or commit: some two seconds. */
const OPEN_TRIES = 100

interface Held {
  readonly environment: Environment
  /** The furthest `next` of the segment that this process has seen. */
  next: number
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

  /**
   * Does `work` with a fresh snapshot, never of an older state than this process has seen of the segment: while another process
   * opens the file there can be one for some milliseconds ({@link StaleSnapshotError}).
   */
  async read<T>(base: number, mode: 'read' | 'append', work: (environment: Environment) => T): Promise<T> {
    for (let tries = 1; ; tries++) {
      const held = await this.#hold(base, mode)
      held.environment.refresh()
      const { next } = held.environment.state()
      if (next >= held.next) {
        held.next = next
        return work(held.environment)
      }
      if (tries >= OPEN_TRIES)
        throw new StaleSnapshotError(`segment ${base} was seen up to ${held.next}, is now up to ${next}`)
      // Who opened it mends it; where that process died in between, opening anew does.
      if (tries % 10 === 0) await this.drop(base)
      else await delay(tries)
    }
  }

  /** What this process has committed to the segment, later snapshots must show. */
  saw(base: number, next: number): void {
    const held = this.#held.get(base)
    if (held) held.next = Math.max(held.next, next)
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

  async #hold(base: number, wanted: 'read' | 'append'): Promise<Held> {
    let mode = wanted
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
        const opened = this.#open(base, mode)
        if (opened) return opened
        mode = 'append'
      } catch (error) {
        if (!(error instanceof LockFileDeadError || error instanceof StaleSnapshotError) || tries >= OPEN_TRIES)
          throw error
        // Processes that met at it come back at different times.
        await delay(1 + ((process.pid * tries) % 37))
      }
    }
  }

  /** Undefined where it must be opened to append: others may write to it, so it must be seen whether opening did harm. */
  #open(base: number, mode: 'read' | 'append'): Held | undefined {
    const environment = new Environment(segmentDirectory(this.path, base), mode)
    const held = { environment, users: 0, next: 0 }
    try {
      if (mode === 'append') environment.root.transactionSync(() => environment.checkNewest())
      else if (!environment.state().sealed) {
        this.#close(base, held)
        return undefined
      }
    } catch (error) {
      this.#close(base, held)
      throw error
    }
    this.#held.set(base, held)
    this.#closeSurplus(base)
    return held
  }

  #closeSurplus(inUse: number): void {
    for (const [base, held] of this.#held) {
      if (this.#held.size <= MAX_OPEN) return
      if (base !== inUse && held.users === 0) this.#close(base, held)
    }
  }

  #close(base: number, held: Held): void {
    this.#held.delete(base)
    const closed = () => {
      this.#closing.delete(base)
    }
    const closing = held.environment.close().then(closed, closed)
    this.#closing.set(base, closing)
  }
}
