import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Offset, TelemetryLogReader } from '../../log/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { buildEdition } from '../editions/build-edition.ts'
import { type Edition, editionFolder, editionOf, nextEditionId, writeEdition } from '../editions/edition.ts'
import { EditionLog } from '../editions/edition-log.ts'
import { type Place, placeOf } from '../editions/edition-place.ts'
import { type LogSurvey, surveyLog } from '../editions/operators-words.ts'
import { PRESENT_CATALOGUE, recordCatalogue } from '../editions/recorded-catalogue.ts'
import { takeLock } from '../runtime/lock.ts'
import type { Logger } from '../runtime/logger.ts'
import { openLogReader } from '../runtime/open-log.ts'
import { openStore, prepareStore } from '../runtime/open-store.ts'
import { makeRoot, type RealmPaths, realmPaths } from '../runtime/paths.ts'
import { Stops } from '../runtime/stops.ts'

export interface ReprocessOptions {
  readonly config: Config
  readonly by: string
  readonly why: string | undefined
  /** By receipt, [from, to) [epoch ms]. */
  readonly from: number | undefined
  readonly to: number | undefined
  /** An edition that was not finished, to go on with; absent: a new one. */
  readonly edition: string | undefined
  readonly logger: Logger
  readonly now: () => number
  readonly random: () => number
  readonly say: (line: string) => void
  /** What a person at a terminal sees of the work under way: each text takes the place of the one before. */
  readonly progress: (text: string) => void
  readonly signal: AbortSignal
}

/**
 * `tram5g reprocess`: figures by the catalogue of this version, and by registry and planned work as they are known today, made
 * from the log beside the present ones. The running processor is not disturbed; the log is only read.
 *
 * @returns false where it was interrupted
 */
export async function reprocess(o: ReprocessOptions): Promise<boolean> {
  const paths = realmPaths(o.config)
  makeRoot(paths)
  const stops = new Stops()
  try {
    const log = await openLogReader(o.config, paths)
    stops.add(() => log.close())
    const known = o.edition === undefined ? undefined : toGoOnWith(paths, o, log, o.edition)
    const begun = await surveyFor(o, log, known)
    if (begun === undefined) return interrupted(o, known)
    const { survey, end } = begun
    const edition = known ?? newEdition(paths, o, log, survey, end)
    stops.add(takeLock(join(editionFolder(paths, edition.id), 'reprocess.lock'), 'reprocess', `Edition ${edition.id}`))
    return await build(o, paths, log, edition, survey, stops)
  } finally {
    await stops.run(o.logger)
  }
}

/** @throws {ConfigError} where it cannot be gone on with. */
function toGoOnWith(paths: RealmPaths, o: ReprocessOptions, log: TelemetryLogReader, text: string): Edition {
  const edition = editionOf(paths, text)
  const anew = "Make a new one: 'tram5g reprocess'."
  if (edition.finishedAt !== undefined) throw new ConfigError(`--edition ${edition.id}: it is finished. ${anew}`)
  if (o.from !== undefined || o.to !== undefined)
    throw new ConfigError(`--from, --to: edition ${edition.id} has its own. Leave them out to go on with it.`)
  if (edition.logId !== log.identity.logId)
    throw new ConfigError(`--edition ${edition.id}: it was made of another log than the one of this realm now. ${anew}`)
  if (edition.catalogue !== PRESENT_CATALOGUE.version)
    throw new ConfigError(
      `--edition ${edition.id}: it was begun with KPI catalogue ${edition.catalogue}, this version has ${PRESENT_CATALOGUE.version}. ${anew}`,
    )
  return edition
}

/** Looks for the operator's words; undefined where it was interrupted. */
async function surveyFor(
  o: ReprocessOptions,
  log: TelemetryLogReader,
  known: Edition | undefined,
): Promise<{ survey: LogSurvey; end: Offset } | undefined> {
  const { newest, oldest } = await log.usage(0)
  if (newest === undefined || oldest === undefined)
    throw new ConfigError(`the log of realm ${o.config.realm} is empty: there is nothing to make figures of.`)
  const end = (known?.endOffset as Offset | undefined) ?? newest
  const range = { receivedFrom: known?.receivedFrom ?? o.from, receivedTo: known?.receivedTo ?? o.to, end }
  const survey = await surveyLog(log, range, o.signal, (offset) =>
    o.progress(`looking for the operator's words: ${percent((offset - oldest) / Math.max(1, end - oldest))}`),
  )
  return survey === undefined ? undefined : { survey, end }
}

function newEdition(
  paths: RealmPaths,
  o: ReprocessOptions,
  log: TelemetryLogReader,
  { words, first, last, isCut }: LogSurvey,
  end: Offset,
): Edition {
  if (o.why === undefined)
    throw new ConfigError('--why is missing: an edition says who made it (--by) and why, such as --why "catalogue 3".')
  if (first === undefined || last === undefined)
    throw new ConfigError(
      `--from, --to: nothing in the log was received then. It holds offsets up to ${end}; leave them out to read all of it.`,
    )
  const edition: Edition = {
    id: nextEditionId(paths),
    realm: o.config.realm,
    logId: log.identity.logId,
    by: o.by,
    why: o.why,
    createdAt: o.now(),
    catalogue: PRESENT_CATALOGUE.version,
    store: o.config.influxUrl === undefined ? 'duckdb' : 'influxdb',
    ...(o.from !== undefined && { receivedFrom: o.from }),
    ...(o.to !== undefined && { receivedTo: o.to }),
    firstOffset: first,
    lastOffset: last,
    endOffset: end,
    words: words.length,
    isCut,
  }
  writeEdition(paths, edition)
  recordCatalogue(paths)
  return edition
}

async function build(
  o: ReprocessOptions,
  paths: RealmPaths,
  log: TelemetryLogReader,
  edition: Edition,
  survey: LogSurvey,
  stops: Stops,
): Promise<boolean> {
  const place = placeOf(o.config, paths, edition.id)
  const store = await openStore({ ...place, logger: o.logger, now: o.now })
  stops.add(() => store.close())
  const complain = (text: string | undefined) => o.say(text ?? 'the store takes figures again')
  await prepareStore(store, (text) => text !== undefined && complain(text), o.signal)
  if (o.signal.aborted) return interrupted(o, edition)
  if (store.kind === 'influxdb' && (await store.meta()) !== undefined) checkOwner(place, edition)
  const { firstOffset: first, lastOffset: last, receivedFrom, receivedTo } = edition
  o.say(
    `edition ${edition.id} · realm ${edition.realm} · catalogue ${edition.catalogue} · log offsets ${first} to ${last} → ${store.kind}`,
  )
  const span = await buildEdition({
    edition,
    log: new EditionLog(log, { first: first as Offset, last: last as Offset, receivedFrom, receivedTo }),
    foretold: { entries: survey.words, isCut: edition.isCut },
    stateDirectory: place.paths.state,
    store,
    now: o.now,
    random: o.random,
    logger: o.logger,
    hotEntries: o.config.hotEntries,
    signal: o.signal,
    onProgress: (share) => o.progress(`making edition ${edition.id}: ${percent(share)}`),
    onStoreAway: complain,
  })
  if (span === undefined) return interrupted(o, edition)
  writeEdition(paths, { ...edition, span, finishedAt: o.now() })
  o.progress('')
  o.say(`edition ${edition.id} is finished. What changed: tram5g compare --edition ${edition.id}`)
  return true
}

/** In InfluxDB a database of that name may be left of a data folder that is gone. */
function checkOwner({ config, paths }: Place, edition: Edition): void {
  if (existsSync(paths.state)) return
  throw new ConfigError(
    `InfluxDB has figures in ${config.influxDatabase}_${edition.realm} already, which are not of this data folder. Drop that database, then go on: 'tram5g reprocess --edition ${edition.id}'.`,
  )
}

function interrupted(o: ReprocessOptions, edition: Edition | undefined): false {
  o.progress('')
  o.say(
    edition === undefined
      ? 'interrupted before an edition was begun.'
      : `interrupted: what is done is kept. Go on with it: tram5g reprocess --edition ${edition.id}`,
  )
  return false
}

const percent = (share: number): string => `${Math.floor(100 * Math.min(1, Math.max(0, share)))} %`
