import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openLmdbLog, openLmdbLogReader, type TelemetryLog, type TelemetryLogReader } from '../../log/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import type { RealmPaths } from './paths.ts'

/** The message log of the realm, to append to. A commit that hangs ends the process: nothing may be acknowledged any more. */
export function openLog(
  config: Config,
  paths: RealmPaths,
  onAlarm: (text: string) => void,
  retentionMs = config.logRetentionDays * 86_400_000,
): Promise<TelemetryLog> {
  return openLmdbLog({
    directory: paths.log,
    realm: config.realm,
    budgetBytes: config.logBudget,
    retentionMs,
    onAlarm,
    onCommitStuck: () => {
      process.stderr.write(
        'tram5g: a commit of the message log has not ended in 10 s. Is the disk alive? Ending, so that nothing is acknowledged that is not stored.\n',
      )
      process.exit(70)
    },
  })
}

/** @throws {ConfigError} where there is no log of this realm. */
export async function openLogReader(config: Config, paths: RealmPaths): Promise<TelemetryLogReader> {
  if (!existsSync(join(paths.log, 'log.json'))) {
    throw new ConfigError(
      `there is no log of realm ${config.realm} in ${paths.log}. Start 'tram5g broker', 'tram5g collect' or 'tram5g up', or set TRAM5G_DATA_DIR.`,
    )
  }
  return openLmdbLogReader({ directory: paths.log, realm: config.realm })
}
