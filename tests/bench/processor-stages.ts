import { decodeMessage } from '../../contract/mod.ts'
import { type LogEntry, type Offset, openLmdbLogReader } from '../../log/mod.ts'
import { Batch, EntriesNeeded, type StateView, type StepResult, storeRowsOf } from '../../processor/mod.ts'
import { BENCH_REALM } from './fleet-log.ts'
import { median, stopwatch } from './measure.ts'

export interface StagesOrder {
  readonly logDirectory: string
  /** Entries looked at, at most. */
  readonly entries: number
  readonly maxRounds: number
  readonly budgetMs: number
}

/** Processor time of one stage by itself [µs per log entry, but for `storeRow`: µs per row]. */
export interface Stages {
  readonly entries: number
  readonly read: number
  readonly decode: number
  /** What comes behind decoding for each entry: identity, parts, evidence. */
  readonly step: number
  /** What comes at the end of a batch: rows of all levels, the five times, zones. */
  readonly finish: number
  readonly storeRow: number
}

const READ_AT_ONCE = 1000
/** The shell commits after about so many entries of a backlog, and settles the whole periods then. */
const COMMIT_ENTRIES = 1000
const SETTLE_EVERY_MS = 10_000

/** Each stage over the same entries, alone, in memory; the first round only warms up. */
export async function measureStages(order: StagesOrder): Promise<Stages> {
  const rounds: Stages[] = []
  const startedMs = performance.now()
  while (rounds.length < order.maxRounds + 1 && (rounds.length < 2 || performance.now() - startedMs < order.budgetMs))
    rounds.push(await measureOnce(order))
  const warm = rounds.slice(1)
  const middle = (of: (stages: Stages) => number): number => median(warm.map(of))
  return {
    entries: warm[0]?.entries ?? 0,
    read: middle((s) => s.read),
    decode: middle((s) => s.decode),
    step: middle((s) => s.step),
    finish: middle((s) => s.finish),
    storeRow: middle((s) => s.storeRow),
  }
}

async function measureOnce(order: StagesOrder): Promise<Stages> {
  const reading = stopwatch()
  const entries = await readAll(order)
  const readUs = reading().cpuUs
  const decoding = stopwatch()
  for (const entry of entries) {
    if (entry.source === 'control') continue
    const { ok } = decodeMessage(entry.topic, entry.payload, { realm: BENCH_REALM, receivedAtMs: entry.receivedAt })
    if (!ok) throw new Error(`the entry at ${entry.offset} is not what it was made to be`)
  }
  const decodeUs = decoding().cpuUs
  const { stepUs, finishUs, storeRowsUs, rows } = reduce(entries)
  return {
    entries: entries.length,
    read: readUs / entries.length,
    decode: decodeUs / entries.length,
    step: (stepUs - decodeUs) / entries.length,
    finish: finishUs / entries.length,
    storeRow: storeRowsUs / rows,
  }
}

async function readAll(order: StagesOrder): Promise<LogEntry[]> {
  const log = await openLmdbLogReader({ directory: order.logDirectory, realm: BENCH_REALM })
  const entries: LogEntry[] = []
  try {
    let after: Offset | undefined
    while (entries.length < order.entries) {
      const more = await log.read(0, after, READ_AT_ONCE)
      if (more.length === 0) break
      entries.push(...more)
      after = more.at(-1)?.offset
    }
  } finally {
    await log.close()
  }
  return entries
}

/** State in memory, where nothing is written and nothing must be fetched. */
class MemoryState implements StateView {
  readonly #values = new Map<string, unknown>()
  readonly dirty = new Set<string>()
  readonly #entries: ReadonlyMap<Offset, LogEntry>

  constructor(entries: readonly LogEntry[]) {
    this.#entries = new Map(entries.map((entry) => [entry.offset, entry]))
  }

  get<T>(key: string): T | undefined {
    return this.#values.get(key) as T | undefined
  }

  entry(offset: Offset): LogEntry {
    const entry = this.#entries.get(offset)
    if (entry === undefined) throw new EntriesNeeded([offset])
    return entry
  }

  absorb(result: StepResult): void {
    for (const [key, value] of result.changes) {
      if (value === undefined) this.#values.delete(key)
      else this.#values.set(key, value)
    }
    for (const key of result.dirty.keys()) this.dirty.add(key)
  }
}

function reduce(entries: readonly LogEntry[]) {
  const state = new MemoryState(entries)
  const context = { realm: BENCH_REALM, partition: '0' }
  const total = { stepUs: 0, finishUs: 0, storeRowsUs: 0, rows: 0 }
  for (let from = 0; from < entries.length; from += COMMIT_ENTRIES) {
    const batch = entries.slice(from, from + COMMIT_ENTRIES)
    const stepping = stopwatch()
    const applied = new Batch(state, context)
    for (const entry of batch) applied.apply(entry)
    total.stepUs += stepping().cpuUs
    const finishing = stopwatch()
    const last = batch.at(-1) as LogEntry
    const toMs = last.receivedAt - (last.receivedAt % SETTLE_EVERY_MS)
    const settle = { toMs, from: 0, windows: Number.POSITIVE_INFINITY, isRest: false }
    state.absorb(applied.finish({ offset: last.offset, settle }))
    total.finishUs += finishing().cpuUs
    const writing = stopwatch()
    for (const key of state.dirty) total.rows += storeRowsOf(state, key).length
    total.storeRowsUs += writing().cpuUs
    state.dirty.clear()
  }
  return total
}
