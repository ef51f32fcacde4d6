import { setImmediate as immediate } from 'node:timers/promises'
import type { LogEntry, Offset, TelemetryLogReader } from '../log/mod.ts'
import { Batch } from './batch.ts'
import { Expiry } from './expire.ts'
import type { LogBackedView } from './log-backed-view.ts'
import type { ProcessorOptions } from './processor.ts'
import { SettlePlan } from './settle-plan.ts'
import type { LmdbState } from './state/lmdb-state.ts'
import type { StepContext } from './step-context.ts'
import { stationsOf } from './timeline/settle.ts'
import { waitForNewer } from './wait-for-newer.ts'

const BATCH_ENTRIES = 1000
/**
 * Changed values and waiting facts that make a commit, while there is a backlog: at least so many, and of a large fleet enough for some
 * reports of each station, whose values are then written once for all of them.
 */
const COMMIT_SIZE = 20_000
const COMMIT_SIZE_PER_STATION = 20
/** And after so long it is committed whatever its size: while hours are worked off, people see figures grow. */
const LONGEST_BATCH_MS = 2000
/** How long the reducer may hold the event loop at once. */
const TURN_MS = 10
const IDLE_MS = 1000
/** What comes within so long of a commit goes into the next one: each costs as much as some ten reports. */
const GATHER_MS = 100

export interface FollowerOptions
  extends Pick<ProcessorOptions, 'foretold' | 'now' | 'logger' | 'expireEveryMs' | 'onAlarm'> {
  readonly log: TelemetryLogReader
  readonly partition: number
  readonly state: LmdbState
  readonly view: LogBackedView
  readonly context: StepContext
  /** Somebody waits for the end of the log. */
  readonly isAwaited: () => boolean
}

/** Takes what the log has into the state: in batches, each of which is one commit, and in between carries the times on. */
export class Follower {
  readonly #o: FollowerOptions
  readonly #expiry: Expiry
  readonly #settling = new SettlePlan()
  #signal: AbortSignal | undefined
  /** Entries applied and not yet committed. */
  #batch: Batch | undefined
  #batchBeganAt = 0
  #read: Offset | undefined
  #messages = 0
  #lastEntryAt = 0
  #committedAt = 0
  /** A backlog is being worked off; when it ends, all that waits is written once, whatever its pace. */
  #isBehind = false
  #writesAll = false

  constructor(options: FollowerOptions) {
    this.#o = options
    this.#expiry = new Expiry(options.state, options.now, options.expireEveryMs)
  }

  /** Entries applied since the start. */
  get messages(): number {
    return this.#messages
  }

  /** Everything that was read is committed, and in the rows of every level. */
  get isAtRest(): boolean {
    // what is applied and not committed is not in the outbox yet
    return this.#settling.isAtRest && this.#batch === undefined
  }

  /** True once after each backlog: all that waits for the store may be written. */
  takeWritesAll(): boolean {
    const all = this.#writesAll
    this.#writesAll = false
    return all
  }

  /** Until `signal`. */
  async run(signal: AbortSignal): Promise<void> {
    this.#signal = signal
    await this.#foretell()
    let entries: readonly LogEntry[] = []
    let isFull = false
    while (!signal.aborted) {
      if (entries.length === 0) {
        entries = await this.#o.log.read(this.#o.partition, this.#read ?? this.#o.state.applied, BATCH_ENTRIES)
        isFull = entries.length === BATCH_ENTRIES
      }
      const found = entries.length
      if (found > 0) entries = entries.slice(await this.#apply(entries))
      // a backlog is committed in larger pieces: rows that change with every message are then written once
      const isBacklog = isFull || entries.length > 0
      const isYoung = this.#o.now() - this.#batchBeganAt < LONGEST_BATCH_MS
      const mayWait = isYoung && (this.#batch?.size ?? 0) < this.#commitSize() && !this.#mustSettle()
      if (this.#batch !== undefined && !(isBacklog && mayWait)) {
        const gatherMs = this.#committedAt + GATHER_MS - this.#o.now()
        if (found > 0 && mayWait && gatherMs > 0) {
          await waitForNewer(this.#o.log, this.#o.partition, this.#read, Math.min(gatherMs, GATHER_MS), signal)
          continue
        }
        await this.#commit()
      }
      if (isFull) this.#isBehind = true
      else if (this.#isBehind && entries.length === 0) {
        this.#isBehind = false
        this.#writesAll = true
      }
      if (found > 0) {
        await immediate()
        continue
      }
      const waited = this.#o.now() - this.#lastEntryAt
      const isIdle = waited >= IDLE_MS
      if (isIdle) this.#settling.beginRest(this.#o.state, this.#o.isAwaited())
      if (this.#settling.order !== undefined) {
        await this.#settlePortion()
        await immediate()
        continue
      }
      if (isIdle && this.#expiry.isDue) await this.#expiry.run()
      const waitMs = isIdle ? IDLE_MS : Math.max(10, IDLE_MS - waited)
      await waitForNewer(this.#o.log, this.#o.partition, this.#o.state.applied, waitMs, signal)
    }
  }

  /** Of a new state; where it ended before its first entry was committed, once more, which changes nothing. */
  async #foretell(): Promise<void> {
    const { foretold } = this.#o
    if (foretold === undefined || this.#o.state.applied !== undefined) return
    const batch = new Batch(this.#o.view, this.#o.context)
    batch.foretell(foretold.entries, foretold.isCut)
    await this.#end(batch, -1)
  }

  /** Applies entries to the batch, for at most {@link TURN_MS}, so that the rest of the process gets its turn; tells how many. */
  async #apply(entries: readonly LogEntry[]): Promise<number> {
    const began = this.#o.now()
    const until = began + TURN_MS
    if (this.#batch === undefined) {
      this.#batch = new Batch(this.#o.view, this.#o.context)
      this.#batchBeganAt = began
    }
    const batch = this.#batch
    let applied = 0
    for (const entry of entries) {
      const asked = this.#o.view.run(() => batch.apply(entry))
      if (asked instanceof Promise) await asked
      this.#read = entry.offset
      applied++
      if (this.#mustSettle() || (applied % 16 === 0 && this.#o.now() >= until)) break
    }
    this.#messages += applied
    this.#settling.noteApplied()
    this.#lastEntryAt = this.#o.now()
    return applied
  }

  /** Ends the batch: its facts into the rows, and a portion of the five times up to the last period of which the reports have come. */
  async #commit(): Promise<void> {
    const batch = this.#batch
    if (batch === undefined) return
    this.#settling.beginPeriods(batch.view)
    await this.#end(batch, this.#read ?? -1)
    this.#batch = undefined
    this.#read = undefined
    this.#committedAt = this.#o.now()
    while (this.#mustSettle() && !this.#signal?.aborted) {
      this.#settling.beginPeriods(this.#o.state)
      await this.#settlePortion()
    }
    if (this.#expiry.isDue) await this.#expiry.run()
  }

  #commitSize(): number {
    return Math.max(COMMIT_SIZE, stationsOf(this.#o.state).length * COMMIT_SIZE_PER_STATION)
  }

  #mustSettle(): boolean {
    return this.#settling.isPressing(this.#batch?.view ?? this.#o.state)
  }

  async #settlePortion(): Promise<void> {
    await this.#end(new Batch(this.#o.view, this.#o.context), this.#o.state.applied ?? -1)
  }

  async #end(batch: Batch, offset: number): Promise<void> {
    const { order } = this.#settling
    const ending = order === undefined ? { offset } : { offset, settle: order }
    const { changes, dirty, alarms, settleNext } = await this.#o.view.run(() => batch.finish(ending))
    await this.#o.state.commit(changes, offset, dirty)
    this.#settling.noteDone(this.#o.state, settleNext)
    this.#o.state.fitHot(stationsOf(this.#o.state).length)
    this.#o.view.forget()
    for (const text of alarms) {
      this.#o.logger.warn({}, text)
      this.#o.onAlarm?.('station', text)
    }
  }
}
