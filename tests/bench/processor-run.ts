import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openLmdbLogReader } from '../../log/mod.ts'
import { startProcessor } from '../../processor/mod.ts'
import { openDuckDbStore } from '../../store/mod.ts'
import { CountingStore } from './counting-store.ts'
import { BENCH_REALM } from './fleet-log.ts'
import { diskBytes, peakRssBytes, type Spent, stopwatch } from './measure.ts'

export interface RunOrder {
  /** Where state and database are made; removed at the end. */
  readonly workDirectory: string
  readonly logDirectory: string
  readonly store: 'counting' | 'duckdb'
}

export interface RunResult extends Spent {
  readonly entries: number
  /** KPI rows that the store took, each as often as it was written. */
  readonly kpiRows: number | undefined
  readonly stateBytes: number
  readonly storeBytes: number
  readonly peakRssBytes: number
}

/**
 * The whole processor over a log that is there already, until everything of it is in the store: twice in one process, of which the
 * second counts. What is measured is a service that runs for months, and until its code is compiled as it stays the compiler
 * takes part of every core.
 */
export async function runProcessor(order: RunOrder): Promise<RunResult> {
  await runOver(order)
  return await runOver(order)
}

async function runOver(order: RunOrder): Promise<RunResult> {
  const directory = await mkdtemp(join(order.workDirectory, 'run-'))
  const stateDirectory = join(directory, 'state')
  const database = join(directory, 'store.duckdb')
  const log = await openLmdbLogReader({ directory: order.logDirectory, realm: BENCH_REALM })
  const counting = order.store === 'counting' ? new CountingStore() : undefined
  const store = counting ?? (await openDuckDbStore({ path: database, realm: BENCH_REALM, now: Date.now }))
  try {
    const spent = stopwatch()
    const processor = await startFor(log, store, stateDirectory)
    await processor.drain()
    const took = spent()
    const { messages: entries, lastStoreError } = processor.status()
    await processor.stop()
    if (lastStoreError !== undefined) throw new Error(`the store refused: ${lastStoreError}`)
    await store.close()
    return {
      ...took,
      entries,
      kpiRows: counting?.kpiRows,
      stateBytes: await diskBytes(stateDirectory),
      storeBytes: await diskBytes(database),
      peakRssBytes: peakRssBytes(),
    }
  } finally {
    await log.close()
    await rm(directory, { recursive: true, force: true })
  }
}

/** A processor as the command line starts it, quiet unless something is wrong. */
export function startFor(
  log: Parameters<typeof startProcessor>[0]['log'],
  store: Parameters<typeof startProcessor>[0]['store'],
  stateDirectory: string,
  now: () => number = Date.now,
): ReturnType<typeof startProcessor> {
  const complain = (fields: object, message: string): void => {
    process.stderr.write(`${message} ${JSON.stringify(fields)}\n`)
  }
  return startProcessor({
    log,
    store,
    stateDirectory,
    realm: BENCH_REALM,
    now,
    random: Math.random,
    logger: { debug: () => {}, info: () => {}, warn: complain, error: complain },
  })
}
