import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStateToPromote } from '../../processor/mod.ts'
import { compareFigures } from '../compare/compare-figures.ts'
import { CSV_HEADER, csvLine } from '../compare/csv.ts'
import { CURRENT, openSource } from '../compare/open-source.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { editionFolder, finishedEdition, refuseHalfPromoted, writeEdition } from '../editions/edition.ts'
import { placeOf } from '../editions/edition-place.ts'
import { promoteRows } from '../editions/promote-edition.ts'
import { PRESENT_CATALOGUE, recordCatalogue } from '../editions/recorded-catalogue.ts'
import { dropReplaced, swapState } from '../editions/swap-state.ts'
import { takeLock } from '../runtime/lock.ts'
import type { Logger } from '../runtime/logger.ts'
import { openLogReader } from '../runtime/open-log.ts'
import { openStore } from '../runtime/open-store.ts'
import { type RealmPaths, realmPaths } from '../runtime/paths.ts'
import { Stops } from '../runtime/stops.ts'
import { openToRead } from '../runtime/with-store.ts'

export interface PromoteCommand {
  readonly config: Config
  readonly edition: string
  readonly by: string
  readonly why: string
  readonly logger: Logger
  readonly now: () => number
  readonly say: (line: string) => void
  readonly progress: (text: string) => void
}

type Finished = ReturnType<typeof finishedEdition>

/**
 * `tram5g reprocess promote`: an edition takes the place of the figures that are shown, and its state that of the processor, which
 * goes on from where the edition ends. What it changes is listed first, beside its record. No processor may run meanwhile.
 */
export async function promote(o: PromoteCommand): Promise<void> {
  const paths = realmPaths(o.config)
  const edition = finishedEdition(paths, o.edition)
  if (edition.promoted !== undefined) throw new ConfigError(`edition ${edition.id} was promoted already.`)
  const stops = new Stops()
  try {
    stops.add(takeLock(paths.lock('processor'), 'reprocess promote', 'A processor'))
    stops.add(takeLock(join(editionFolder(paths, edition.id), 'reprocess.lock'), 'reprocess promote', 'This edition'))
    refuseHalfPromoted(paths, edition.id)
    await checkFits(o, paths, edition)
    const { promoting, ...record } = edition
    const listed = promoting === undefined ? await listDifferences(o, paths, edition) : undefined
    const place = placeOf(o.config, paths, edition.id)
    const word = { at: o.now(), by: o.by, why: o.why }
    let changed = promoting?.changed ?? 0
    // gone where its state is the processor's already: it was ended between that and its record
    if (existsSync(place.paths.state)) {
      writeEdition(paths, { ...record, promoting: { ...word, changed } })
      changed += await copyRows(o, paths, edition)
      writeEdition(paths, { ...record, promoting: { ...word, changed } })
      recordCatalogue(paths)
      swapState(paths.state, place.paths.state)
    } else if (promoting === undefined)
      throw new ConfigError(
        `edition ${edition.id} has no state in ${place.paths.state} any more. Make a new one: 'tram5g reprocess'.`,
      )
    else dropReplaced(paths.state)
    writeEdition(paths, { ...record, promoted: { ...word, changed } })
    o.progress('')
    o.say(`edition ${edition.id} is what is shown now: ${changed} rows were written.`)
    if (listed !== undefined) o.say(`  what it changed: ${listed}`)
    o.say("  Start 'tram5g process' or 'tram5g up' again: it goes on from there.")
  } finally {
    await stops.run(o.logger)
  }
}

async function checkFits(o: PromoteCommand, paths: RealmPaths, edition: Finished): Promise<void> {
  const log = await openLogReader(o.config, paths)
  const { identity } = log
  const { oldest } = await log.usage(0)
  await log.close()
  if (edition.logId !== identity.logId)
    throw new ConfigError(`edition ${edition.id} was made of another log than the one of this realm now.`)
  if (edition.catalogue !== PRESENT_CATALOGUE.version)
    throw new ConfigError(
      `edition ${edition.id} was made by KPI catalogue ${edition.catalogue}, this version has ${PRESENT_CATALOGUE.version}. Make one by this version: 'tram5g reprocess'.`,
    )
  if (oldest !== undefined && oldest > edition.lastOffset)
    throw new ConfigError(
      `edition ${edition.id} ends at log offset ${edition.lastOffset}, and retention has let go of the log up to ${oldest}. Make a new one: 'tram5g reprocess'.`,
    )
  const store = o.config.influxUrl === undefined ? 'duckdb' : 'influxdb'
  if (edition.store !== store)
    throw new ConfigError(
      `edition ${edition.id} is in ${edition.store}, the figures that are shown in ${store}: ${store === 'duckdb' ? 'set' : 'unset'} TRAM5G_INFLUX_URL.`,
    )
}

/** Figures of zones that are others by it, as a file beside its record. */
async function listDifferences(o: PromoteCommand, paths: RealmPaths, edition: Finished): Promise<string> {
  const path = join(editionFolder(paths, edition.id), 'differences.csv')
  const by = ['zone'] as const
  const before = await openSource(o.config, paths, CURRENT)
  const lines = [CSV_HEADER(by)]
  try {
    const after = await openSource(o.config, paths, String(edition.id))
    try {
      const options = { before, after, levels: ['1d', '1h', '15m'], by, where: {} } as const
      for await (const { level, differences } of compareFigures(options)) {
        o.progress(`listing what changes: ${level}`)
        for (const each of differences) lines.push(csvLine(by, each))
      }
    } finally {
      await after.close()
    }
  } finally {
    await before.close()
  }
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
  return path
}

/** The edition's rows over those that are shown; how many were others. */
async function copyRows(o: PromoteCommand, paths: RealmPaths, edition: Finished): Promise<number> {
  const place = placeOf(o.config, paths, edition.id)
  const { realm, logId, id } = edition
  const closing = new Stops()
  try {
    const state = await openStateToPromote({ directory: place.paths.state, realm, logId })
    closing.add(() => state.close())
    const present = await openStore({ config: o.config, paths, logger: o.logger, now: o.now })
    closing.add(() => present.close())
    await present.prepare()
    const made = await openToRead(place.config, place.paths)
    closing.add(() => made.close())
    const onProgress = (share: number) => o.progress(`promoting edition ${id}: ${Math.floor(100 * share)} %`)
    return await promoteRows({ edition, present, made, state, onProgress })
  } finally {
    await closing.run(o.logger)
  }
}
