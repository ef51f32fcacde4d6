import { openLmdbLog, openLmdbLogReader, type TelemetryLog, type TelemetryLogReader } from '../../log/mod.ts'
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

export function openLogReader(config: Config, paths: RealmPaths): Promise<TelemetryLogReader> {
  return openLmdbLogReader({ directory: paths.log, realm: config.realm })
}
