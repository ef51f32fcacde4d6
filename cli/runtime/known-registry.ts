import type { RegistryRow } from '../../store/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { askRunning } from './api-client.ts'
import { realmPaths } from './paths.ts'
import { withStore } from './with-store.ts'

/** Every line of the registry that the store has, with whose word it is; by station, then by date. */
export async function registryRows(config: Config): Promise<readonly RegistryRow[]> {
  const paths = realmPaths(config)
  const answer = await askRunning<{ registry: RegistryRow[] }>(config, paths, '/api/v1/registry')
  return answer?.registry ?? (await withStore(config, paths, (store) => store.registry()))
}

/** The same where it is at hand; undefined before anything of the realm was processed. */
export async function registryRowsIfAny(config: Config): Promise<readonly RegistryRow[] | undefined> {
  try {
    return await registryRows(config)
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}
