import { existsSync, readFileSync } from 'node:fs'
import type { FigureSettings } from '../../contract/mod.ts'
import type { TelemetryLog } from '../../log/mod.ts'
import { demoScenario, type FleetState, type RunningFleet, startFleet, TRIAL_2020_FLEET } from '../../simulators/mod.ts'
import { writeWhole } from '../runtime/lock.ts'
import type { Logger } from '../runtime/logger.ts'
import type { RealmPaths } from '../runtime/paths.ts'
import { demoSettings, seedHistory } from './seed-history.ts'

const SEED = 2020
const SAVE_EVERY_MS = 30_000

/** What the demo remembers between two starts. */
interface DemoMemory {
  readonly startedMs: number
  readonly state: FleetState
}

export interface DemoOptions {
  readonly log: TelemetryLog
  readonly realm: string
  readonly paths: RealmPaths
  readonly now: () => number
  readonly logger: Logger
}

export interface Demo {
  /** Messages of history written at this start; 0 where the demo goes on. */
  readonly history: number
  start(mqttUrl: string): Promise<void>
  stop(): Promise<void>
  readonly stations: number
  /** Fine windows of the demo begin where its fine history does. */
  readonly settings: FigureSettings
}

/** The trial fleet: its past on the first start, and its present. Started again it goes on where it was. */
export async function prepareDemo(options: DemoOptions): Promise<Demo> {
  const { log, realm, paths, now, logger } = options
  const fleet = TRIAL_2020_FLEET
  const memory = read(paths.simulator)
  const isNew = memory === undefined || (await log.usage(0)).newest === undefined
  const startedMs = isNew ? now() : memory.startedMs
  const scenario = demoScenario({ fleet, seed: SEED, nowMs: startedMs })
  let state = memory?.state
  let history = 0
  if (isNew) {
    const seeded = await seedHistory({ log, realm, fleet, seed: SEED, scenario, nowMs: startedMs })
    state = seeded.state
    history = seeded.messages
    writeWhole(paths.simulator, JSON.stringify({ startedMs, state } satisfies DemoMemory))
  }
  let running: RunningFleet | undefined
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    if (running !== undefined)
      writeWhole(paths.simulator, JSON.stringify({ startedMs, state: running.state() } satisfies DemoMemory))
  }
  return {
    history,
    stations: fleet.stations.length,
    settings: demoSettings(startedMs),
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
