import { type KpiStore, type StoreMeta, StoreUnavailableError } from '../../store/mod.ts'
import type { Pace } from '../pace.ts'
import type { LmdbState } from '../state/lmdb-state.ts'
import type { OutboxLine } from '../state/outbox.ts'
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
/** Keys of one write, about: with the rows of three cells and their station under each about 5,000 rows, which InfluxDB takes best. */
const BATCH_KEYS = 1200
/** After a time-out the store may still apply an old write late: what was in it is written once more this long after its success. */
const REWRITE_AFTER_MS = 60_000
const BACK_OFF_MIN_MS = 500
const BACK_OFF_MAX_MS = 30_000

/** Keys that are written together. */
interface Lane {
  readonly what: 'zones' | 'others'
  readonly pace: Pace
  /** Not before this [epoch ms]. */
  dueAt: number
}

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
  /** In the order of their turns: the pages of the fleet are drawn from rows of zones, which never wait for the many of cells. */
  readonly #lanes: readonly Lane[] = (['zones', 'others'] as const).flatMap((what) =>
    PACES.map((pace) => ({ what, pace, dueAt: 0 })),
  )
  #turn: Promise<unknown> = Promise.resolve()
  #failures = 0
  #retryAt = 0
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
    const done = new Set<Lane>()
    for (;;) {
      const at = this.#o.now()
      await this.#o.state.markDoubtful(at)
      const isDue = (lane: Lane) => at >= lane.dueAt || (options.all && !done.has(lane))
      let lines: OutboxLine[] = []
      // from here to the rows made of the keys nothing is waited for
      await this.#o.state.betweenCommits()
      const lane = this.#lanes.find((each) => {
        if (isDue(each)) lines = this.#o.state.pending(each.pace, each.what, BATCH_KEYS)
        return lines.length > 0
      })
      if (lane === undefined) return 250
      // what two commits changed waits twice
      const keys = [...new Set(lines.flatMap((line) => line.keys))]
      if (!(await this.#write(lane.pace, lines, keys, options.signal))) {
        return Math.max(0, this.#retryAt - this.#o.now())
      }
      if (lines.reduce((sum, line) => sum + line.keys.length, 0) >= BATCH_KEYS) continue
      // measured from a write: what comes after a quiet time is written at once
      lane.dueAt = at + PACE_MS[lane.pace]
      done.add(lane)
    }
  }

  async #write(
    pace: Pace,
    lines: readonly OutboxLine[],
    keys: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    try {
      const report = await this.#o.store.write(batchOf(this.#o.view, keys, this.#o.meta()), signal)
      this.expired += report.expired
      this.refused += report.refused.length
      for (const { row, reason } of report.refused) this.#o.onRefused(row, reason)
      await this.#o.state.written(pace, lines, isForgotten, this.#o.now() + REWRITE_AFTER_MS)
      this.#failures = 0
      this.lastWriteAt = this.#o.now()
      if (this.lastError !== undefined) this.#o.onAlarm(undefined)
      this.lastError = undefined
      this.#o.onWritten()
      return true
    } catch (error) {
      if (!signal?.aborted && !(error instanceof StoreUnavailableError)) throw error
      await this.#o.state.doubt(pace, keys)
      if (!(error instanceof StoreUnavailableError)) return false
      const ceiling = Math.min(BACK_OFF_MAX_MS, BACK_OFF_MIN_MS * 2 ** this.#failures++)
      const waitMs = Math.max(error.retryAfterMs ?? 0, this.#o.random() * ceiling)
      this.#retryAt = this.#o.now() + waitMs
      if (this.lastError !== error.message) this.#o.onAlarm(error.message)
      this.lastError = error.message
      return false
    }
  }
}

/** What the state does not keep once the store has it. */
const isForgotten = (key: string): boolean => key.startsWith('history/') || key.startsWith('event/')
