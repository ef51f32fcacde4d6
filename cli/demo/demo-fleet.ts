import { existsSync, readFileSync } from 'node:fs'
import type { FigureSettings } from '../../contract/mod.ts'
import type { TelemetryLog } from '../../log/mod.ts'
import { demoScenario, type Fleet, type FleetState, type RunningFleet, startFleet } from '../../simulators/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import { writeWhole } from '../runtime/lock.ts'
import type { Logger } from '../runtime/logger.ts'
import type { RealmPaths } from '../runtime/paths.ts'
import { markOf } from './read-fleet.ts'
import { demoSettings, seedHistory } from './seed-history.ts'

const SEED = 2020
const SAVE_EVERY_MS = 30_000

/** What the demo remembers between two starts. */
interface DemoMemory {
  readonly startedMs: number
  /** Absent: that of the trial. */
  readonly fleet?: string
  /** Absent: the history was not finished. */
  readonly state?: FleetState
}

export interface DemoOptions {
  readonly fleet: Fleet
  /** Where it comes from; absent: that of the trial. */
  readonly fleetFile?: string | undefined
  readonly log: TelemetryLog
  readonly realm: string
  readonly paths: RealmPaths
  readonly now: () => number
  readonly logger: Logger
}

export interface Demo {
  readonly stations: number
  /** Fine windows of the demo begin where its fine history does. */
  readonly settings: FigureSettings
  /** On the first start: some hours of history into the log; tells how many messages. */
  seed(signal: AbortSignal): Promise<number>
  start(mqttUrl: string): Promise<void>
  stop(): Promise<void>
}

/**
 * A fleet: its past on the first start, and its present. Started again it goes on where it was.
 * @throws {ConfigError} where the data began with another one.
 */
export async function openDemo(options: DemoOptions): Promise<Demo> {
  const { log, realm, paths, now, logger, fleet, fleetFile } = options
  const mark = markOf(fleet)
  const memory = read(paths.simulator)
  const isEmpty = (await log.usage(0)).newest === undefined
  if (!isEmpty && memory !== undefined && (memory.fleet ?? 'trial-2020') !== mark) {
    throw new ConfigError(
      `--fleet${fleetFile === undefined ? '' : ` ${fleetFile}`}: the data of realm ${realm} began with another fleet. Give that one again, or another realm such as --realm sim-lab, or another TRAM5G_DATA_DIR.`,
    )
  }
  const startedMs = memory === undefined || isEmpty ? now() : memory.startedMs
  const scenario = demoScenario({ fleet, seed: SEED, nowMs: startedMs })
  let state = isEmpty ? undefined : memory?.state
  let running: RunningFleet | undefined
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    if (running !== undefined)
      writeWhole(
        paths.simulator,
        JSON.stringify({ startedMs, fleet: mark, state: running.state() } satisfies DemoMemory),
      )
  }
  return {
    stations: fleet.stations.length,
    settings: demoSettings(startedMs),
    async seed(signal) {
      if (state !== undefined) return 0
      writeWhole(paths.simulator, JSON.stringify({ startedMs, fleet: mark } satisfies DemoMemory))
      const seeded = await seedHistory({ log, realm, fleet, seed: SEED, scenario, nowMs: startedMs, signal })
      if (seeded === undefined) return 0
      state = seeded.state
      writeWhole(paths.simulator, JSON.stringify({ startedMs, fleet: mark, state: seeded.state } satisfies DemoMemory))
      return seeded.messages
    },
    async start(mqttUrl) {
      running = await startFleet({
        fleet,
        seed: SEED,
        scenario,
        url: mqttUrl,
        realm,
        now,
        random: Math.random,
        logger,
        schedule: (delayMs, task) => {
          const handle = setTimeout(task, delayMs)
          return () => clearTimeout(handle)
        },
        ...(state !== undefined && { resume: state }),
      })
      timer = setInterval(save, SAVE_EVERY_MS)
    },
    async stop() {
      clearInterval(timer)
      await running?.stop()
      save()
    },
  }
}

function read(path: string): DemoMemory | undefined {
  if (!existsSync(path)) return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DemoMemory
  } catch {
    return undefined
  }
}
