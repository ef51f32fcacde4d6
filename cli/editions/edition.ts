import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { quoted } from '../../contract/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import { writeWhole } from '../runtime/lock.ts'
import type { RealmPaths } from '../runtime/paths.ts'

/** Figures made again from the log beside the present ones: what of, by whom, why, and how far. */
export interface Edition {
  /** Counts up within a realm, from 1. */
  readonly id: number
  readonly realm: string
  /** The log it is made of. */
  readonly logId: string
  readonly by: string
  readonly why: string
  /** [epoch ms] */
  readonly createdAt: number
  /** Version of the KPI catalogue that makes it. */
  readonly catalogue: string
  readonly store: 'duckdb' | 'influxdb'
  /** Of what was received in [from, to) [epoch ms]; absent: from the beginning of the log, or to what was its end. */
  readonly receivedFrom?: number
  readonly receivedTo?: number
  /** First and last entry of the log that it reads. */
  readonly firstOffset: number
  readonly lastOffset: number
  /** End of the log when it was begun: nothing behind it is looked at. */
  readonly endOffset: number
  /** Words of the operator that it knows from its beginning. */
  readonly words: number
  /** The log before its first entry was gone already. */
  readonly isCut: boolean
  /** Windows in [from, to) are told whole [epoch ms]; absent: not finished. */
  readonly span?: { readonly from: number; readonly to: number }
  /** [epoch ms]; absent: not finished. */
  readonly finishedAt?: number
  /** It is about to take the place of the figures that are shown; where it stays, that was not finished: do it again. */
  readonly promoting?: { readonly at: number; readonly by: string; readonly why: string; readonly changed: number }
  /** It took the place of the figures that were shown; absent: it did not. */
  readonly promoted?: { readonly at: number; readonly by: string; readonly why: string; readonly changed: number }
}

const FILE = 'edition.json'

export const editionsFolder = (paths: RealmPaths) => join(paths.root, 'editions')
export const editionFolder = (paths: RealmPaths, id: number) => join(editionsFolder(paths), String(id))

/** All of them, in the order of their ids; folders without a record are none. */
export function listEditions(paths: RealmPaths): Edition[] {
  const folder = editionsFolder(paths)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^\d{1,9}$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)
    .flatMap((id) => readEdition(paths, id) ?? [])
}

function readEdition(paths: RealmPaths, id: number): Edition | undefined {
  const path = join(editionFolder(paths, id), FILE)
  if (!existsSync(path)) return undefined
  return JSON.parse(readFileSync(path, 'utf8')) as Edition
}

export function writeEdition(paths: RealmPaths, edition: Edition): void {
  mkdirSync(editionFolder(paths, edition.id), { recursive: true, mode: 0o700 })
  writeWhole(join(editionFolder(paths, edition.id), FILE), `${JSON.stringify(edition, null, 2)}\n`)
}

/**
 * @param finishing id of the one that is about to be promoted
 * @throws {ConfigError} where an edition has taken the place of the figures that are shown in part only: nothing else may go on there.
 */
export function refuseHalfPromoted(paths: RealmPaths, finishing?: number): void {
  const half = listEditions(paths).find(({ promoting }) => promoting !== undefined)
  if (half === undefined || half.id === finishing) return
  throw new ConfigError(
    `the figures are half those of edition ${half.id}: its promotion was not finished. Do it again: 'tram5g reprocess promote ${half.id} --why …'.`,
  )
}

/** An id that was never given, also where editions were dropped: their folders keep their place. */
export function nextEditionId(paths: RealmPaths): number {
  const folder = editionsFolder(paths)
  if (!existsSync(folder)) return 1
  const taken = readdirSync(folder).filter((name) => /^\d{1,9}$/.test(name))
  return Math.max(0, ...taken.map(Number)) + 1
}

/** @throws {ConfigError} where there is none of this id. */
export function editionOf(paths: RealmPaths, text: string): Edition {
  const edition = /^\d{1,9}$/.test(text) ? readEdition(paths, Number(text)) : undefined
  if (edition !== undefined) return edition
  const known = listEditions(paths).map(({ id }) => id)
  throw new ConfigError(
    `--edition: there is no edition ${quoted(text)}. ${known.length === 0 ? "There is none yet: 'tram5g reprocess' makes one." : `Known: ${known.join(', ')}; see 'tram5g reprocess list'.`}`,
  )
}

/** @throws {ConfigError} where it is not finished. */
export function finishedEdition(paths: RealmPaths, text: string): Edition & Required<Pick<Edition, 'span'>> {
  const edition = editionOf(paths, text)
  const { span } = edition
  if (span === undefined) {
    throw new ConfigError(
      `--edition ${edition.id}: it is not finished. Go on with it: 'tram5g reprocess --edition ${edition.id}'.`,
    )
  }
  return { ...edition, span }
}
