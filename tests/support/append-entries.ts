import { mkdir } from 'node:fs/promises'
import { type NewEntry, openLmdbLog } from '../../log/mod.ts'
import { REALM } from './nine-days.ts'
import type { Tram5gHome } from './tram5g-process.ts'

/** Entries into the log of the realm, which is made where there is none. */
export async function appendEntries(home: Tram5gHome, entries: readonly NewEntry[]): Promise<void> {
  const directory = home.path(REALM, 'log')
  await mkdir(directory, { recursive: true })
  const onCommitStuck = () => {
    throw new Error('a commit did not end')
  }
  const log = await openLmdbLog({ directory, realm: REALM, budgetBytes: 64 * 1024 * 1024, onCommitStuck })
  await log.append(0, entries)
  await log.close()
}
