import { join } from 'node:path'
import type { Config } from '../config/settings.ts'
import type { RealmPaths } from '../runtime/paths.ts'
import { editionFolder, finishedEdition } from './edition.ts'

export interface Place {
  readonly config: Config
  readonly paths: RealmPaths
}

/**
 * Where the state and the store of an edition are: in a folder of its own, or, with InfluxDB, in a database of its own
 * (`tram5g` and edition 2 of `live`: `tram5g-e2_live`). The log is the realm's.
 */
export function placeOf(config: Config, paths: RealmPaths, id: number): Place {
  const folder = editionFolder(paths, id)
  return {
    config: { ...config, influxDatabase: `${config.influxDatabase}-e${id}` },
    paths: {
      ...paths,
      state: join(folder, 'state'),
      store: join(folder, 'store.duckdb'),
      run: join(folder, 'run.json'),
    },
  }
}

/** The place of a finished edition; of the figures that are shown where none is named. @throws {ConfigError} where there is no such edition. */
export function placeNamed(config: Config, paths: RealmPaths, edition: string | undefined): Place {
  return edition === undefined ? { config, paths } : placeOf(config, paths, finishedEdition(paths, edition).id)
}
