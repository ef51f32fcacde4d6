import type { ControlRecord } from '../../contract/mod.ts'
import type { Config } from '../config/settings.ts'
import { makeRoot, realmPaths } from './paths.ts'

/** Writes the operator's word into the realm's log, beside whatever intake runs: the next offset is taken inside the transaction. */
export async function appendRecord(config: Config, record: ControlRecord): Promise<void> {
  const paths = realmPaths(config)
  makeRoot(paths)
  // loaded here: a list and a word that is refused need neither log nor collector
  const [{ openLog }, { appendControl }] = await Promise.all([
    import('./open-log.ts'),
    import('../../collector/mod.ts'),
  ])
  const log = await openLog(config, paths, () => undefined)
  try {
    await appendControl(log, record, () => record.at)
  } finally {
    await log.close()
  }
}
