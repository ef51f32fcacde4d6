import { accessSync, constants, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { makeFolder } from './make-folder.ts'

/** Where everything of one realm lies. */
export interface RealmPaths {
  readonly root: string
  readonly log: string
  readonly state: string
  readonly store: string
  /** Address of the process that serves this data. */
  readonly run: string
  readonly simulator: string
  /** Where a processor over InfluxDB answers what figures are made of. */
  readonly explainSocket: string
  /** What the processor tells a collector in another process. */
  readonly progress: string
  lock(name: 'intake' | 'processor' | 'simulator'): string
}

export function realmPaths(config: Pick<Config, 'dataDir' | 'realm'>): RealmPaths {
  const root = resolve(config.dataDir, config.realm)
  return {
    root,
    log: join(root, 'log'),
    state: join(root, 'state'),
    store: join(root, 'store.duckdb'),
    run: join(root, 'run.json'),
    simulator: join(root, 'simulator.json'),
    explainSocket: join(root, 'explain.sock'),
    progress: join(root, 'progress.json'),
    lock: (name) => join(root, `${name}.lock`),
  }
}

/** The folder of the realm, made where it is missing. @throws {ConfigError} where it cannot be, or cannot be written to. */
export function makeRoot(paths: RealmPaths): void {
  let doing = 'made'
  try {
    makeFolder(paths.root)
    doing = 'written to'
    if (!statSync(paths.root).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
    accessSync(paths.root, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason'
    throw new ConfigError(
      `TRAM5G_DATA_DIR: expected a folder that this user may write to, and ${paths.root} cannot be ${doing} (${code}).`,
      { cause: error },
    )
  }
}

/** The console's page, bundled beside the compiled code. */
export const PAGE_DIRECTORY = fileURLToPath(new URL('../../console-page', import.meta.url))
