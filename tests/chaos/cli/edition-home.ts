import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { openLmdbLogReader } from '../../../log/mod.ts'
import { REALM } from '../../support/nine-days.ts'
import { processToTheEnd } from '../../support/store-content.ts'
import type { Tram5gHome } from '../../support/tram5g-process.ts'
import { wholeState } from '../../support/whole-state.ts'
import { wholeStore } from '../../support/whole-store.ts'

/** Does all that is in the log. */
export async function processed(home: Tram5gHome): Promise<void> {
  const log = await openLmdbLogReader({ directory: home.path(REALM, 'log'), realm: REALM })
  await processToTheEnd(log, REALM, { state: home.path(REALM, 'state'), store: home.path(REALM, 'store.duckdb') })
  await log.close()
}

/** The figures that are shown, and all that the processor goes on from. */
export async function present(home: Tram5gHome): Promise<ReadonlyMap<string, string>> {
  const store = await wholeStore(home.path(REALM, 'store.duckdb'), REALM)
  return new Map([...store, ...(await wholeState(home.path(REALM, 'state')))])
}

/** Of the files of both: the same as long as nobody writes. */
export async function seal(home: Tram5gHome): Promise<string> {
  const hash = createHash('sha256')
  for (const path of ['store.duckdb', 'state/data.mdb']) hash.update(await readFile(home.path(REALM, path)))
  return hash.digest('hex')
}

export const madeAs = (home: Tram5gHome, id: number | undefined) =>
  wholeStore(home.path(REALM, 'editions', String(id), 'store.duckdb'), REALM)

/** Locks of processes that are gone hold nobody up. */
export const leftIn = async (home: Tram5gHome) =>
  (await readdir(home.path(REALM))).filter((name) => !name.endsWith('.lock'))

export interface EditionRecord {
  readonly id: number
  readonly finishedAt?: number
  readonly promoting?: object
  readonly promoted?: object
}

/** The newest edition that has a record. */
export async function newest(home: Tram5gHome): Promise<EditionRecord | undefined> {
  const folder = home.path(REALM, 'editions')
  const texts = await Promise.all(
    (await readdir(folder))
      .toSorted((a, b) => Number(b) - Number(a))
      .map((id) => readFile(`${folder}/${id}/edition.json`, 'utf8').catch(() => undefined)),
  )
  const text = texts.find((each) => each !== undefined)
  return text === undefined ? undefined : (JSON.parse(text) as EditionRecord)
}
