import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLmdbLogReader } from '../../log/mod.ts'
import { openDuckDbStore } from '../../store/mod.ts'
import { BENCH_REALM, writeFleetLog } from './fleet-log.ts'
import { diskBytes, peakRssBytes } from './measure.ts'
import { CELLS, PERIOD_MS } from './pm-message.ts'
import { startFor } from './processor-run.ts'

export interface FootprintOrder {
  readonly stations: number
  /** Periods of 10 s in each of the two halves. */
  readonly periods: number
}

export interface FootprintResult {
  readonly cells: number
  /** Of the second half: what a fresh file takes anyhow stays out of it. */
  readonly hours: number
  /** Of each report; the ticks between them are included, here and in the next. */
  readonly payloadBytesPerMessage: number
  readonly logBytesPerMessage: number
  readonly duckdbBytesPerCellHour: number
  /** After the whole; grows until rows of 10 s are behind their horizon (3 h), those of 1 min behind theirs (3 days) … */
  readonly stateBytesPerCell: number
  readonly stateBytesPerCellHour: number
  readonly peakRssBytes: number
}

interface Sizes {
  readonly log: number
  readonly state: number
  readonly database: number
}

/** Bytes on the disk after one half of the reports, and what the second half adds to them. */
export async function measureFootprint(order: FootprintOrder): Promise<FootprintResult> {
  const { stations, periods } = order
  const directory = await mkdtemp(join(tmpdir(), 'tram5g-bench-footprint-'))
  const paths = {
    log: join(directory, 'log'),
    state: join(directory, 'state'),
    database: join(directory, 'store.duckdb'),
  }
  try {
    await writeFleetLog({ directory: paths.log, stations, periods })
    const before = await processAll(paths)
    const { reports, payloadBytes } = await writeFleetLog({
      directory: paths.log,
      stations,
      periods,
      afterPeriods: periods,
    })
    const after = await processAll(paths)
    const cells = stations * CELLS
    const hours = (periods * PERIOD_MS) / 3_600_000
    return {
      cells,
      hours,
      payloadBytesPerMessage: payloadBytes / reports,
      logBytesPerMessage: (after.log - before.log) / reports,
      duckdbBytesPerCellHour: (after.database - before.database) / (cells * hours),
      stateBytesPerCell: after.state / cells,
      stateBytesPerCellHour: (after.state - before.state) / (cells * hours),
      peakRssBytes: peakRssBytes(),
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function processAll(paths: Readonly<Record<keyof Sizes, string>>): Promise<Sizes> {
  const log = await openLmdbLogReader({ directory: paths.log, realm: BENCH_REALM })
  const store = await openDuckDbStore({ path: paths.database, realm: BENCH_REALM, now: Date.now })
  try {
    const processor = await startFor(log, store, paths.state)
    await processor.drain()
    await processor.stop()
  } finally {
    await store.close()
    await log.close()
  }
  return {
    log: await diskBytes(paths.log),
    state: await diskBytes(paths.state),
    database: await diskBytes(paths.database),
  }
}
