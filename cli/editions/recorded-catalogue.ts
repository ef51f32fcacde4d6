import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CATALOGUE_VERSION, KPIS, type KpiDefinition } from '../../contract/mod.ts'
import { writeWhole } from '../runtime/lock.ts'
import type { RealmPaths } from '../runtime/paths.ts'

/** The KPIs as some version of tram5g defines them: by them its figures are read from the parts that it has stored. */
export interface Catalogue {
  readonly version: string
  readonly kpis: readonly KpiDefinition[]
}

export const PRESENT_CATALOGUE: Catalogue = { version: CATALOGUE_VERSION, kpis: KPIS }

const fileOf = (paths: RealmPaths, version: string) =>
  join(paths.root, 'catalogues', `${version.replaceAll(/[^\w.-]/g, '_')}.json`)

/** Keeps the definitions by which figures are made from now on, so that a later version can still read them as they were meant. */
export function recordCatalogue(paths: RealmPaths, catalogue: Catalogue = PRESENT_CATALOGUE): void {
  const path = fileOf(paths, catalogue.version)
  const text = `${JSON.stringify(catalogue)}\n`
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  mkdirSync(join(paths.root, 'catalogues'), { recursive: true, mode: 0o700 })
  writeWhole(path, text)
}

/** The catalogue of that version; undefined where it was never recorded here. */
export function recordedCatalogue(paths: RealmPaths, version: string): Catalogue | undefined {
  if (version === CATALOGUE_VERSION && !existsSync(fileOf(paths, version))) return PRESENT_CATALOGUE
  try {
    return JSON.parse(readFileSync(fileOf(paths, version), 'utf8')) as Catalogue
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
