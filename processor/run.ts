import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import { CATALOGUE_VERSION, type ExplainRequest, type Explanation } from '../contract/mod.ts'
import { type Offset, WrongDataError } from '../log/mod.ts'
import type { StoreMeta } from '../store/mod.ts'
import { readClock } from './clock.ts'
import { explain } from './explain/explain.ts'
import { Follower } from './follower.ts'
import { type OpenGap, openGapsOf } from './identity/open-gaps.ts'
import { LogBackedView } from './log-backed-view.ts'
import type { Processor, ProcessorOptions, ProcessorStatus } from './processor.ts'
import { STATE_FIELDS } from './rows/layout.ts'
import { Sink } from './sink/sink.ts'
import { LmdbState } from './state/lmdb-state.ts'
import { readStation } from './station.ts'
import { stationsOf } from './timeline/settle.ts'

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
  readonly #stopping = new AbortController()
  readonly #follower: Follower
  readonly #sink: Sink
  /** People wait for it; figures do not. */
  readonly #explaining = new PQueue({ concurrency: 1 })
  #loops: Promise<unknown> = Promise.resolve()
  #rate = { at: 0, messages: 0, perSecond: 0 }
  /** How many wait for the end of the log. */
  #draining = 0

  constructor(options: ProcessorOptions, state: LmdbState, partition: number) {
    this.#o = options
    this.#state = state
    this.#partition = partition
    const view = new LogBackedView(state, options.log, partition)
    const context = { realm: options.realm, partition: String(partition) }
    const isAwaited = () => this.#draining > 0
    this.#follower = new Follower({ ...options, partition, state, view, context, isAwaited })
    this.#sink = new Sink({
      state,
      view,
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
    this.#loops = Promise.all([this.#follower.run(this.#stopping.signal), this.#pour()]).catch((error: unknown) => {
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
    const { messages } = this.#follower
    if (now - this.#rate.at >= 1000) {
      const perSecond = ((messages - this.#rate.messages) * 1000) / (now - this.#rate.at)
      this.#rate = { at: now, messages, perSecond: this.#rate.at === 0 ? 0 : perSecond }
    }
    return {
      appliedOffset: this.#state.applied ?? -1,
      realmClock: readClock(this.#state).realmMs,
      beginsMs: readClock(this.#state).beginsMs,
      messages,
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

  async #pour(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const waitMs = await this.#sink.run({ all: this.#follower.takeWritesAll(), signal })
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
      if (isApplied && this.#follower.isAtRest) {
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
