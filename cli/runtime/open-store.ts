import {
  type KpiStore,
  openDuckDbStore,
  openInfluxStore,
  StoreDamagedError,
  StoreLockedError,
  StoreUnavailableError,
} from '../../store/mod.ts'
import { readSecret } from '../config/load.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { together } from '../config/together.ts'
import type { Logger } from './logger.ts'
import type { RealmPaths } from './paths.ts'

export interface OpenStoreOptions {
  readonly config: Config
  readonly paths: RealmPaths
  readonly logger: Logger
  readonly now: () => number
  readonly readOnly?: boolean
}

/** The KPI store that the configuration names: InfluxDB where TRAM5G_INFLUX_URL is set, else DuckDB in the data folder. */
export async function openStore({ config, paths, logger, now, readOnly = false }: OpenStoreOptions): Promise<KpiStore> {
  if (config.influxUrl !== undefined) return openInflux(config, config.influxUrl, logger, now)
  try {
    return await openDuckDbStore({ path: paths.store, realm: config.realm, readOnly, now })
  } catch (error) {
    if (error instanceof StoreLockedError || error instanceof StoreDamagedError)
      throw new ConfigError(error.message, { cause: error })
    throw error
  }
}

function openInflux(config: Config, url: string, logger: Logger, now: () => number): KpiStore {
  if (config.influxTokenFile !== undefined && config.influxUsername !== undefined) {
    throw new ConfigError(
      'TRAM5G_INFLUX_TOKEN_FILE and TRAM5G_INFLUX_USERNAME are both set: a token is for 2.x, a user for 1.x. Unset one.',
    )
  }
  together(config, 'influxUsername', 'influxPasswordFile')
  return openInfluxStore({
    url,
    database: config.influxDatabase,
    realm: config.realm,
    now,
    logger,
    ...(config.influxTokenFile !== undefined && {
      token: readSecret(config.influxTokenFile, 'TRAM5G_INFLUX_TOKEN_FILE'),
    }),
    ...(config.influxUsername !== undefined && { username: config.influxUsername }),
    ...(config.influxPasswordFile !== undefined && {
      password: readSecret(config.influxPasswordFile, 'TRAM5G_INFLUX_PASSWORD_FILE'),
    }),
    ...(config.influxOrg !== undefined && { org: config.influxOrg }),
  })
}

const PREPARE_EVERY_MS = 5000
/** Only InfluxDB is ever unavailable: the other store is a file. */
const CHECK_INFLUX =
  'Tried on until it works. Settings: TRAM5G_INFLUX_URL, and TRAM5G_INFLUX_TOKEN_FILE, or TRAM5G_INFLUX_USERNAME with TRAM5G_INFLUX_PASSWORD_FILE'

/** Prepares the store, trying until it is there or `signal` aborts: the parts that do not need it run on meanwhile. */
export async function prepareStore(
  store: KpiStore,
  onProblem: (text: string | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    try {
      await store.prepare()
      onProblem(undefined)
      return
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error
      if (signal.aborted) return
      onProblem(`${error.message}. ${CHECK_INFLUX}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, error.retryAfterMs ?? PREPARE_EVERY_MS)
        signal.addEventListener(
          'abort',
          () => {
            clearTimeout(timer)
            resolve()
          },
          { once: true },
        )
      })
      if (signal.aborted) return
    }
  }
}
