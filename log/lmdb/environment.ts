import { existsSync } from 'node:fs'
import type { Database, RootDatabase } from 'lmdb'
import { openRoot } from './open-root.ts'
import { decodeState, encodeState, type SegmentState } from './segment-state.ts'
import { checkLmdbFile } from './sound-file.ts'

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

const REMEDY =
  'Put it back from a copy; without one move the whole log away, with the state beside it: the messages in it are lost.'

/** At the end of the tree: pages are filled to the brim instead of split in halves. */
const APPEND = { append: true } as const

export class SegmentGoneError extends Error {
  override readonly name = 'SegmentGoneError'
}

/**
 * A transaction that would build on what is not the newest state.
 *
 * Whoever opens an LMDB file, even to read, notes its newest transaction and writes that into the shared lock region a moment
 * later. A commit of another process in between is taken back by it: the next writer would start from the state before, give
 * the same offsets again and overwrite pages in use (measured: 3 acknowledged entries lost in 1,600 openings beside a busy
 * writer, and crashes). So every writer looks inside its transaction, where nobody else can commit, and who opened looks
 * whether it did harm; opening anew, with nothing committed meanwhile, mends it.
 */
export class StaleSnapshotError extends Error {
  override readonly name = 'StaleSnapshotError'
}

/** One open segment: the entries by offset − base, and its state. Read it within one turn of the event loop. */
export class Environment {
  readonly mode: 'read' | 'append'
  readonly root: RootDatabase<Buffer, string>
  readonly entries: Database<Buffer, number>
  readonly #meta: Database<Buffer, string>

  /**
   * Opening to append takes the write lock, so it waits for a commit of another process.
   * @throws {WrongDataError} where the file is damaged.
   * @throws {SegmentGoneError} where retention has removed it.
   * @throws {LockFileDeadError} where it must be tried again.
   */
  constructor(directory: string, mode: 'read' | 'append' | 'create') {
    const path = `${directory}/${DATA_FILE}`
    // LMDB would make an empty file in its place.
    if (mode !== 'create' && !existsSync(path))
      throw new SegmentGoneError(`segment ${directory} does not exist any more`)
    checkLmdbFile(path, REMEDY)
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

  /**
   * Only within a transaction: makes sure that it builds on the newest state, whatever the lock region says.
   * @throws {StaleSnapshotError} where it does not; nothing may be written then.
   */
  checkNewest(): void {
    const { lastTxnId } = this.root.getStats() as { lastTxnId: number }
    const own = this.root.getWriteTxnId()
    if (own !== lastTxnId + 1) throw new StaleSnapshotError(`transaction ${own} after transaction ${lastTxnId}`)
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
