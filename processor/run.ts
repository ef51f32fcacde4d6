import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import {
  CATALOGUE_VERSION,
  type ExplainRequest,
  type Explanation,
  HORIZON_MS,
  LEVEL_MS,
  LEVELS,
  LONGEST_HORIZON_MS,
  type Realm,
} from '../contract/mod.ts'
import { type LogEntry, type Offset, type TelemetryLogReader, WrongDataError } from '../log/mod.ts'
import type { KpiStore, StoreMeta } from '../store/mod.ts'
import { Batch } from './batch.ts'
import { readClock } from './clock.ts'
import { explain } from './explain/explain.ts'
import { type OpenGap, openGapsOf } from './identity/open-gaps.ts'
import type { Pace } from './pace.ts'
import { STATE_FIELDS } from './rows/layout.ts'
import { Sink } from './sink/sink.ts'
import { timeKey } from './state/keys.ts'
import { LmdbState } from './state/lmdb-state.ts'
import { EntriesNeeded, type StateView } from './state/view.ts'
import { readStation } from './station.ts'
import type { StepContext } from './step-context.ts'
import { stationsOf } from './timeline/settle.ts'

export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface ProcessorOptions {
  readonly log: TelemetryLogReader
  readonly partition?: number
  readonly stateDirectory: string
  readonly store: KpiStore
  readonly realm: Realm
  /** What a new state is told before the first entry; absent: nothing. */
  readonly foretold?: Foretold
  readonly now: () => number
  readonly random: () => number
  readonly logger: Logger
  /** Values kept decoded in memory. */
  readonly hotEntries?: number
  /** How often state behind its horizon is let go; default 30 s. */
  readonly expireEveryMs?: number
  /** Called after the store has got something new. */
  readonly onWritten?: () => void
  readonly onAlarm?: (code: string, text: string | undefined) => void
}

/** What was said later and holds all the same, so that figures are made by what is known today. */
export interface Foretold {
  /** Words of the operator, as the log has them; `log` does not give them again. */
  readonly entries: readonly LogEntry[]
  /** The log before its first entry is gone: windows that it tells in part are not made. */
  readonly isCut: boolean
}

export interface ProcessorStatus {
  readonly appliedOffset: number
  readonly realmClock: number
  /** No window that starts earlier was made, since the log had been cut short [epoch ms]; undefined: it had not. */
  readonly beginsMs: number | undefined
  readonly messages: number
  readonly messagesPerSecond: number
  readonly outbox: number
  readonly lastWriteAt: number | undefined
  readonly lastStoreError: string | undefined
  readonly expired: number
  readonly refused: number
  readonly hotEntries: number
}

export interface Processor {
  status(): ProcessorStatus
  /** Missing seqs of every station, for the gap repair. */
  openGaps(limit: number): OpenGap[]
  /** What a figure is made of; one at a time. @throws {KpiRequestError} where it cannot be asked so. */
  explain(request: ExplainRequest): Promise<Explanation>
  /** Resolves when everything in the log now is in the store. */
  drain(): Promise<void>
  stop(): Promise<void>
}

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
const EXPIRE_EVERY_MS = 30_000
const EXPIRE_KEYS = 20_000
const ALL_PACES: readonly Pace[] = ['side', 'amended', ...LEVELS]

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
  readonly #view: StateView
  readonly #fetched = new Map<Offset, LogEntry | null>()
  readonly #stopping = new AbortController()
  readonly #sink: Sink
  /** People wait for it; figures do not. */
  readonly #explaining = new PQueue({ concurrency: 1 })
  #loops: Promise<unknown> = Promise.resolve()
  /** Entries applied and not yet committed. */
  #batch: Batch | undefined
  #read: Offset | undefined
  #messages = 0
  #rate = { at: 0, messages: 0, perSecond: 0 }
  #lastEntryAt = 0
  #expiredAt = 0
  #seenCursor = ''
  /** A backlog is being worked off; when it ends, all that waits is written once, whatever its pace. */
  #isBehind = false
  #writesAll = false

  constructor(options: ProcessorOptions, state: LmdbState, partition: number) {
    this.#o = options
    this.#state = state
    this.#partition = partition
    this.#context = { realm: options.realm, partition: String(partition) }
    this.#view = {
      get: (key) => state.get(key),
      entry: (offset) => {
        const entry = this.#fetched.get(offset)
        if (entry === undefined) throw new EntriesNeeded([offset])
        return entry ?? undefined
      },
    }
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
        await this.#expire()
      }
      await this.#waitForNewer(Math.max(10, IDLE_MS - Math.min(waited, IDLE_MS - 10)))
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

  /**
   * Waits for the log, at most `timeoutMs`. With a timer of its own: a signal made of others (`AbortSignal.any`) may be collected
   * with its time-out before that fires, and the wait would never end.
   */
  async #waitForNewer(timeoutMs: number): Promise<void> {
    const { signal } = this.#stopping
    const wake = new AbortController()
    const abort = (): void => wake.abort()
    const timer = setTimeout(abort, timeoutMs)
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    try {
      await this.#o.log.waitForNewer(this.#partition, this.#state.applied, wake.signal)
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  }

  /** Applies entries to the batch, for at most {@link TURN_MS}, so that the rest of the process gets its turn; tells how many. */
  async #apply(entries: readonly LogEntry[]): Promise<number> {
    const until = this.#o.now() + TURN_MS
    this.#batch ??= new Batch(this.#view, this.#context)
    const batch = this.#batch
    let applied = 0
    for (const entry of entries) {
      const asked = this.#run(() => batch.apply(entry))
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
    if (this.#o.now() - this.#expiredAt >= (this.#o.expireEveryMs ?? EXPIRE_EVERY_MS)) await this.#expire()
  }

  #mustSettle(): boolean {
    const { realmMs, settledMs } = readClock(this.#batch?.view ?? this.#state)
    return realmMs - settledMs >= SETTLE_WITHIN_MS
  }

  async #end(batch: Batch, settleToMs: number | undefined, offset: number): Promise<void> {
    const { changes, dirty, alarms } = await this.#run(() => batch.finish(settleToMs, offset))
    await this.#state.commit(changes, offset, dirty)
    this.#fetched.clear()
    for (const text of alarms) {
      this.#o.logger.warn({}, text)
      this.#o.onAlarm?.('station', text)
    }
  }

  /** Runs what needs the state, and again with the log entries that it asks for. */
  #run<T>(take: () => T): T | Promise<T> {
    try {
      return take()
    } catch (error) {
      if (!(error instanceof EntriesNeeded)) throw error
      return this.#fetch(error.offsets).then(() => this.#run(take))
    }
  }

  async #fetch(offsets: readonly Offset[]): Promise<void> {
    const found = await this.#o.log.get(this.#partition, offsets)
    for (const offset of offsets) this.#fetched.set(offset, null)
    for (const entry of found) this.#fetched.set(entry.offset, entry)
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

  /** Lets go of what no figure can need any more: rows behind their horizon, evidence and seqs behind the longest one. */
  async #expire(): Promise<void> {
    this.#expiredAt = this.#o.now()
    const { realmMs } = readClock(this.#state)
    for (const level of LEVELS) {
      // an hour more, so that a row is not made again from the log at the first late word
      const before = timeKey(Math.max(0, realmMs - HORIZON_MS[level] - LEVEL_MS[level] - 3_600_000))
      await this.#state.expire(`row/${level}/`, before, EXPIRE_KEYS, ALL_PACES)
      await this.#state.expire(`zone/${level}/`, before, EXPIRE_KEYS, ALL_PACES)
    }
    const limit = timeKey(Math.max(0, realmMs - LONGEST_HORIZON_MS - 2 * 86_400_000))
    for (const prefix of [
      'reports/',
      'totals/',
      'total/',
      'evidence/',
      'samples/',
      'ue/',
      'alarm-words/',
      'outages/',
    ]) {
      await this.#state.expire(prefix, limit, EXPIRE_KEYS, [])
    }
    await this.#expireSeen(realmMs - LONGEST_HORIZON_MS - 86_400_000)
  }

  async #expireSeen(beforeMs: number): Promise<void> {
    const keys = this.#state.keys('seen/', this.#seenCursor, 2000)
    this.#seenCursor = keys.length < 2000 ? '' : (keys.at(-1) as string)
    const old = keys.filter((key) =>
      (this.#state.get<readonly (readonly number[])[]>(key) ?? []).every((line) => (line[3] ?? 0) < beforeMs),
    )
    if (old.length > 0) await this.#state.remove(old)
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
