import { Waiters } from '../waiters.ts'
import { Environment } from './environment.ts'
import { segmentDirectory } from './segment-files.ts'

/** Most environments of one partition open at once: each takes two file descriptors and 4 GiB of address space. */
const MAX_OPEN = 16

/**
 * What everyone in this process shares of one partition. LMDB allows a process to open a file once only, so a reader and
 * the writer beside it use the same environment; and the writer's commits wake the readers without polling.
 */
export class SharedPartition {
  static readonly #all = new Map<string, SharedPartition>()

  readonly path: string
  readonly waiters = new Waiters()
  /** Least recently used first. */
  readonly #open = new Map<number, Environment>()
  #owners = 0
  #writing: number | undefined

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
   * The environment of a segment, for this turn of the event loop.
   * @throws {SegmentGoneError} where retention has removed it.
   */
  environment(base: number, mode: 'read' | 'append'): Environment {
    let found = this.#open.get(base)
    this.#open.delete(base)
    if (found && mode === 'append' && found.mode === 'read') {
      // Closing what only reads is done at once; nobody keeps anything of it beyond a turn.
      void found.close()
      found = undefined
    }
    found ??= new Environment(segmentDirectory(this.path, base), mode)
    this.#open.set(base, found)
    this.#closeSurplus(base)
    return found
  }

  /** The environment stays open while `work` writes to it. */
  async whileWriting<T>(base: number, work: (environment: Environment) => Promise<T>): Promise<T> {
    this.#writing = base
    try {
      return await work(this.environment(base, 'append'))
    } finally {
      this.#writing = undefined
    }
  }

  /** Closes one environment: its segment goes, or a commit to it failed. The next use opens it again. */
  async drop(base: number): Promise<void> {
    const found = this.#open.get(base)
    this.#open.delete(base)
    await found?.close()
  }

  /** Lets go of segments that another process removed, so that their room becomes free. */
  closeAllBut(kept: readonly number[]): void {
    for (const base of this.#open.keys()) if (!kept.includes(base)) void this.drop(base)
  }

  /** The last owner closes everything, after the commits under way. */
  async release(): Promise<void> {
    this.#owners -= 1
    if (this.#owners > 0) return
    SharedPartition.#all.delete(this.path)
    await Promise.all([...this.#open.keys()].map((base) => this.drop(base)))
  }

  #closeSurplus(inUse: number): void {
    for (const [base, environment] of this.#open) {
      if (this.#open.size <= MAX_OPEN) return
      if (base === inUse || base === this.#writing) continue
      this.#open.delete(base)
      void environment.close()
    }
  }
}
