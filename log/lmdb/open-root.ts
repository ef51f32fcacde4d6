import { openAsClass, type RootDatabase, type RootDatabaseOptionsWithPath } from 'lmdb'

/**
 * Opening met the lock file of an environment whose last user was just closing it: LMDB destroys the shared mutexes then, and
 * whoever waits in that moment finds them dead. It heals once all who met it have closed: try again.
 */
export class LockFileDeadError extends Error {
  override readonly name = 'LockFileDeadError'
}

const EINVAL = 22

/**
 * As LMDB's `open`, but a failure inside leaves nothing open: what stays open keeps the dead lock file in use for everyone.
 * @throws {LockFileDeadError} where it must be tried again.
 */
export function openRoot(options: RootDatabaseOptionsWithPath): RootDatabase<Buffer, string> {
  // Declared as an instance; it is the class, with the environment already open behind it.
  const Root = openAsClass<Buffer, string>(options) as unknown as RootClass
  try {
    return new Root(null, { ...options, isRoot: true })
  } catch (error) {
    void Root.prototype.close.call({ isRoot: true })
    if ((error as { code?: unknown }).code === EINVAL)
      throw new LockFileDeadError(
        `the lock file of ${options.path} was left by its last user while it was being opened`,
        {
          cause: error,
        },
      )
    throw error
  }
}

interface RootClass {
  new (name: null, options: RootDatabaseOptionsWithPath & { readonly isRoot: true }): RootDatabase<Buffer, string>
  readonly prototype: { close(this: { isRoot: true }): Promise<void> }
}
