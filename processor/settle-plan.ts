import { HORIZON_MS, LEVEL_MS } from '../contract/mod.ts'
import { readClock } from './clock.ts'
import type { StateReader } from './state/view.ts'
import { floorToSecond } from './timeline/evidence.ts'
import { type SettleOrder, stationsOf } from './timeline/settle.ts'

/** Reports of a period come within this of its end: settling earlier would call their seconds unknown first. */
const SETTLE_AFTER_MS = 3000
/**
 * However fast a backlog goes by, the five times follow at the latest this far behind the realm clock: a quarter of the
 * shortest horizon, so that every window gets them before it is final, at any pace the same.
 */
const SETTLE_WITHIN_MS = HORIZON_MS['10s'] / 4
/** Windows of 10 s of cells settled in one step, about, and of how long at once: so that the rest of the process gets its turn. */
const SETTLE_WINDOWS = 4000
const SETTLE_AT_ONCE_MS = 3_600_000
/** So few that everything may be carried on whenever nothing has come for a moment. */
const FEW_STATIONS = 100

/** Up to where the five times of all stations are carried on, and in which portions. */
export class SettlePlan {
  #order: SettleOrder | undefined
  #isAtRest = false

  /** The portion to be done next; undefined: none. */
  get order(): SettleOrder | undefined {
    return this.#order
  }

  /** Everything in the log is in the rows, of every level. */
  get isAtRest(): boolean {
    return this.#isAtRest
  }

  /** The realm clock has gone on so far that settling cannot wait. */
  isPressing(view: StateReader): boolean {
    const { realmMs, settledMs } = readClock(view)
    return realmMs - settledMs >= SETTLE_WITHIN_MS
  }

  /** Entries have been applied: there is more to come. */
  noteApplied(): void {
    this.#isAtRest = false
    if (this.#order?.isRest) this.#order = { ...this.#order, isRest: false }
  }

  /** Begins, where nothing is being settled, with the periods of which the reports have come. */
  beginPeriods(view: StateReader): void {
    const { realmMs, settledMs } = readClock(view)
    const period = LEVEL_MS['10s']
    const dueMs = Math.floor((realmMs - SETTLE_AFTER_MS) / period) * period
    if (dueMs > settledMs) this.#begin(settledMs, dueMs, false)
  }

  /**
   * Begins, where nothing has come for a while, with everything up to the realm clock. A large fleet falls silent between any two
   * of its reports, and would have all its rows written twice: it gets whole periods, unless somebody waits for the end of the log.
   */
  beginRest(view: StateReader, isAwaited: boolean): void {
    if (this.#isAtRest) return
    if (!isAwaited && stationsOf(view).length > FEW_STATIONS) this.beginPeriods(view)
    else this.#begin(readClock(view).settledMs, realmSecond(view), true)
  }

  #begin(settledMs: number, toMs: number, isRest: boolean): void {
    if (this.#order !== undefined) return
    // after a long time away there may be many windows even of one station
    const upToMs = settledMs === 0 ? toMs : Math.min(toMs, settledMs + SETTLE_AT_ONCE_MS)
    this.#order = { toMs: upToMs, from: 0, windows: SETTLE_WINDOWS, isRest }
  }

  /** The portion is done and committed; `next` is the place of the station to go on with. */
  noteDone(view: StateReader, next: number | undefined): void {
    const order = this.#order
    if (order === undefined) return
    this.#order = next === undefined ? undefined : { ...order, from: next }
    this.#isAtRest = next === undefined && order.isRest && order.toMs >= realmSecond(view)
  }
}

const realmSecond = (view: StateReader): number => floorToSecond(readClock(view).realmMs)
