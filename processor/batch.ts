import { type ControlRecord, entryLevel, type PmMessage, realmKind, windowStart } from '../contract/mod.ts'
import type { LogEntry, Offset } from '../log/mod.ts'
import { applyCarried } from './carried.ts'
import { advanceClock, noteCarried, readClock, readSettings, statusOf } from './clock.ts'
import { CLOCK_LIMIT_MS } from './clock-trust.ts'
import { type Delivered, deliver, readDelivery } from './deliver.ts'
import { handleControl } from './handlers/control.ts'
import type { Cause } from './history-row.ts'
import { timeOfMessage } from './message-time.ts'
import type { Pace } from './pace.ts'
import { settledOf } from './progress.ts'
import { Publication } from './publish.ts'
import { retry } from './retry.ts'
import { Amendments } from './rows/amendments.ts'
import { carry, carryAll } from './rows/carry.ts'
import { type EnteringFacts, enterFacts, readForEntering } from './rows/enter-facts.ts'
import { entriesAt } from './rows/read-reports.ts'
import { Draft, type StateView } from './state/view.ts'
import { readStation } from './station.ts'
import type { StepContext, StepOutput } from './step-context.ts'
import { floorToSecond } from './timeline/evidence.ts'
import { retime } from './timeline/retime.ts'
import { type SettleOrder, settle, settleStation, stationsOf } from './timeline/settle.ts'
import { latestEnd, MAY_WAIT_MS, WaitingFacts } from './waiting-facts.ts'

/** What a batch changes: state by key (undefined: deleted), and which keys the store must get, how soon. */
export interface StepResult {
  readonly changes: Iterable<[key: string, value: unknown]>
  readonly dirty: ReadonlyMap<string, Pace>
  /** What a human should look at. */
  readonly alarms: readonly string[]
  /** Place of the station with which settling goes on; undefined: all are settled, or nothing was asked. */
  readonly settleNext: number | undefined
}

/** What a batch does when it ends, besides entering the facts that wait. */
export interface Ending {
  readonly offset: number
  readonly settle?: SettleOrder
}

/**
 * Log entries one after the other into the state, until they are committed together. Pure: no clock, no randomness, no I/O;
 * the same view and entries give the same result.
 *
 * The facts of open windows wait until the batch ends and are then entered together, so that a window which changes with every
 * message is made once. Whatever may amend a provisional window, or reads rows, has those of its station entered before it.
 */
export class Batch {
  readonly #context: StepContext
  readonly #isLive: boolean
  readonly #draft: Draft
  readonly #waiting = new WaitingFacts()
  readonly #dirty = new Map<string, Pace>()
  readonly #side = new Set<string>()
  readonly #alarms: string[] = []
  #lastOffset = -1

  constructor(view: StateView, context: StepContext) {
    this.#draft = new Draft(view)
    this.#context = context
    this.#isLive = realmKind(context.realm) === 'live'
  }

  /** The state with what this batch has done so far; facts that wait are not in its rows yet. */
  get view(): StateView {
    return this.#draft
  }

  /** Values changed and facts waiting: what a commit will have to write, roughly. */
  get size(): number {
    return this.#draft.size + this.#waiting.size
  }

  /** @throws {EntriesNeeded} where older log entries must be at hand first; nothing has changed then. */
  apply(entry: LogEntry): void {
    if (entry.carried === true) this.#carry(entry)
    else if (entry.source === 'control') this.#control(entry)
    else this.#deliver(entry)
    this.#lastOffset = entry.offset
  }

  /**
   * Ends the batch.
   * @throws {EntriesNeeded} as {@link apply}; it may then be called again.
   */
  finish({ offset, settle: order }: Ending = { offset: this.#lastOffset }): StepResult {
    let settleNext: number | undefined
    this.#transact({ reason: 'silence', offset }, (amend, _, done) => {
      this.#enterWaiting(amend, (station, facts) => {
        settleReported(amend, station, facts)
        done()
      })
      if (order !== undefined) settleNext = settle(amend, order, done)
    })
    this.#waiting.forget()
    for (const key of this.#side) this.#dirty.set(key, 'side')
    return { changes: this.#draft.changes(), dirty: this.#dirty, alarms: this.#alarms, settleNext }
  }

  #control(entry: LogEntry): void {
    const record = JSON.parse(new TextDecoder().decode(entry.payload)) as ControlRecord
    const clockMs = this.#isLive ? Math.max(entry.receivedAt, record.type === 'tick' ? record.at : 0) : 0
    // a tick changes times only; all else may move rows
    if (record.type !== 'tick') this.#enter()
    this.#beforeClock(clockMs)
    const reason = record.type.startsWith('maintenance') ? 'maintenance' : record.type
    this.#transact({ reason, offset: entry.offset }, (amend, output) => {
      advanceClock(amend.draft, clockMs)
      if (record.type === 'retry') retry(amend, record.offset as Offset, this.#context, output)
      else for (const key of handleControl(amend, record, this.#context.partition)) output.side.add(key)
    })
  }

  /** Applies what holds before any entry of a new state; `isCut`: the log before its first entry is gone. */
  foretell(entries: readonly LogEntry[], isCut: boolean): void {
    this.#transact({ reason: 'foretold', offset: -1 }, (amend, { side }) => {
      if (isCut) noteCarried(amend.draft)
      for (const entry of entries) for (const key of applyCarried(amend, entry, this.#context)) side.add(key)
    })
  }

  /** What outlived its time in the log is known, and moves no clock. */
  #carry(entry: LogEntry): void {
    this.#transact({ reason: 'carried', offset: entry.offset }, (amend, { side }) => {
      noteCarried(amend.draft)
      for (const key of applyCarried(amend, entry, this.#context)) side.add(key)
    })
  }

  #deliver(entry: LogEntry): void {
    const delivery = readDelivery(this.#draft, entry, this.#context)
    const message = delivery.decoded.ok ? delivery.decoded.message : undefined
    const defer = message?.kind === 'pm' && !message.hasTotals && this.#isOpen(message, entry)
    const isClockDoubted = message?.kind === 'heartbeat' && entry.receivedAt - message.atMs > CLOCK_LIMIT_MS
    if (message?.kind === 'birth' || (message?.kind === 'pm' && !defer) || isClockDoubted) this.#enter(delivery.station)
    const isSilentOnTime = message === undefined || message.kind === 'death'
    const clockMs = this.#isLive ? entry.receivedAt : isSilentOnTime ? 0 : timeOfMessage(message)
    this.#beforeClock(clockMs)
    let delivered: Delivered = { reason: 'late', facts: undefined }
    const cause = { reason: 'late', offset: entry.offset }
    this.#transact(cause, (amend, output) => {
      if (this.#isLive) advanceClock(amend.draft, entry.receivedAt)
      delivered = deliver(amend, entry, delivery, this.#context, output, defer)
      cause.reason = delivered.reason
    })
    if (delivered.facts !== undefined) this.#waiting.add(delivery.station, delivered.facts)
  }

  /** Every window that the report concerns is open still, also after it has moved the realm clock. */
  #isOpen({ endMs, gpS }: PmMessage, entry: LogEntry): boolean {
    const start = endMs - gpS * 1000
    const level = entryLevel(start, endMs)
    if (level === undefined) return false
    const realmMs = Math.max(readClock(this.#draft).realmMs, this.#isLive ? entry.receivedAt : endMs)
    return statusOf(level, windowStart(level, start), gpS, realmMs, readSettings(this.#draft)) === 'open'
  }

  /**
   * Runs `change` on top of the batch; where it throws nothing has happened. It may say that it is done with a station, whose rows
   * are then published while they are at hand, and does not come back to them.
   */
  #transact(cause: Cause, change: (amend: Amendments, output: StepOutput, done: () => void) => void): void {
    const alarms: string[] = []
    const dirty = this.#draft.attempt(() => {
      const amend = new Amendments(this.#draft)
      const publication = new Publication(this.#draft, cause)
      const done = (): void => {
        retime(amend)
        for (const [station, untilMs] of amend.takeCarries()) carry(amend, station, untilMs)
        publication.add(amend)
      }
      // of what is taken back a key too much may stay: the store gets what the state says
      change(amend, { side: this.#side, alarms }, done)
      done()
      amend.due.sayInto(this.#side)
      return publication.end()
    })
    for (const [key, pace] of dirty) this.#dirty.set(key, pace)
    if (alarms.length > 0) this.#alarms.push(...alarms)
  }

  /** Before the realm clock goes on to an instant: what waits must be in its rows before they are final. */
  #beforeClock(toMs: number): void {
    if (toMs > this.#waiting.enterBy) this.#enter()
    const { realmMs } = readClock(this.#draft)
    if (realmMs === 0 || toMs <= realmMs + MAY_WAIT_MS) return
    this.#transact({ reason: 'silence', offset: this.#lastOffset }, (amend) => {
      for (const station of stationsOf(amend.draft)) carryAll(amend, station)
    })
  }

  /** Enters what waits, of one station or of all. */
  #enter(station?: string): void {
    if (station === undefined ? this.#waiting.size === 0 : !this.#waiting.has(station)) return
    this.#transact({ reason: 'late', offset: this.#lastOffset }, (amend, _, done) =>
      this.#enterWaiting(amend, done, station),
    )
    this.#waiting.forget(station)
  }

  #enterWaiting(amend: Amendments, entered: (station: string, facts: EnteringFacts) => void, only?: string): void {
    const waiting = this.#waiting.of(only)
    // what must be read is asked for at once, before anything is done
    entriesAt(
      amend.draft,
      waiting.flatMap(([station, cells]) => readForEntering(amend, station, cells)),
    )
    for (const [station, cells] of waiting) {
      enterFacts(amend, station, cells, true)
      entered(station, cells)
    }
  }
}

/** A station whose cells have all reported up to one instant has nothing more to say of the time before: the usual case. */
function settleReported(amend: Amendments, station: string, facts: EnteringFacts): void {
  const { cells } = readStation(amend.draft, station)
  let toMs = floorToSecond(readClock(amend.draft).realmMs)
  for (const cell of cells) toMs = Math.min(toMs, latestEnd(facts.get(cell)))
  if (cells.length > 0 && toMs > settledOf(amend.draft, station)) settleStation(amend, station, toMs)
}
