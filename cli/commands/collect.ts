import type { Config } from '../config/settings.ts'
import { aborted } from '../runtime/aborted.ts'
import { Alarms } from '../runtime/alarms.ts'
import { takeLock } from '../runtime/lock.ts'
import type { Logger } from '../runtime/logger.ts'
import { openLog } from '../runtime/open-log.ts'
import { makeRoot, realmPaths } from '../runtime/paths.ts'
import { readProgress } from '../runtime/progress-file.ts'
import { startRetention } from '../runtime/retain.ts'
import { startIntake } from '../runtime/start-intake.ts'
import { Stops } from '../runtime/stops.ts'

export interface CollectOptions {
  readonly config: Config
  readonly command: 'collect' | 'broker'
  readonly logger: Logger
  readonly now: () => number
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

/** MQTT in, durable log out, and nothing else: `collect` from an external broker, `broker` with the embedded one. */
export async function collect({ config, command, logger, now, say, signal }: CollectOptions): Promise<void> {
  const paths = realmPaths(config)
  makeRoot(paths)
  const stops = new Stops()
  try {
    stops.add(takeLock(paths.lock('intake'), command, 'An intake'))
    const alarms = new Alarms(now, (code, text) => {
      if (text === undefined) logger.info({ code }, 'alarm cleared')
      else logger.warn({ code }, text)
    })
    const log = await openLog(config, paths, (text) => logger.warn({}, text))
    stops.add(() => log.close())
    const openGaps = async () => readProgress(paths).gaps
    const intake = await startIntake({ config, log, alarms, logger, now, openGaps })
    stops.add(() => intake.stop())
    stops.add(startRetention(log, () => readProgress(paths).appliedOffset, now, logger))
    say(`tram5g ${command} · realm ${config.realm} · ${intake.mqttUrl} → ${paths.log}`)
    await aborted(signal)
  } finally {
    await stops.run(logger)
  }
}
