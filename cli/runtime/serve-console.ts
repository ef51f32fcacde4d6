import {
  ConsoleStartError,
  type Explain,
  type HealthReport,
  type RunningConsole,
  startConsole,
} from '../../dashboards/mod.ts'
import type { KpiStore } from '../../store/mod.ts'
import { readSecret } from '../config/load.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import type { Logger } from './logger.ts'
import { PAGE_DIRECTORY, type RealmPaths } from './paths.ts'
import { writeRunFile } from './run-file.ts'

export interface ServeOptions {
  readonly config: Config
  readonly command: string
  readonly paths: RealmPaths
  readonly store: KpiStore
  readonly logger: Logger
  readonly now: () => number
  readonly health: () => Promise<HealthReport>
  readonly explain: Explain
  /** Listeners for "figures changed"; absent: the store is polled. */
  readonly changed?: Set<() => void>
  readonly mqttUrl?: string
}

/** Console and API of this process, and the run file by which other commands find it. */
export async function serveConsole(o: ServeOptions): Promise<RunningConsole> {
  const { config, changed } = o
  const running = await startConsole({
    host: config.httpHost,
    port: config.httpPort,
    realm: config.realm,
    store: o.store,
    logger: o.logger,
    now: o.now,
    pageDirectory: PAGE_DIRECTORY,
    health: o.health,
    explain: o.explain,
    ...(changed !== undefined && {
      onChange: (listener: () => void) => {
        changed.add(listener)
        return () => changed.delete(listener)
      },
    }),
    ...(config.httpTokenFile !== undefined && { token: readSecret(config.httpTokenFile, 'TRAM5G_HTTP_TOKEN_FILE') }),
  }).catch((error: unknown) => {
    // without a cause it is our settings that it refuses, not the system
    const isSetting = error instanceof ConsoleStartError && error.cause === undefined
    throw isSetting ? new ConfigError(error.message, { cause: error }) : error
  })
  const removeRunFile = writeRunFile(o.paths, {
    pid: process.pid,
    url: running.url,
    realm: config.realm,
    command: o.command,
    ...(o.mqttUrl !== undefined && { mqttUrl: o.mqttUrl }),
  })
  return {
    ...running,
    async close() {
      removeRunFile()
      await running.close()
    },
  }
}
