import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import { CATALOGUE_VERSION, type ExplainRequest, type Explanation, HORIZON_MS, LEVEL_MS } from '../contract/mod.ts'
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
import { Sink } from './sink/sink.ts'
import { LmdbState } from './state/lmdb-state.ts'
import type { StateView } from './state/view.ts'
import { readStation } from './station.ts'
import type { StepContext } from './step-context.ts'
import { stationsOf } from './timeline/settle.ts'
import { waitForNewer } from './wait-for-newer.ts'

const BATCH_ENTRIES = 1000
/** Changed values and waiting facts that make a commit, while there is a backlog. */
const COMMIT_SIZE = 20_000
/** How long the reducer may hold the event loop at once. */
const TURN_MS = 10
/** Reports of a period come within this of its end: settling earlier would call their seconds unknown first. */
const SETTLE_AFTER_MS = 3000
/**
 * However fast a backlog goes by, the five times follow at the latest this far behind the realm clock: a quarter of the
 * shortest horizon, so that every window gets them before it is final, at any pace the same.
 */
const SETTLE_WITHIN_MS = HORIZON_MS['10s'] / 4
const IDLE_MS = 1000
/** Windows settled in one step at the most. */
const SETTLE_WINDOWS = 30_000

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
  /** People wait for it; figures do not. */
  readonly #explaining = new PQueue({ concurrency: 1 })
  #loops: Promise<unknown> = Promise.resolve()
  /** Entries applied and not yet committed. */
  #batch: Batch | undefined
  #read: Offset | undefined
  #messages = 0
  #rate = { at: 0, messages: 0, perSecond: 0 }
  #lastEntryAt = 0
  /** A backlog is being worked off; when it ends, all that waits is written once, whatever its pace. */
  #isBehind = false
  #writesAll = false

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
      const isBacklog = (isFull || entries.length > 0) && (this.#batch?.size ?? 0) < COMMIT_SIZE && !this.#mustSettle()
      if (!isBacklog && this.#batch !== undefined) await this.#commit()
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
      if (waited >= IDLE_MS) {
        await this.#settle(Number.MAX_SAFE_INTEGER)
        await this.#expiry.run()
      }
      const waitMs = Math.max(10, IDLE_MS - Math.min(waited, IDLE_MS - 10))
      await waitForNewer(this.#o.log, this.#partition, this.#state.applied, waitMs, signal)
    }
  }

  /** Of a new state; where it ended before its first entry was committed, once more, which changes nothing. */
  async #foretell(): Promise<void> {
    const { foretold } = this.#o
    if (foretold === undefined || this.#state.applied !== undefined) return
    const batch = new Batch(this.#view, this.#context)
    batch.foretell(foretold.entries, foretold.isCut)
    await this.#end(batch, undefined, -1)
  }

  /** Applies entries to the batch, for at most {@link TURN_MS}, so that the rest of the process gets its turn; tells how many. */
  async #apply(entries: readonly LogEntry[]): Promise<number> {
    const until = this.#o.now() + TURN_MS
    this.#batch ??= new Batch(this.#view, this.#context)
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
    this.#lastEntryAt = this.#o.now()
    return applied
  }

  /** Ends the batch: its facts into the rows, the five times up to the last period of which the reports have come, all on disk. */
  async #commit(): Promise<void> {
    const batch = this.#batch
    if (batch === undefined) return
    const { realmMs, settledMs } = readClock(batch.view)
    const period = LEVEL_MS['10s']
    const due = Math.floor((realmMs - SETTLE_AFTER_MS) / period) * period
    await this.#end(batch, due > settledMs ? Math.min(due, this.#portionEnd(batch.view)) : undefined, this.#read ?? -1)
    this.#batch = undefined
    this.#read = undefined
    if (due > settledMs) await this.#settle(due)
    if (this.#expiry.isDue) await this.#expiry.run()
  }

  #mustSettle(): boolean {
    const { realmMs, settledMs } = readClock(this.#batch?.view ?? this.#state)
    return realmMs - settledMs >= SETTLE_WITHIN_MS
  }

  async #end(batch: Batch, settleToMs: number | undefined, offset: number): Promise<void> {
    const { changes, dirty, alarms } = await this.#view.run(() => batch.finish(settleToMs, offset))
    await this.#state.commit(changes, offset, dirty)
    this.#view.forget()
    for (const text of alarms) {
      this.#o.logger.warn({}, text)
      this.#o.onAlarm?.('station', text)
    }
  }

  /** In portions: after a long time away there may be many windows. */
  async #settle(toMs: number): Promise<void> {
    for (;;) {
      const { realmMs, settledMs } = readClock(this.#state)
      const target = Math.min(toMs, Math.floor(realmMs / 1000) * 1000)
      if (settledMs >= target) return
      const batch = new Batch(this.#view, this.#context)
      await this.#end(batch, Math.min(target, this.#portionEnd(batch.view)), this.#state.applied ?? -1)
    }
  }

  /** How far the times may be settled at once. */
  #portionEnd(view: StateView): number {
    const { settledMs } = readClock(view)
    if (settledMs === 0) return Number.MAX_SAFE_INTEGER
    const cells = stationsOf(view).reduce((n, id) => n + readStation(view, id).cells.length, 1)
    return settledMs + Math.max(1, Math.floor(SETTLE_WINDOWS / cells)) * LEVEL_MS['10s']
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
    while (!this.#stopping.signal.aborted) {
      const { realmMs, settledMs } = readClock(this.#state)
      const isApplied = (newest ?? -1) <= (this.#state.applied ?? -1)
      const isSettled = settledMs >= Math.floor(realmMs / 1000) * 1000
      // what is applied and not committed is not in the outbox yet
      if (isApplied && isSettled && this.#batch === undefined) {
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
