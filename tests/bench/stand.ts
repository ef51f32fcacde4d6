import { openLmdbLogReader } from '../../log/mod.ts'
import { CountingStore } from './counting-store.ts'
import { BENCH_REALM, endOf, writeFleetLog, writeLateReports } from './fleet-log.ts'
import { diskBytes, heapBytes, peakRssBytes, type Spent, stopwatch, withFolders } from './measure.ts'
import { CELLS } from './pm-message.ts'
import { startFor } from './processor-run.ts'
import { type LevelBytes, stateBytesByLevel } from './state-bytes.ts'

/** One fleet whose log, state and processor go on from one measurement to the next, in a process of its own. */
export interface StandOrder {
  readonly stations: number
  /** Periods of 10 s that are there before anything is measured. */
  readonly before: number
  /** Periods that are then measured. */
  readonly measured: number
  /** Of the first hour, this many reports of each station are left out and come last of all, together. */
  readonly latePerStation: number
}

export interface Timed extends Spent {
  readonly messages: number
}

export interface StandResult {
  readonly cells: number
  readonly onTime: Timed
  /** As many reports as came late, once more on time, measured in the same way. */
  readonly fewOnTime: Timed | undefined
  readonly late: Timed | undefined
  readonly levels: readonly LevelBytes[]
  readonly stateBytes: number
  /** JavaScript objects that the processor keeps [bytes]. */
  readonly heapBytes: number
  readonly peakRssBytes: number
}

const PERIODS_AN_HOUR = 360

export const standAnswer = (order: StandOrder): Promise<StandResult> =>
  withFolders((log, state) => measure(order, log, state))

async function measure(order: StandOrder, log: string, state: string): Promise<StandResult> {
  const { stations, before, measured, latePerStation } = order
  const every = latePerStation === 0 ? 0 : Math.floor(PERIODS_AN_HOUR / latePerStation)
  const isLate = (_: number, period: number): boolean =>
    every > 0 && period < PERIODS_AN_HOUR && period % every === every - 1
  const heapBefore = heapBytes()
  let heapAfter = 0
  const run = async (): Promise<Timed> => {
    const reader = await openLmdbLogReader({ directory: log, realm: BENCH_REALM })
    try {
      const processor = await startFor(reader, new CountingStore(), state)
      const spent = stopwatch()
      await processor.drain()
      const took = spent()
      const { messages } = processor.status()
      heapAfter = heapBytes()
      await processor.stop()
      return { ...took, messages }
    } finally {
      await reader.close()
    }
  }
  await writeFleetLog({ directory: log, stations, periods: before, isLate })
  await run()
  await writeFleetLog({ directory: log, stations, periods: measured, afterPeriods: before })
  const onTime = await run()
  const heap = heapAfter - heapBefore
  let fewOnTime: Timed | undefined
  let late: Timed | undefined
  if (every > 0) {
    const few = Math.floor(PERIODS_AN_HOUR / every)
    await writeFleetLog({ directory: log, stations, periods: few, afterPeriods: before + measured })
    fewOnTime = await run()
    const last = endOf(before + measured + few - 1)
    const reports = Array.from({ length: PERIODS_AN_HOUR }, (_, period) => period)
      .filter((period) => isLate(0, period))
      .flatMap((period) => Array.from({ length: stations }, (_, station) => [station, period] as const))
    await writeLateReports(log, reports, last + 1000)
    late = await run()
  }
  const cells = stations * CELLS
  return {
    cells,
    onTime,
    fewOnTime,
    late,
    levels: await stateBytesByLevel(state, cells),
    stateBytes: await diskBytes(state),
    heapBytes: heap,
    peakRssBytes: peakRssBytes(),
  }
}
