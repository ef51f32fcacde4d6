import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askOnce } from './child.ts'
import { writeFleetLog } from './fleet-log.ts'
import { median } from './measure.ts'
import { CELLS, MEASUREMENTS } from './pm-message.ts'
import type { RunOrder, RunResult } from './processor-run.ts'
import type { Stages, StagesOrder } from './processor-stages.ts'

export interface ProcessorOrder {
  readonly stations: number
  readonly periods: number
  readonly maxRounds: number
  /** No further round begins after this. */
  readonly budgetMs: number
}

export interface ProcessorRuns {
  readonly messagesPerSecond: number
  /** What one core busy with nothing else would do: 10⁶ ÷ µs CPU per message. */
  readonly messagesPerCpuSecond: number
  readonly cpuUsPerMessage: number
  readonly stateBytesPerCell: number
  readonly peakRssBytes: number
  readonly rounds: readonly { readonly messagesPerSecond: number; readonly cpuUsPerMessage: number }[]
}

export interface ProcessorResult {
  readonly cellsPerMessage: number
  readonly measurementsPerCell: number
  readonly messages: number
  readonly cells: number
  readonly periods: number
  readonly counting: ProcessorRuns
  readonly duckdb: ProcessorRuns
  /** µs CPU per message; they add up to `counting.cpuUsPerMessage`. */
  readonly stages: {
    readonly read: number
    readonly decode: number
    readonly step: number
    readonly finish: number
    readonly storeRows: number
    /** The rest: what the shell does round the reducer, above all encoding and committing the state. */
    readonly commit: number
  }
}

/** Of one run: it tells a hang, not a speed. */
const DEADLINE_MS = 240_000

/** The processor over a backlog, once with a store that only counts and once with DuckDB, in turns; and its stages one by one. */
export async function measureProcessor(order: ProcessorOrder): Promise<ProcessorResult> {
  const { stations, periods } = order
  const directory = await mkdtemp(join(tmpdir(), 'tram5g-bench-processor-'))
  try {
    const logDirectory = join(directory, 'log')
    const { entries } = await writeFleetLog({ directory: logDirectory, stations, periods })
    const run = (store: RunOrder['store']): Promise<RunResult> =>
      askOnce('processor-run', { workDirectory: directory, logDirectory, store } satisfies RunOrder, DEADLINE_MS)
    const startedMs = performance.now()
    const hasTime = (share: number) => performance.now() - startedMs < order.budgetMs * share
    const runs: { counting: RunResult; duckdb: RunResult }[] = []
    while (runs.length < order.maxRounds && (runs.length < 1 || hasTime(0.5)))
      runs.push({ counting: await run('counting'), duckdb: await run('duckdb') })
    const stages = await askOnce<Stages>(
      'processor-stages',
      { logDirectory, entries: 20_000, maxRounds: 3, budgetMs: order.budgetMs / 4 } satisfies StagesOrder,
      DEADLINE_MS,
    )
    const cells = stations * CELLS
    const counting = resultOf(
      runs.map((r) => r.counting),
      cells,
    )
    return {
      cellsPerMessage: CELLS,
      measurementsPerCell: MEASUREMENTS,
      messages: entries,
      cells,
      periods,
      counting,
      duckdb: resultOf(
        runs.map((r) => r.duckdb),
        cells,
      ),
      stages: shares(
        stages,
        counting.cpuUsPerMessage,
        median(runs.map((r) => (r.counting.kpiRows ?? 0) / r.counting.entries)),
      ),
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function shares(alone: Stages, totalUs: number, rowsPerMessage: number): ProcessorResult['stages'] {
  const { read, decode, step, finish } = alone
  const storeRows = alone.storeRow * rowsPerMessage
  return { read, decode, step, finish, storeRows, commit: totalUs - read - decode - step - finish - storeRows }
}

function resultOf(runs: readonly RunResult[], cells: number): ProcessorRuns {
  const rounds = runs.map((r) => ({
    messagesPerSecond: (r.entries * 1000) / r.wallMs,
    cpuUsPerMessage: r.cpuUs / r.entries,
  }))
  const cpuUsPerMessage = median(rounds.map((r) => r.cpuUsPerMessage))
  return {
    messagesPerSecond: median(rounds.map((r) => r.messagesPerSecond)),
    messagesPerCpuSecond: 1e6 / cpuUsPerMessage,
    cpuUsPerMessage,
    stateBytesPerCell: median(runs.map((r) => r.stateBytes)) / cells,
    peakRssBytes: median(runs.map((r) => r.peakRssBytes)),
    rounds,
  }
}
