import { readFileSync } from 'node:fs'
import { demoScenario, type FleetState, startFleet } from '../../simulators/mod.ts'
import { readSecret } from '../config/load.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { readFleet } from '../demo/read-fleet.ts'
import { aborted } from '../runtime/aborted.ts'
import { takeLock, writeWhole } from '../runtime/lock.ts'
import type { Logger } from '../runtime/logger.ts'
import { makeRoot, realmPaths } from '../runtime/paths.ts'
import { readRunFile } from '../runtime/run-file.ts'

export interface SimulateOptions {
  readonly config: Config
  readonly fleetFile: string | undefined
  readonly seed: number
  readonly logger: Logger
  readonly now: () => number
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

const STATUS_EVERY_MS = 10_000

/** A simulated fleet against a broker: TRAM5G_MQTT_URL, or the embedded one that runs on this data. */
export async function simulate({ config, fleetFile, seed, logger, now, say, signal }: SimulateOptions): Promise<void> {
  if (!config.realm.startsWith('sim-'))
    throw new ConfigError(`--realm ${config.realm}: simulated stations publish in a sim- realm only, such as sim-demo.`)
  const paths = realmPaths(config)
  makeRoot(paths)
  const release = takeLock(paths.lock('simulator'), 'simulate', 'A simulator')
  try {
    const url = config.mqttUrl ?? readRunFile(paths)?.mqttUrl ?? `mqtt://${config.mqttHost}:${config.mqttPort}`
    const fleet = readFleet(fleetFile)
    const password =
      config.mqttPasswordFile === undefined
        ? undefined
        : readSecret(config.mqttPasswordFile, 'TRAM5G_MQTT_PASSWORD_FILE')
    const resume = readState(paths.simulator)
    const running = await startFleet({
      fleet,
      seed,
      scenario: demoScenario({ fleet, seed, nowMs: now(), history: false }),
      url,
      realm: config.realm,
      now,
      random: Math.random,
      logger,
      schedule: (delayMs, task) => {
        const timer = setTimeout(task, delayMs)
        return () => clearTimeout(timer)
      },
      ...(resume !== undefined && { resume }),
      ...(password !== undefined && { password: () => password }),
    })
    say(`tram5g simulate · ${fleet.stations.length} stations · realm ${config.realm} · ${url}`)
    const timer = setInterval(() => {
      const s = running.status()
      say(
        `  ${s.connected}/${s.stations} connected · ${s.published} published · ${s.queued} queued · ${s.resent} sent again`,
      )
    }, STATUS_EVERY_MS)
    await aborted(signal)
    clearInterval(timer)
    await running.stop()
    writeWhole(paths.simulator, JSON.stringify({ startedMs: now(), state: running.state() }))
  } finally {
    release()
  }
}

function readState(path: string): FleetState | undefined {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { state: FleetState }).state
  } catch {
    return undefined
  }
}
