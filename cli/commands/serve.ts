import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { placeNamed } from '../editions/edition-place.ts'
import { aborted } from '../runtime/aborted.ts'
import { Alarms } from '../runtime/alarms.ts'
import { explainHere } from '../runtime/explain-here.ts'
import { healthOf } from '../runtime/health.ts'
import type { Logger } from '../runtime/logger.ts'
import { openStore, prepareStore } from '../runtime/open-store.ts'
import { makeRoot, realmPaths } from '../runtime/paths.ts'
import { serveConsole } from '../runtime/serve-console.ts'
import { Stops } from '../runtime/stops.ts'

export interface ServeCommand {
  readonly config: Config
  readonly logger: Logger
  readonly now: () => number
  readonly say: (line: string) => void
  readonly signal: AbortSignal
  /** Of which edition; undefined: the figures that are shown. */
  readonly edition: string | undefined
}

/** Console and API alone, over InfluxDB, or of an edition, which no processor writes any more. */
export async function serve({ config: given, logger, now, say, signal, edition }: ServeCommand): Promise<void> {
  if (given.influxUrl === undefined && edition === undefined) {
    throw new ConfigError(
      "TRAM5G_INFLUX_URL is not set: 'serve' needs InfluxDB. With DuckDB 'tram5g process' serves the console itself, since one process may open the file.",
    )
  }
  const startedAt = now()
  const { config, paths } = placeNamed(given, realmPaths(given), edition)
  makeRoot(paths)
  const stops = new Stops()
  try {
    const alarms = new Alarms(now, (code, text) => logger.warn({ code }, text ?? 'alarm cleared'))
    const readOnly = edition !== undefined && config.influxUrl === undefined
    const store = await openStore({ config, paths, logger, now, readOnly })
    stops.add(() => store.close())
    const served = await serveConsole({
      config,
      command: 'serve',
      paths,
      store,
      logger,
      now,
      explain: (request) => explainHere(config, paths, store, request),
      health: () => healthOf({ realm: config.realm, startedAt, now, alarms, store }),
    })
    stops.add(() => served.close())
    const from = config.influxUrl ?? paths.store
    say(`tram5g serve · realm ${config.realm}${edition === undefined ? '' : ` · edition ${edition}`} · ${from}`)
    say(`  console  ${served.url}`)
    // the page answers by now, and says what is wrong while the store is away
    await prepareStore(store, (text) => alarms.set('store', text), signal)
    await aborted(signal)
  } finally {
    await stops.run(logger)
  }
}
