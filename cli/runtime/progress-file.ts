import { readFileSync, rmSync } from 'node:fs'
import type { Gap } from '../../collector/mod.ts'
import type { Processor } from '../../processor/mod.ts'
import { writeWhole } from './lock.ts'
import type { Logger } from './logger.ts'
import type { RealmPaths } from './paths.ts'

/**
 * What a collector in another process needs of the processor: how far it has come, and what is missing. A file, and not the
 * state's database: opening an LMDB file beside a busy writer can take back a commit of it.
 */
interface Progress {
  readonly appliedOffset: number
  readonly gaps: readonly Gap[]
}

const EVERY_MS = 5000
/** Gap repair asks for some hundred at a time; a file of all there may be would only be large. */
const MAX_GAPS = 5000

const NOTHING: Progress = { appliedOffset: -1, gaps: [] }

/** Tells every 5 s how far the processor is; returns what ends that. */
export function tellProgress(paths: RealmPaths, processor: Processor, logger: Logger): () => void {
  const tell = (): void => {
    const { appliedOffset } = processor.status()
    try {
      writeWhole(
        paths.progress,
        JSON.stringify({ appliedOffset, gaps: processor.openGaps(MAX_GAPS) } satisfies Progress),
      )
    } catch (error) {
      logger.warn({ err: error }, 'progress.not.written')
    }
  }
  const timer = setInterval(tell, EVERY_MS)
  return () => {
    clearInterval(timer)
    rmSync(paths.progress, { force: true })
  }
}

/** What the processor last told; nothing where none runs: then nothing is let go, and nothing asked for again. */
export function readProgress(paths: RealmPaths): Progress {
  try {
    return JSON.parse(readFileSync(paths.progress, 'utf8')) as Progress
  } catch {
    return NOTHING
  }
}
