import { appendControl, writeSettings } from '../../collector/mod.ts'
import { DEFAULT_FIGURE_SETTINGS, formatTopic, type RegistryLine, type TickRecord } from '../../contract/mod.ts'
import { type NewEntry, openLmdbLog, type TelemetryLog } from '../../log/mod.ts'
import { birthMessage, CELLS, PERIOD_MS, pmMessage, stationId } from './pm-message.ts'

export const BENCH_REALM = 'sim-bench'
/** 2026-01-05 00:00Z, a Monday. */
export const FROM_MS = Date.UTC(2026, 0, 5)
const ZONES = 8
const TICK_MS = 5000

export interface FleetLogOptions {
  readonly directory: string
  readonly stations: number
  /** Periods of 10 s. */
  readonly periods: number
  /** Periods that are in the log already: these come behind them. Default 0: registry and births come first. */
  readonly afterPeriods?: number
  /** Reports that are not written: they come late, by {@link writeLateReports}. */
  readonly isLate?: (station: number, period: number) => boolean
  /** From the first report of a period that comes to the last [ms]; default: 1 ms for each station. */
  readonly arrivalMs?: number
}

export interface FleetLog {
  readonly reports: number
  /** Everything: reports, births, ticks, registry. */
  readonly entries: number
  readonly payloadBytes: number
}

/** Opens the log of a benchmark, to append to. */
export function openFleetLog(directory: string): Promise<TelemetryLog> {
  return openLmdbLog({
    directory,
    realm: BENCH_REALM,
    budgetBytes: 4 * 1024 ** 3,
    onCommitStuck: () => {
      process.stderr.write('a commit of the log did not end in 10 s\n')
      process.exit(70)
    },
  })
}

function registryLine(index: number): RegistryLine {
  return {
    station: stationId(index),
    from: FROM_MS,
    type: 'station',
    operator: index % 2 === 0 ? 'a' : 'b',
    province: 'HN',
    zone: `zone-${index % ZONES}`,
    zoneType: 'research',
    phase: '1',
    vendor: index % 3 === 0 ? 'x' : 'y',
    cells: Array.from({ length: CELLS }, (_, cell) => String(cell + 1)),
  }
}

function said(station: number, kind: 'birth' | 'pm', receivedAt: number, payload: Uint8Array): NewEntry {
  return { receivedAt, source: 'mqtt', topic: formatTopic(BENCH_REALM, stationId(station), kind), payload }
}

export const endOf = (period: number): number => FROM_MS + (period + 1) * PERIOD_MS

function report(station: number, period: number, receivedAt: number): NewEntry {
  return said(station, 'pm', receivedAt, pmMessage(period + 1, endOf(period), station))
}

/** Reports that were left out, after everything that is in the log. */
export async function writeLateReports(
  directory: string,
  late: readonly (readonly [station: number, period: number])[],
  receivedAt: number,
): Promise<void> {
  const log = await openFleetLog(directory)
  try {
    await log.append(
      0,
      late.map(([station, period]) => report(station, period, receivedAt)),
    )
  } finally {
    await log.close()
  }
}

/** A fleet's reports of 10 s in the order of time, as a collector receives them, with registry, births and a tick each 5 s. */
export async function writeFleetLog({
  directory,
  stations,
  periods,
  afterPeriods = 0,
  isLate = () => false,
  arrivalMs = stations,
}: FleetLogOptions): Promise<FleetLog> {
  const log = await openFleetLog(directory)
  const list = Array.from({ length: stations }, (_, i) => i)
  const tally = { entries: 0, payloadBytes: 0 }
  const append = async (batch: readonly NewEntry[]): Promise<void> => {
    await log.append(0, batch)
    tally.entries += batch.length
    for (const { payload } of batch) tally.payloadBytes += payload.byteLength
  }
  try {
    if (afterPeriods === 0) {
      await writeSettings(log, DEFAULT_FIGURE_SETTINGS, () => FROM_MS)
      const registry = {
        type: 'registry',
        at: FROM_MS,
        by: 'bench',
        why: 'bench',
        lines: list.map(registryLine),
      } as const
      await appendControl(log, registry, () => FROM_MS)
      await append(list.map((station) => said(station, 'birth', FROM_MS, birthMessage(FROM_MS))))
    }
    for (let period = afterPeriods; period < afterPeriods + periods; period++) {
      const endMs = endOf(period)
      for (let at = endMs - PERIOD_MS + TICK_MS; at <= endMs; at += TICK_MS) {
        const tick: TickRecord = { type: 'tick', at, connected: true, accepting: true }
        await appendControl(log, tick, () => at)
        tally.entries++
      }
      await append(
        list
          .filter((station) => !isLate(station, period))
          .map((station) => report(station, period, endMs + 200 + Math.floor((station * arrivalMs) / stations))),
      )
    }
    return { reports: stations * periods, ...tally }
  } finally {
    await log.close()
  }
}
