import { type KpiStore, type StoreMeta, StoreUnavailableError } from '../../store/mod.ts'
import type { Pace } from '../pace.ts'
import type { LmdbState, OutboxLine } from '../state/lmdb-state.ts'
import type { StateReader } from '../state/view.ts'
import { batchOf } from './batch.ts'

/** How long a dirty key of each pace may wait [ms]. */
const PACE_MS: Readonly<Record<Pace, number>> = {
  side: 1000,
  '10s': 1000,
  amended: 3000,
  '1m': 5000,
  '15m': 60_000,
  '1h': 60_000,
  '1d': 300_000,
}
const PACES = Object.keys(PACE_MS) as Pace[]
/** Keys of one write: with the rows of three cells and their station under each about 5,000 rows, which InfluxDB takes best. */
const BATCH_KEYS = 1200
/** After a time-out the store may still apply an old write late: what was in it is written once more after this. */
const REWRITE_AFTER_MS = 60_000
const BACK_OFF_MIN_MS = 500
const BACK_OFF_MAX_MS = 30_000

export interface SinkOptions {
  readonly state: LmdbState
  readonly view: StateReader
  readonly store: KpiStore
  readonly meta: () => StoreMeta
  readonly now: () => number
  readonly random: () => number
  readonly onWritten: () => void
  readonly onAlarm: (text: string | undefined) => void
  readonly onRefused: (row: string, reason: string) => void
}

/**
 * Writes what changed, as the state says *now*, and clears a key only if it has not changed since: so a store that was away for
 * days costs no memory and loses nothing. One write at a time.
 */
export class Sink {
  readonly #o: SinkOptions
  readonly #dueAt = new Map<Pace, number>()
  #turn: Promise<unknown> = Promise.resolve()
  #failures = 0
  #retryAt = 0
  #again: { at: number; pace: Pace; keys: readonly string[] }[] = []
  lastWriteAt: number | undefined
  lastError: string | undefined
  expired = 0
  refused = 0

  constructor(options: SinkOptions) {
    this.#o = options
  }

  /** Writes every pace that is due; returns how long to wait for the next [ms]. `all`: everything that waits, now. */
  run(options: { all?: boolean; signal?: AbortSignal } = {}): Promise<number> {
    const turn = this.#turn.then(() => this.#pour(options))
    // the next one waits for this one, however it ends
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #pour(options: { all?: boolean; signal?: AbortSignal }): Promise<number> {
    const now = this.#o.now()
    if (!options.all && now < this.#retryAt) return this.#retryAt - now
    for (const { pace, keys } of this.#again.filter((r) => r.at <= now)) await this.#o.state.markAgain(pace, keys)
    this.#again = this.#again.filter((r) => r.at > now)
    for (const pace of PACES) {
      if (!options.all && now < (this.#dueAt.get(pace) ?? 0)) continue
      for (;;) {
        const lines = this.#o.state.pending(pace, BATCH_KEYS)
        if (lines.length === 0) break
        // measured from a write: what comes after a quiet time is written at once
        this.#dueAt.set(pace, now + PACE_MS[pace])
        if (!(await this.#write(pace, lines, options.signal))) return Math.max(0, this.#retryAt - this.#o.now())
        if (lines.length < BATCH_KEYS) break
      }
    }
    return 250
  }

  async #write(pace: Pace, lines: readonly OutboxLine[], signal?: AbortSignal): Promise<boolean> {
    try {
      const report = await this.#o.store.write(
        batchOf(
          this.#o.view,
          lines.map((l) => l.key),
          this.#o.meta(),
        ),
        signal,
      )
      this.expired += report.expired
      this.refused += report.refused.length
      for (const { row, reason } of report.refused) this.#o.onRefused(row, reason)
      await this.#o.state.written(pace, lines, (key) => key.startsWith('history/') || key.startsWith('event/'))
      if (this.#failures > 0)
        this.#again.push({
          at: this.#o.now() + REWRITE_AFTER_MS,
          pace,
          keys: lines.map((l) => l.key).filter((k) => !k.startsWith('history/') && !k.startsWith('event/')),
        })
      this.#failures = 0
      this.lastWriteAt = this.#o.now()
      if (this.lastError !== undefined) this.#o.onAlarm(undefined)
      this.lastError = undefined
      this.#o.onWritten()
      return true
    } catch (error) {
      if (signal?.aborted) return false
      if (!(error instanceof StoreUnavailableError)) throw error
      const ceiling = Math.min(BACK_OFF_MAX_MS, BACK_OFF_MIN_MS * 2 ** this.#failures++)
      const waitMs = Math.max(error.retryAfterMs ?? 0, this.#o.random() * ceiling)
      this.#retryAt = this.#o.now() + waitMs
      if (this.lastError !== error.message) this.#o.onAlarm(error.message)
      this.lastError = error.message
      return false
    }
  }
}
