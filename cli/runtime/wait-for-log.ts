import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RealmPaths } from './paths.ts'

/** Waits until a collector has made the log; tells once that it waits. */
export async function waitForLog(paths: RealmPaths, signal: AbortSignal, tell: () => void): Promise<void> {
  for (let told = false; !existsSync(join(paths.log, 'log.json')) && !signal.aborted; told = true) {
    if (!told) tell()
    await sleep(250, undefined, { signal }).catch(() => undefined)
  }
}
