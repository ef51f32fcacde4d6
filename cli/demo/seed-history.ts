import { appendControl } from '../../collector/mod.ts'
import { type ControlRecord, DEFAULT_FIGURE_SETTINGS, type FigureSettings, formatTopic } from '../../contract/mod.ts'
import { type NewEntry, partitionOf, type TelemetryLog } from '../../log/mod.ts'
import {
  COARSE_CADENCE,
  type Fleet,
  type FleetState,
  generateHistory,
  LIVE_CADENCE,
  maintenanceRecordsOf,
  RECENT_CADENCE,
  registryOf,
  type Scenario,
} from '../../simulators/mod.ts'

export interface SeedOptions {
  readonly log: TelemetryLog
  readonly realm: string
  readonly fleet: Fleet
  readonly seed: number
  readonly scenario: Scenario
  readonly nowMs: number
  /** Ends it early; seeded again with the same `nowMs`, what is there already is a duplicate and counts once. */
  readonly signal: AbortSignal
}

/** Between two of them the processor has its turn: larger ones would let the first figures wait. */
const CHUNK = 500

const MINUTE_MS = 60_000
/** Long enough for a day's shape to begin to show, short enough to be counted while the page opens. */
const HISTORY_MS = 120 * MINUTE_MS

/** Where the parts of the history begin: reports of 15 min alone, from an hour before the start each minute, at last every 10 s. */
function historyParts(startedMs: number): { fromMs: number; minutesMs: number; liveMs: number } {
  const before = (ms: number, wholeMs: number) => Math.floor((startedMs - ms) / wholeMs) * wholeMs
  return {
    fromMs: before(HISTORY_MS, 15 * MINUTE_MS),
    minutesMs: before(60 * MINUTE_MS, 15 * MINUTE_MS),
    liveMs: before(5 * MINUTE_MS, MINUTE_MS),
  }
}

/** Old windows are kept coarse: fine ones begin where the fine reports do. */
export function demoSettings(startedMs: number): FigureSettings {
  const { minutesMs, liveMs } = historyParts(startedMs)
  return { ...DEFAULT_FIGURE_SETTINGS, begins: { '10s': liveMs, '1m': minutesMs } }
}

/**
 * Some hours of the fleet's past into the log, as a collector would have received it, so that the demo is never empty:
 * registry, planned work, messages in the order of their receipt, and one tick that says that our side was up meanwhile.
 */
export async function seedHistory({
  log,
  realm,
  fleet,
  seed,
  scenario,
  nowMs,
  signal,
}: SeedOptions): Promise<{ state: FleetState; messages: number } | undefined> {
  const { fromMs, minutesMs, liveMs } = historyParts(nowMs)
  const records: ControlRecord[] = [
    { type: 'settings', at: fromMs, settings: demoSettings(nowMs) },
    { type: 'registry', at: fromMs, by: 'simulator', why: 'the demo fleet', lines: registryOf(fleet, fromMs) },
    { type: 'tick', at: nowMs, since: fromMs, connected: true, accepting: true },
    ...maintenanceRecordsOf(scenario),
  ]
  for (const record of records) await appendControl(log, record, () => record.at)
  const history = generateHistory({
    fleet,
    seed,
    scenario,
    fromMs,
    toMs: nowMs,
    phases: [
      { fromMs: Number.NEGATIVE_INFINITY, cadence: COARSE_CADENCE },
      { fromMs: minutesMs, cadence: RECENT_CADENCE },
      { fromMs: liveMs, cadence: LIVE_CADENCE },
    ],
  })
  let chunk: NewEntry[][] = Array.from({ length: log.identity.partitions }, () => [])
  let size = 0
  let messages = 0
  const flush = async () => {
    for (const [partition, batch] of chunk.entries()) if (batch.length > 0) await log.append(partition, batch)
    chunk = Array.from({ length: log.identity.partitions }, () => [])
    size = 0
  }
  for (const { receivedAtMs, station, kind, payload } of history) {
    const partition = partitionOf(station, log.identity.partitions)
    chunk[partition]?.push({
      receivedAt: receivedAtMs,
      source: 'mqtt',
      topic: formatTopic(realm, station, kind),
      payload,
    })
    messages++
    if (++size < CHUNK) continue
    await flush()
    if (signal.aborted) return undefined
  }
  await flush()
  return { state: history.state(), messages }
}
