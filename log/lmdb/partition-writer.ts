import { statfs } from 'node:fs/promises'
import { checkBatch, MAX_BATCH_BYTES } from '../batch-rules.ts'
import { LogFullError, LogUnwritableError, type NewEntry, type Offset } from '../port.ts'
import { CommitStuckError, type CommitWatch, commit, watched } from './commit.ts'
import { type Environment, SegmentGoneError, StaleSnapshotError } from './environment.ts'
import { lastingBytes } from './lasting-file.ts'
import type { PartitionReader } from './partition-reader.ts'
import { createSegment, segmentBytes } from './segment-files.ts'
import type { SegmentState } from './segment-state.ts'
import type { SharedPartition } from './shared-partition.ts'
import { segmentLimitBytes } from './space.ts'
import { BatchWriter, Room } from './write-batch.ts'

export interface WriterOptions extends CommitWatch {
  readonly budgetBytes: number
  readonly segmentMaxBytes: number
  readonly segmentMaxMs: number
  /** Disk space left to others [bytes]: below it the log refuses before the disk does. */
  readonly minFreeBytes: number
  readonly now: () => number
  readonly onAlarm: (text: string) => void
}

/** After the disk refused, this long nothing is tried [ms]: a full disk must not be hammered. */
const RETRY_AFTER_MS = 1_000

/** Tries at one commit: rolls and repairs take one or two each. */
const MAX_TRIES = 20

interface Pending {
  readonly batch: readonly NewEntry[]
  readonly bytes: number
  readonly resolve: (offsets: Offset[]) => void
  readonly reject: (error: unknown) => void
}

type Outcome = readonly [Pending, Offset[] | LogFullError]

/**
 * Appends to the last segment. One commit is under way at a time; what comes meanwhile shares the next. The next offset and
 * whether the segment is sealed are read inside the transaction, so other processes may append too.
 */
export class PartitionWriter {
  readonly #shared: SharedPartition
  readonly #reader: PartitionReader
  readonly #options: WriterOptions
  readonly #batches = new BatchWriter()
  readonly #queue: Pending[] = []
  #pump: Promise<void> | undefined
  #stuck: CommitStuckError | undefined
  #refused: { readonly error: LogUnwritableError; readonly untilMs: number } | undefined
  #beside: { readonly bases: readonly number[]; readonly base: number; readonly bytes: number } | undefined
  #alarmed: 'full' | 'unwritable' | undefined

  constructor(shared: SharedPartition, reader: PartitionReader, options: WriterOptions) {
    this.#shared = shared
    this.#reader = reader
    this.#options = options
  }

  append(batch: readonly NewEntry[]): Promise<Offset[]> {
    const bytes = checkBatch(batch)
    if (batch.length === 0) return Promise.resolve([])
    return this.#enqueue(batch, bytes)
  }

  /** Seals a segment that is full or old though nothing more comes, so that retention can reach it. */
  async rollIfDue(): Promise<void> {
    const head = await this.#reader.head()
    if (head && (head.sealed || this.#due(head))) await this.#enqueue([], 0)
  }

  /** Room was made: what was refused may be tried at once. */
  retryNow(): void {
    this.#refused = undefined
  }

  /** Resolves when nothing is under way any more; not where a commit is stuck. */
  async idle(): Promise<void> {
    await this.#pump
  }

  get stuck(): boolean {
    return this.#stuck !== undefined
  }

  #enqueue(batch: readonly NewEntry[], bytes: number): Promise<Offset[]> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ batch, bytes, resolve, reject })
      this.#pump ??= this.#run()
    })
  }

  async #run(): Promise<void> {
    // Batches of the same turn share a commit.
    await Promise.resolve()
    for (let group = this.#nextGroup(); group.length > 0; group = this.#nextGroup()) {
      try {
        const outcomes = await this.#commit(group)
        this.#shared.waiters.wake()
        for (const [{ resolve, reject }, outcome] of outcomes)
          if (outcome instanceof LogFullError) reject(outcome)
          else resolve(outcome)
        this.#tell(outcomes)
      } catch (error) {
        const refusal = refusalOf(error)
        for (const { reject } of group) reject(refusal)
        this.#refuse(refusal)
      }
    }
    // In the turn that found the queue empty: what comes later starts anew.
    this.#pump = undefined
  }

  #nextGroup(): Pending[] {
    const group: Pending[] = []
    let bytes = 0
    for (let first = this.#queue[0]; first; first = this.#queue[0]) {
      if (group.length > 0 && bytes + first.bytes > MAX_BATCH_BYTES) break
      this.#queue.shift()
      group.push(first)
      bytes += first.bytes
    }
    return group
  }

  async #commit(group: readonly Pending[]): Promise<Outcome[]> {
    if (this.#stuck) throw this.#stuck
    if (this.#refused && this.#options.now() < this.#refused.untilMs) throw this.#refused.error
    // What retention of another process has freed is seen here.
    if (this.#alarmed === 'full') this.#reader.refresh()
    await this.#checkDisk(group.reduce((sum, { bytes }) => sum + bytes, 0))
    for (let tries = 1; ; tries++) {
      const outcomes = await watched(this.#options, () => this.#attempt(group, tries >= MAX_TRIES))
      if (outcomes !== 'again') return outcomes
    }
  }

  /** One commit to what is the last segment now; 'again' where it was not the last any more, or not as the file says. */
  async #attempt(group: readonly Pending[], final: boolean): Promise<Outcome[] | 'again'> {
    const base = await this.#openSegment()
    const others = this.#bytesBeside(base)
    try {
      const outcomes = await this.#shared.use(base, 'append', (environment) =>
        commit(environment, () => this.#write(environment, base, others, group)),
      )
      if (outcomes !== 'again') this.#shared.saw(base, nextAfter(outcomes))
      return outcomes
    } catch (error) {
      // Another process rolled on and retention took the segment: look again.
      const gone = error instanceof SegmentGoneError
      if (gone) this.#reader.refresh()
      // After a failed commit LMDB refuses the environment; opened anew it takes the newest state from the file.
      else await this.#shared.drop(base)
      if (!final && (gone || error instanceof StaleSnapshotError)) return 'again'
      throw error
    }
  }

  /** Size of the other segments and of what outlived those before [bytes]: it changes only when the row does. */
  #bytesBeside(base: number): number {
    const { bases } = this.#reader
    if (this.#beside?.bases !== bases || this.#beside.base !== base) {
      const others = bases.filter((other) => other !== base)
      const path = this.#shared.path
      const bytes = others.reduce((sum, other) => sum + segmentBytes(path, other), lastingBytes(path))
      this.#beside = { bases, base, bytes }
    }
    return this.#beside.bytes
  }

  /** Inside the transaction. */
  #write(environment: Environment, base: number, otherBytes: number, group: readonly Pending[]): Outcome[] | 'again' {
    let state = environment.state()
    if (state.sealed) return 'again'
    if (this.#due(state)) {
      environment.putState({ ...state, sealed: true })
      return 'again'
    }
    const { budgetBytes } = this.#options
    const room = new Room(otherBytes + segmentBytes(this.#shared.path, base), budgetBytes)
    const outcomes: Outcome[] = []
    for (const pending of group) {
      try {
        room.take(pending.batch)
      } catch (error) {
        if (!(error instanceof LogFullError)) throw error
        outcomes.push([pending, error])
        continue
      }
      const written = this.#batches.write(environment, state, pending.batch)
      state = written.state
      outcomes.push([pending, written.offsets])
    }
    if (outcomes.some(([, outcome]) => !(outcome instanceof LogFullError) && outcome.length > 0))
      environment.putState({ ...state, budgetBytes })
    return outcomes
  }

  /** An empty segment is never sealed: its successor would have its name. A clock that was set back counts as old. */
  #due(state: SegmentState): boolean {
    if (state.next === state.base) return false
    const { segmentMaxBytes, segmentMaxMs, budgetBytes, now } = this.#options
    const full = segmentBytes(this.#shared.path, state.base) >= segmentLimitBytes(segmentMaxBytes, budgetBytes)
    return full || Math.abs(now() - state.createdAt) >= segmentMaxMs
  }

  /** The segment to write to; made where the last one is sealed, by whichever process. */
  async #openSegment(): Promise<number> {
    for (;;) {
      const head = await this.#reader.head()
      if (head && !head.sealed) return head.base
      const base = head?.next ?? 1
      const { now, budgetBytes } = this.#options
      await createSegment(this.#shared.path, {
        base,
        next: base,
        sealed: false,
        createdAt: now(),
        newestReceivedAt: Number.NEGATIVE_INFINITY,
        budgetBytes,
      })
      this.#reader.refresh()
    }
  }

  async #checkDisk(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#shared.path)
    const freeBytes = bavail * bsize
    if (freeBytes - bytes < this.#options.minFreeBytes)
      throw new LogUnwritableError(
        `the disk of the log has ${freeBytes} bytes free, and ${this.#options.minFreeBytes} must stay free: free disk space`,
      )
  }

  #refuse(refusal: LogUnwritableError): void {
    if (refusal instanceof CommitStuckError) this.#stuck = refusal
    if (this.#refused?.error !== refusal)
      this.#refused = { error: refusal, untilMs: this.#options.now() + RETRY_AFTER_MS }
    if (this.#alarmed !== 'unwritable') this.#options.onAlarm(`log unwritable, nothing is accepted: ${refusal.message}`)
    this.#alarmed = 'unwritable'
  }

  #tell(outcomes: readonly Outcome[]): void {
    this.#refused = undefined
    const full = outcomes.find(([, outcome]) => outcome instanceof LogFullError)?.[1]
    if (full instanceof LogFullError) {
      if (this.#alarmed !== 'full') this.#options.onAlarm(`log full, nothing is accepted: ${full.message}`)
      this.#alarmed = 'full'
    } else if (this.#alarmed && outcomes.some(([{ batch }]) => batch.length > 0)) {
      this.#options.onAlarm('the log takes entries again')
      this.#alarmed = undefined
    }
  }
}

function refusalOf(error: unknown): LogUnwritableError {
  if (error instanceof LogUnwritableError) return error
  const text = error instanceof Error ? error.message : String(error)
  return new LogUnwritableError(`cannot write the log: ${text}`, { cause: error })
}

/** The offset after the last that was given; 0 where none was. */
function nextAfter(outcomes: readonly Outcome[]): number {
  return outcomes.reduce(
    (next, [, outcome]) => Math.max(next, outcome instanceof LogFullError ? 0 : (outcome.at(-1) ?? -1) + 1),
    0,
  )
}
