import type { RootDatabase } from 'lmdb'
import { LogUnwritableError } from '../port.ts'

export interface CommitWatch {
  readonly commitWatchdogMs: number
  /** Called once where a commit does not end: the process should end itself, since nothing inside it can free LMDB. */
  readonly onCommitStuck: () => void
}

/** A commit that neither ended nor failed in its time. Its entries may be on disk, or not. */
export class CommitStuckError extends LogUnwritableError {}

/**
 * Runs `work` in one transaction, all of it or nothing, and resolves with its answer when it is on disk.
 * @throws {CommitStuckError} after `commitWatchdogMs`. @throws {LogUnwritableError} where LMDB or the disk refuses.
 */
export async function commit<T>(root: RootDatabase<Buffer, string>, watch: CommitWatch, work: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const stuck = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new CommitStuckError(
          `a commit to the log did not end in ${watch.commitWatchdogMs} ms: the process must end; look for a stopped process that has the log open, and at the disk`,
        ),
      )
      watch.onCommitStuck()
    }, watch.commitWatchdogMs)
  })
  try {
    // A child transaction: an error inside it takes back what it has written.
    return await Promise.race([root.childTransaction(work).catch(refused), stuck])
  } finally {
    clearTimeout(timer)
  }
}

/** LMDB says why in a second promise, which rejects later: unheard, it would end the process. */
async function refused(error: unknown): Promise<never> {
  const { commitError } = error as { commitError?: Promise<unknown> }
  const cause: unknown = await Promise.resolve(commitError).then(
    () => error,
    (why: unknown) => why,
  )
  const text = cause instanceof Error ? cause.message : String(cause)
  throw new LogUnwritableError(`the disk or LMDB refuses the log: ${text}; free disk space or check the disk`, {
    cause,
  })
}
