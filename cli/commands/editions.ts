import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { type Edition, editionFolder, editionOf, listEditions } from '../editions/edition.ts'
import { placeOf } from '../editions/edition-place.ts'
import { table } from '../output/table.ts'
import { localTime } from '../output/time.ts'
import { takeLock } from '../runtime/lock.ts'
import { realmPaths } from '../runtime/paths.ts'

/** `tram5g reprocess list`: the editions of the realm. */
export function showEditions(config: Config, json: boolean, say: (text: string) => void): void {
  const editions = listEditions(realmPaths(config))
  say(json ? JSON.stringify({ realm: config.realm, editions }, null, 2) : editionsTable(editions))
}

function editionsTable(editions: readonly Edition[]): string {
  if (editions.length === 0) return "no editions: 'tram5g reprocess' makes one beside the present figures."
  const rows = editions.map((e) => [
    String(e.id),
    localTime(e.createdAt),
    e.catalogue,
    stateOf(e),
    e.span === undefined ? '' : `${localTime(e.span.from)} to ${localTime(e.span.to)}`,
    e.by,
    e.why,
  ])
  return table(['edition', 'begun', 'catalogue', 'state', 'told whole', 'by', 'why'], rows)
}

function stateOf({ finishedAt, promoting, promoted }: Edition): string {
  if (promoting !== undefined) return 'half promoted'
  if (promoted !== undefined) return `promoted ${localTime(promoted.at)}`
  return finishedAt === undefined ? 'not finished' : 'finished'
}

/** `tram5g reprocess drop`: the state and figures of an edition; its number is not given again. */
export function dropEdition(config: Config, text: string, say: (text: string) => void): void {
  const paths = realmPaths(config)
  const edition = editionOf(paths, text)
  if (edition.promoted !== undefined)
    throw new ConfigError(
      `edition ${edition.id} was promoted: its record, with the list of what it changed, says where the present figures come from, and stays.`,
    )
  if (edition.promoting !== undefined)
    throw new ConfigError(
      `the figures are half those of edition ${edition.id}, and without it nobody could finish that: 'tram5g reprocess promote ${edition.id} --why …' first.`,
    )
  const folder = editionFolder(paths, edition.id)
  const release = takeLock(join(folder, 'reprocess.lock'), 'reprocess drop', `Edition ${edition.id}`)
  try {
    const place = placeOf(config, paths, edition.id).paths
    for (const path of [place.store, `${place.store}.wal`, place.state, join(folder, 'edition.json')])
      rmSync(path, { recursive: true, force: true })
  } finally {
    release()
  }
  say(`edition ${edition.id} is dropped.`)
  if (edition.store === 'influxdb')
    say(
      `  Its figures are in InfluxDB still: drop the database ${placeOf(config, paths, edition.id).config.influxDatabase}_${edition.realm}.`,
    )
}
