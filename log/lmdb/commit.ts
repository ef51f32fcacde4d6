import { LogUnwritableError } from '../port.ts'
import { type Environment, StaleSnapshotError } from './environment.ts'

export interface CommitWatch {
  readonly commitWatchdogMs: number
  /** Called once where a commit does not end: the process should end itself, since nothing inside it can free LMDB. */
  readonly onCommitStuck: () => void
}

/** A commit that neither ended nor failed in its time. Its entries may be on disk, or not. */
export class CommitStuckError extends LogUnwritableError {}

/**
 * Resolves as `attempt` does, but not later than the watchdog allows.
 * @throws {CommitStuckError} after `commitWatchdogMs`.
 */
export async function watched<T>(watch: CommitWatch, attempt: () => Promise<T>): Promise<T> {
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
    return await Promise.race([attempt(), stuck])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Runs `work` in one transaction, all of it or nothing, and resolves with its answer when it is on disk.
 * @throws {StaleSnapshotError} where it must be tried again with the environment opened anew.
 * @throws {LogUnwritableError} where LMDB or the disk refuses.
 */
export async function commit<T>(environment: Environment, work: () => T): Promise<T> {
  // A child transaction: an error inside it takes back what it has written.
  return await environment.root
    .childTransaction(() => {
      environment.checkNewest()
      return work()
    })
    .catch(refused)
}

/** LMDB says why in a second promise, which rejects later: unheard, it would end the process. */
async function refused(error: unknown): Promise<never> {
  if (error instanceof StaleSnapshotError) throw error
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
