import { openLmdbLogReader } from '../../log/mod.ts'
import { CountingStore } from './counting-store.ts'
import { BENCH_REALM, endOf, writeFleetLog } from './fleet-log.ts'
import { diskBytes, heapBytes, peakRssBytes, type Spent, stopwatch, withFolders } from './measure.ts'
import { PacedReader } from './paced-reader.ts'
import { CELLS, PERIOD_MS } from './pm-message.ts'
import { startFor } from './processor-run.ts'

/** One fleet whose messages reach the processor one after the other, as they came, and not as a backlog. */
export interface LivePaceOrder {
  readonly stations: number
  /** Periods of 10 s before anything is measured, and those that are; whole minutes, since some work is done once in a minute. */
  readonly before: number
  readonly measured: number
}

export interface LivePaceResult extends Spent {
  readonly cells: number
  readonly messages: number
  readonly stateBytes: number
  /** JavaScript objects that the processor keeps [bytes]. */
  readonly heapBytes: number
  readonly peakRssBytes: number
}

/** How much of what came is shown at once: more often than that a processor hardly commits. */
const STEP_MS = 250

export const livePaceAnswer = (order: LivePaceOrder): Promise<LivePaceResult> =>
  withFolders((log, state) => measure(order, log, state))

async function measure(order: LivePaceOrder, log: string, state: string): Promise<LivePaceResult> {
  const { stations, before, measured } = order
  await writeFleetLog({ directory: log, stations, periods: before + measured + 1, arrivalMs: PERIOD_MS - STEP_MS })
  const reader = new PacedReader(await openLmdbLogReader({ directory: log, realm: BENCH_REALM }))
  const heapAtStart = heapBytes()
  let nowMs = endOf(0)
  const goTo = async (untilMs: number): Promise<void> => {
    for (; nowMs < untilMs; nowMs += STEP_MS) await reader.show(nowMs)
  }
  const processor = await startFor(reader, new CountingStore(), state, () => nowMs)
  try {
    await goTo(endOf(before))
    const messagesBefore = processor.status().messages
    const spent = stopwatch()
    await goTo(endOf(before + measured))
    const took = spent()
    const messages = processor.status().messages - messagesBefore
    const heap = heapBytes() - heapAtStart
    return {
      ...took,
      cells: stations * CELLS,
      messages,
      stateBytes: await diskBytes(state),
      heapBytes: heap,
      peakRssBytes: peakRssBytes(),
    }
  } finally {
    await processor.stop()
    await reader.close()
  }
}
