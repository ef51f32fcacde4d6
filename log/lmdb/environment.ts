import { existsSync } from 'node:fs'
import { type Database, openAsClass, type RootDatabase, type RootDatabaseOptionsWithPath } from 'lmdb'
import { decodeState, encodeState, type SegmentState } from './segment-state.ts'

/** The LMDB file of a segment; its lock file lies beside it. */
export const DATA_FILE = 'data.mdb'

/**
 * Address space of one environment [bytes], the same in every process, so that no map is ever too small for what another
 * wrote: twice the largest segment (2 GiB). It costs no memory and no disk.
 */
const MAP_BYTES = 4 * 1024 ** 3

/** Measured with messages of 2.5 kB: pages of 4 KiB waste 65 % of the disk, of 8 KiB 10 %; small commits cost no more. */
export const PAGE_BYTES = 8192

const STATE_KEY = 'state'

/** At the end of the tree: pages are filled to the brim instead of split in halves. */
const APPEND = { append: true } as const

export class SegmentGoneError extends Error {
  override readonly name = 'SegmentGoneError'
}

/**
 * Opening met the lock file of an environment whose last user was just closing it: LMDB destroys the shared mutexes then, and
 * whoever waits in that moment finds them dead. It heals once all who met it have closed: try again.
 */
export class LockFileDeadError extends Error {
  override readonly name = 'LockFileDeadError'
}

const EINVAL = 22

/** One open segment: the entries by offset − base, and its state. Read it within one turn of the event loop. */
export class Environment {
  readonly mode: 'read' | 'append'
  readonly root: RootDatabase<Buffer, string>
  readonly entries: Database<Buffer, number>
  readonly #meta: Database<Buffer, string>

  /**
   * Opening to append takes the write lock, so it waits for a commit of another process.
   * @throws {SegmentGoneError} where retention has removed it.
   * @throws {LockFileDeadError} where it must be tried again.
   */
  constructor(directory: string, mode: 'read' | 'append' | 'create') {
    const path = `${directory}/${DATA_FILE}`
    // LMDB would make an empty file in its place.
    if (mode !== 'create' && !existsSync(path))
      throw new SegmentGoneError(`segment ${directory} does not exist any more`)
    this.mode = mode === 'read' ? 'read' : 'append'
    this.root = openRoot({
      path,
      noSubdir: true,
      readOnly: mode === 'read',
      encoding: 'binary',
      maxDbs: 2,
      mapSize: MAP_BYTES,
      pageSize: PAGE_BYTES,
      noMemInit: true,
      // With its default (true) a second process that opens at a bad moment can leave the writer spinning.
      overlappingSync: false,
    })
    // Named databases only: the root database crashes on some deletions of integer keys after a reopen.
    const create = mode === 'create'
    const entries = { name: 'entries', encoding: 'binary', keyEncoding: 'uint32', create } as const
    const meta = { name: 'meta', encoding: 'binary', create } as const
    const found = [this.root.openDB<Buffer, number>(entries), this.root.openDB<Buffer, string>(meta)] as const
    if (!found[0] || !found[1]) {
      void this.root.close()
      throw new SegmentGoneError(`segment ${directory} is empty`)
    }
    this.entries = found[0]
    this.#meta = found[1]
  }

  /** What comes next is read as it is now, not as it was at the last read of this turn. */
  refresh(): void {
    this.root.resetReadTxn()
  }

  state(): SegmentState {
    const bytes = this.#meta.getBinary(STATE_KEY)
    if (!bytes) throw new SegmentGoneError('the segment has no state')
    return decodeState(bytes)
  }

  /** Only within a transaction. */
  putState(state: SegmentState): void {
    this.#meta.putSync(STATE_KEY, encodeState(state))
  }

  /** Only within a transaction; `place` is offset − base and greater than all before it. The bytes are copied at once. */
  appendEntry(place: number, bytes: Buffer): void {
    // Declared void, but within a transaction it answers whether the key was taken.
    const written: unknown = this.entries.putSync(place, bytes, APPEND)
    if (written !== true) throw new Error(`LMDB refused entry ${place} of a segment: its place is taken`)
  }

  close(): Promise<void> {
    return this.root.close()
  }
}

/** As `open`, but a failure inside leaves nothing open: what stays open keeps the dead lock file in use for everyone. */
function openRoot(options: RootDatabaseOptionsWithPath): RootDatabase<Buffer, string> {
  // Declared as an instance; it is the class, with the environment already open behind it.
  const Root = openAsClass<Buffer, string>(options) as unknown as RootClass
  try {
    return new Root(null, { ...options, isRoot: true })
  } catch (error) {
    void Root.prototype.close.call({ isRoot: true })
    if ((error as { code?: unknown }).code === EINVAL)
      throw new LockFileDeadError(
        `the lock file beside ${options.path} was left by its last user while it was being opened`,
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
