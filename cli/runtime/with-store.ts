import { existsSync } from 'node:fs'
import type { KpiStore } from '../../store/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import type { RealmPaths } from './paths.ts'

/** Opens the store to read, where no process serves it, and closes it behind what is done with it. */
export async function withStore<T>(
  config: Config,
  paths: RealmPaths,
  use: (store: KpiStore) => Promise<T>,
): Promise<T> {
  const store = await openToRead(config, paths)
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

/** The store, to read; the caller closes it. @throws {ConfigError} where there is none, or another process has it. */
export async function openToRead(config: Config, paths: RealmPaths): Promise<KpiStore> {
  if (config.influxUrl === undefined && !existsSync(paths.store)) {
    throw new ConfigError(
      `there is no data of realm ${config.realm} in ${paths.root}. Start 'tram5g up' or 'tram5g process', or set TRAM5G_DATA_DIR.`,
    )
  }
  // loaded here: a command that a running process answers needs no database
  const [{ openStore }, { makeLogger }] = await Promise.all([import('./open-store.ts'), import('./logger.ts')])
  const store = await openStore({
    config,
    paths,
    logger: await makeLogger(config.logLevel, process.stderr.isTTY),
    now: Date.now,
    readOnly: true,
  })
  if (store.kind !== 'influxdb') return store
  try {
    await store.prepare()
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}
