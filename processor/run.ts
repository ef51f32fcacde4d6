import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import { CATALOGUE_VERSION, type ExplainRequest, type Explanation } from '../contract/mod.ts'
import { type LogEntry, type Offset, WrongDataError } from '../log/mod.ts'
import type { StoreMeta } from '../store/mod.ts'
import { Batch } from './batch.ts'
import { readClock } from './clock.ts'
import { Expiry } from './expire.ts'
import { explain } from './explain/explain.ts'
import { type OpenGap, openGapsOf } from './identity/open-gaps.ts'
import { LogBackedView } from './log-backed-view.ts'
import type { Processor, ProcessorOptions, ProcessorStatus } from './processor.ts'
import { STATE_FIELDS } from './rows/layout.ts'
import { SettlePlan } from './settle-plan.ts'
import { Sink } from './sink/sink.ts'
import { LmdbState } from './state/lmdb-state.ts'
import { readStation } from './station.ts'
import type { StepContext } from './step-context.ts'
import { stationsOf } from './timeline/settle.ts'
import { waitForNewer } from './wait-for-newer.ts'

const BATCH_ENTRIES = 1000
/** Changed values and waiting facts that make a commit, while there is a backlog. */
const COMMIT_SIZE = 20_000
/** And after so long it is committed whatever its size: while hours are worked off, people see figures grow. */
const LONGEST_BATCH_MS = 2000
/** How long the reducer may hold the event loop at once. */
const TURN_MS = 10
const IDLE_MS = 1000
/** What comes within so long of a commit goes into the next one: each costs as much as some ten reports. */
const GATHER_MS = 100

/** Follows the log, commits, writes to the store: the thin shell round the reducer. */
export async function startProcessor(options: ProcessorOptions): Promise<Processor> {
  const { log, realm } = options
  const partition = options.partition ?? 0
  const state = await LmdbState.open({
    directory: options.stateDirectory,
    identity: { realm, logId: log.identity.logId, partition, fields: STATE_FIELDS },
    ...(options.hotEntries !== undefined && { hotEntries: options.hotEntries }),
  })
  const usage = await log.usage(partition)
  if (state.applied !== undefined && (usage.newest === undefined || state.applied > usage.newest)) {
    await state.close()
    throw new WrongDataError(
      `log and state do not belong together: the state has applied offset ${state.applied}, the log ends at ${usage.newest ?? 'nothing'}. Restore the log, or move the state away to make it again.`,
    )
  }
  const shell = new Shell(options, state, partition)
  shell.start()
  return shell
}

class Shell implements Processor {
  readonly #o: ProcessorOptions
  readonly #state: LmdbState
  readonly #partition: number
  readonly #context: StepContext
  readonly #view: LogBackedView
  readonly #stopping = new AbortController()
  readonly #sink: Sink
  readonly #expiry: Expiry
  readonly #settling = new SettlePlan()
  /** People wait for it; figures do not. */
  readonly #explaining = new PQueue({ concurrency: 1 })
  #loops: Promise<unknown> = Promise.resolve()
  /** Entries applied and not yet committed. */
  #batch: Batch | undefined
  #batchBeganAt = 0
  #read: Offset | undefined
  #messages = 0
  #rate = { at: 0, messages: 0, perSecond: 0 }
  #lastEntryAt = 0
  #committedAt = 0
  /** A backlog is being worked off; when it ends, all that waits is written once, whatever its pace. */
  #isBehind = false
  #writesAll = false
  /** How many wait for the end of the log. */
  #draining = 0

  constructor(options: ProcessorOptions, state: LmdbState, partition: number) {
    this.#o = options
    this.#state = state
    this.#partition = partition
    this.#context = { realm: options.realm, partition: String(partition) }
    this.#view = new LogBackedView(state, options.log, partition)
    this.#expiry = new Expiry(state, options.now, options.expireEveryMs)
    this.#sink = new Sink({
      state,
      view: this.#view,
      store: options.store,
      meta: () => this.#meta(),
      now: options.now,
      random: options.random,
      onWritten: () => options.onWritten?.(),
      onAlarm: (text) => options.onAlarm?.('store', text),
      onRefused: (row, reason) => options.logger.error({ row, reason }, 'processor.row.refused'),
    })
  }

  start(): void {
    this.#loops = Promise.all([this.#follow(), this.#pour()]).catch((error: unknown) => {
      this.#o.logger.error({ err: error }, 'processor.failed')
      this.#o.onAlarm?.('processor', `the processor stopped: ${error instanceof Error ? error.message : String(error)}`)
      this.#stopping.abort()
    })
  }

  #meta(): StoreMeta {
    return {
      realm: this.#o.realm,
      catalogue: CATALOGUE_VERSION,
      realmClock: readClock(this.#state).realmMs,
      appliedOffset: this.#state.applied ?? -1,
    }
  }

  status(): ProcessorStatus {
    const now = this.#o.now()
    if (now - this.#rate.at >= 1000) {
      const perSecond = ((this.#messages - this.#rate.messages) * 1000) / (now - this.#rate.at)
      this.#rate = { at: now, messages: this.#messages, perSecond: this.#rate.at === 0 ? 0 : perSecond }
    }
    return {
      appliedOffset: this.#state.applied ?? -1,
      realmClock: readClock(this.#state).realmMs,
      beginsMs: readClock(this.#state).beginsMs,
      messages: this.#messages,
      messagesPerSecond: this.#rate.perSecond,
      outbox: this.#state.outboxSize,
      lastWriteAt: this.#sink.lastWriteAt,
      lastStoreError: this.#sink.lastError,
      expired: this.#sink.expired,
      refused: this.#sink.refused,
      hotEntries: this.#state.hotEntries,
    }
  }

  openGaps(limit: number): OpenGap[] {
    return openGapsOf(
      this.#state,
      stationsOf(this.#state).map((id) => readStation(this.#state, id)),
      limit,
    )
  }

  explain(request: ExplainRequest): Promise<Explanation> {
    const { log, store, realm } = this.#o
    const lineage = { view: this.#state, log, partition: this.#partition }
    return this.#explaining.add(() => explain({ realm, store, lineage }, request))
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopping
    await this.#foretell()
    let entries: readonly LogEntry[] = []
    let isFull = false
    while (!signal.aborted) {
      if (entries.length === 0) {
        entries = await this.#o.log.read(this.#partition, this.#read ?? this.#state.applied, BATCH_ENTRIES)
        isFull = entries.length === BATCH_ENTRIES
      }
      const found = entries.length
      if (found > 0) entries = entries.slice(await this.#apply(entries))
      // a backlog is committed in larger pieces: rows that change with every message are then written once
      const isBacklog = isFull || entries.length > 0
      const isYoung = this.#o.now() - this.#batchBeganAt < LONGEST_BATCH_MS
      const mayWait = isYoung && (this.#batch?.size ?? 0) < COMMIT_SIZE && !this.#mustSettle()
      if (this.#batch !== undefined && !(isBacklog && mayWait)) {
        const gatherMs = this.#committedAt + GATHER_MS - this.#o.now()
        if (found > 0 && mayWait && gatherMs > 0) {
          await waitForNewer(this.#o.log, this.#partition, this.#read, Math.min(gatherMs, GATHER_MS), signal)
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
      if (isIdle) this.#settling.beginRest(this.#state, this.#draining > 0)
      if (this.#settling.order !== undefined) {
        await this.#settlePortion()
        await immediate()
        continue
      }
      if (isIdle && this.#expiry.isDue) await this.#expiry.run()
      const waitMs = isIdle ? IDLE_MS : Math.max(10, IDLE_MS - waited)
      await waitForNewer(this.#o.log, this.#partition, this.#state.applied, waitMs, signal)
    }
  }

  /** Of a new state; where it ended before its first entry was committed, once more, which changes nothing. */
  async #foretell(): Promise<void> {
    const { foretold } = this.#o
    if (foretold === undefined || this.#state.applied !== undefined) return
    const batch = new Batch(this.#view, this.#context)
    batch.foretell(foretold.entries, foretold.isCut)
    await this.#end(batch, -1)
  }

  /** Applies entries to the batch, for at most {@link TURN_MS}, so that the rest of the process gets its turn; tells how many. */
  async #apply(entries: readonly LogEntry[]): Promise<number> {
    const began = this.#o.now()
    const until = began + TURN_MS
    if (this.#batch === undefined) {
      this.#batch = new Batch(this.#view, this.#context)
      this.#batchBeganAt = began
    }
    const batch = this.#batch
    let applied = 0
    for (const entry of entries) {
      const asked = this.#view.run(() => batch.apply(entry))
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
    while (this.#mustSettle() && !this.#stopping.signal.aborted) {
      this.#settling.beginPeriods(this.#state)
      await this.#settlePortion()
    }
    if (this.#expiry.isDue) await this.#expiry.run()
  }

  #mustSettle(): boolean {
    return this.#settling.isPressing(this.#batch?.view ?? this.#state)
  }

  async #settlePortion(): Promise<void> {
    await this.#end(new Batch(this.#view, this.#context), this.#state.applied ?? -1)
  }

  async #end(batch: Batch, offset: number): Promise<void> {
    const { order } = this.#settling
    const ending = order === undefined ? { offset } : { offset, settle: order }
    const { changes, dirty, alarms, settleNext } = await this.#view.run(() => batch.finish(ending))
    await this.#state.commit(changes, offset, dirty)
    this.#settling.noteDone(this.#state, settleNext)
    this.#state.fitHot(stationsOf(this.#state).length)
    this.#view.forget()
    for (const text of alarms) {
      this.#o.logger.warn({}, text)
      this.#o.onAlarm?.('station', text)
    }
  }

  async #pour(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const all = this.#writesAll
      this.#writesAll = false
      const waitMs = await this.#sink.run({ all, signal })
      await sleep(Math.max(50, waitMs), undefined, { signal, ref: true }).catch(() => undefined)
    }
  }

  async drain(): Promise<void> {
    const { newest } = await this.#o.log.usage(this.#partition)
    this.#draining++
    try {
      await this.#drained(newest)
    } finally {
      this.#draining--
    }
  }

  async #drained(newest: Offset | undefined): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const isApplied = (newest ?? -1) <= (this.#state.applied ?? -1)
      // what is applied and not committed is not in the outbox yet
      if (isApplied && this.#settling.isAtRest && this.#batch === undefined) {
        if (this.#state.outboxSize === 0) return
        await this.#sink.run({ all: true })
      }
      // a store that is away is not asked at once again
      await sleep(this.#sink.lastError === undefined ? 20 : 1000)
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loops
    await this.#state.close()
  }
}
