import { type ControlRecord, controlTopic, type FieldName, type Level, TIMELINE_FIELDS } from '../../contract/mod.ts'
import type { LogEntry, Offset } from '../../log/mod.ts'
import {
  Batch,
  Draft,
  EntriesNeeded,
  type Pace,
  type StateView,
  type StepContext,
  type StepResult,
  settleStep,
  storeRowsOf,
} from '../../processor/mod.ts'
import type { EventRow, EventType, HistoryRow, KpiRow, RegistryRow } from '../../store/mod.ts'
import { partsOf } from './kpi-parts.ts'

/** Runs the reducer over entries in memory, as the shell does, with every log entry at hand. */
export class Reduction {
  readonly entries: LogEntry[] = []
  readonly dirty = new Map<string, Pace>()
  readonly alarms: string[] = []
  readonly context: StepContext
  readonly state: Draft
  #offset = 0
  readonly #batchSize: number
  #batch: Batch | undefined
  #inBatch = 0

  /** @param batchSize entries that are applied together, as the shell does with a backlog */
  constructor(realm = 'sim-test', batchSize = 1) {
    this.#batchSize = batchSize
    this.context = { realm, partition: '0' }
    const base: StateView = {
      get: () => undefined,
      entry: (offset) => this.entries.find((e) => e.offset === offset),
    }
    this.state = new Draft(base)
  }

  mqtt(topic: string, message: unknown, receivedAt = 0): this {
    const payload =
      message instanceof Uint8Array
        ? message
        : new TextEncoder().encode(typeof message === 'string' ? message : JSON.stringify(message))
    return this.feed({ offset: ++this.#offset as Offset, receivedAt, source: 'mqtt', topic, payload })
  }

  send(station: string, kind: string, message: unknown, receivedAt = 0): this {
    return this.mqtt(`tram5g/v1/${this.context.realm}/${station}/${kind}`, message, receivedAt)
  }

  control(record: ControlRecord): this {
    const payload = new TextEncoder().encode(JSON.stringify(record))
    return this.feed({
      offset: ++this.#offset as Offset,
      receivedAt: record.at,
      source: 'control',
      topic: controlTopic(record.type),
      payload,
    })
  }

  feed(entry: LogEntry): this {
    this.entries.push(entry)
    try {
      this.#batch ??= new Batch(this.state, this.context)
      this.#batch.apply(entry)
      if (++this.#inBatch >= this.#batchSize) this.commit()
    } catch (error) {
      if (error instanceof EntriesNeeded) throw new Error('every entry is at hand here', { cause: error })
      throw error
    }
    return this
  }

  /** Ends the batch that is open. */
  commit(): this {
    if (this.#batch !== undefined) this.#absorb(this.#batch.finish())
    // one by one, every row is whole after each entry
    if (this.#batchSize === 1) this.#absorb(settleStep(this.state, 0, this.#offset, this.context))
    this.#batch = undefined
    this.#inBatch = 0
    return this
  }

  /** Carries the five times on to the realm clock, as the shell does when it has nothing else to do. */
  settle(toMs = Number.MAX_SAFE_INTEGER): this {
    this.commit()
    this.#absorb(settleStep(this.state, toMs, this.#offset, this.context))
    return this
  }

  #absorb(result: StepResult): void {
    for (const [key, value] of result.changes) {
      if (value === undefined) this.state.delete(key)
      else this.state.put(key, value)
    }
    for (const [key, pace] of result.dirty) this.dirty.set(key, pace)
    this.alarms.push(...result.alarms)
  }

  /** Rows as the store gets them, of everything ever published. */
  rows(): KpiRow[] {
    return [...this.dirty.keys()].flatMap((key) => storeRowsOf(this.state, key))
  }

  /** Fields of one window of one cell (`''`: of the station as a whole), summed over its tag sets. */
  cell(level: Level, t: number, station: string, cell: string): Record<FieldName, number> {
    const sums: Record<FieldName, number> = {}
    for (const row of this.rows()) {
      if (
        row.table !== (cell === '' ? 'station_kpi' : 'cell_kpi') ||
        row.level !== level ||
        row.t !== t ||
        row.tags.station !== station ||
        (row.tags.cell ?? '') !== cell
      )
        continue
      for (const [field, value] of Object.entries(partsOf(row))) sums[field] = (sums[field] ?? 0) + value
    }
    return sums
  }

  /** The five times of one window of one cell, without those that are 0. */
  times(level: Level, t: number, station: string, cell: string): Record<string, number> {
    const all = this.cell(level, t, station, cell)
    const seconds = TIMELINE_FIELDS.filter((field) => !field.startsWith('outage.'))
    return Object.fromEntries(seconds.map((f) => [f, all[f] ?? 0] as const).filter(([, v]) => v !== 0))
  }

  /** Of the outages that began in one window of one cell: how many, how many of them are over, how long those lasted [s]. */
  outages(level: Level, t: number, station: string, cell: string): [started: number, closed: number, closedS: number] {
    const all = this.cell(level, t, station, cell)
    return [all['outage.started'] ?? 0, all['outage.closed'] ?? 0, all['outage.closed_s'] ?? 0]
  }

  /** Lets go of state, as the shell does behind the horizon. */
  forget(prefix: string): this {
    for (const [key, value] of [...this.state.changes()])
      if (value !== undefined && key.startsWith(prefix)) this.state.delete(key)
    return this
  }

  /** Events as the store gets them, in order of their start. */
  events(type: EventType): EventRow[] {
    return [...this.state.changes()]
      .filter(([key]) => key.startsWith('event/'))
      .map(([, value]) => value as EventRow)
      .filter((event) => event.type === type)
      .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
  }

  /** Lines of the registry as the store gets them. */
  registry(): RegistryRow[] {
    return [...this.state.changes()]
      .filter(([key]) => key.startsWith('registry/'))
      .map(([, value]) => value as RegistryRow)
  }

  /** History of amended windows, in order. */
  history(): HistoryRow[] {
    return [...this.state.changes()]
      .filter(([key]) => key.startsWith('history/'))
      .map(([, value]) => value as HistoryRow)
  }
}
