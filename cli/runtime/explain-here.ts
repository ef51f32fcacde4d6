import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ExplainRequest, Explanation } from '../../contract/mod.ts'
import { explainStopped } from '../../processor/mod.ts'
import type { KpiStore } from '../../store/mod.ts'
import type { Config } from '../config/settings.ts'
import { askExplainSocket } from './explain-socket.ts'
import { takeLock } from './lock.ts'
import { openLogReader } from './open-log.ts'
import type { RealmPaths } from './paths.ts'

/**
 * What a figure is made of, asked outside of the processor: of the one that runs on this data, or, where none does, from its state
 * and log, with the processor's place held so that none starts meanwhile. Without them here only what the store knows is told.
 * @throws {LockedError} where a processor runs that cannot be asked.
 */
export async function explainHere(
  config: Config,
  paths: RealmPaths,
  store: KpiStore,
  request: ExplainRequest,
): Promise<Explanation> {
  const told = await askExplainSocket(paths, request)
  if (told !== undefined) return told
  const sources = { realm: config.realm, store, stateDirectory: paths.state }
  const isHere = existsSync(join(paths.log, 'log.json')) && existsSync(paths.state)
  if (!isHere) return explainStopped(sources, request)
  const release = takeLock(paths.lock('processor'), 'explain', 'A processor')
  try {
    const log = await openLogReader(config, paths)
    try {
      return await explainStopped({ ...sources, log }, request)
    } finally {
      await log.close()
    }
  } finally {
    release()
  }
}
