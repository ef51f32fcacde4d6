import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { checkLmdbFile, type Offset, WrongDataError } from '../../log/mod.ts'
import type { Pace } from '../pace.ts'
import { ABSENT, HotValues } from './hot-values.ts'
import { Outbox, type OutboxLine } from './outbox.ts'
import { difference, type StateIdentity } from './state-identity.ts'
import { AFTER, StoredValues } from './stored-values.ts'

interface Position {
  readonly offset: number
  /** Counts commits: names the change that made a key dirty. */
  readonly change: number
}

/** Of keys and values; raised where a state written before could not be read. */
const FORM = 5
const FORM_KEY = 'form'
const POSITION_KEY = 'position'
const IDENTITY_KEY = 'identity'

/**
 * The processor's state in LMDB. One transaction commits changed values, the log offset and the outbox, so that a crash at any
 * moment leaves a state that belongs to exactly one place in the log.
 */
export class LmdbState {
  readonly #root: RootDatabase
  readonly #values: StoredValues
  readonly #outbox: Outbox
  readonly #meta: Database<unknown, string>
  readonly #hot: HotValues
  #position: Position
  #committing: Promise<void> | undefined

  private constructor(root: RootDatabase, hotEntries: number | undefined) {
    this.#root = root
    this.#values = new StoredValues(root)
    this.#outbox = new Outbox(root)
    this.#meta = root.openDB<unknown, string>({ name: 'meta' })
    this.#hot = new HotValues(hotEntries)
    this.#position = (this.#meta.get(POSITION_KEY) as Position | undefined) ?? { offset: -1, change: 0 }
  }

  /** @throws {WrongDataError} where the state there is damaged, or belongs to another log, realm or catalogue. */
  static async open(options: { directory: string; identity: StateIdentity; hotEntries?: number }): Promise<LmdbState> {
    mkdirSync(options.directory, { recursive: true })
    checkLmdbFile(join(options.directory, 'data.mdb'), `Move ${options.directory} away: it is made again from the log.`)
    // overlappingSync: a commit is on disk when its promise resolves, and a second opener cannot leave the writer spinning
    const root = open({ path: options.directory, overlappingSync: false, maxDbs: 5, noSubdir: false })
    const state = new LmdbState(root, options.hotEntries)
    const known = state.#meta.get(IDENTITY_KEY) as StateIdentity | undefined
    const problem = known === undefined ? undefined : (state.#otherForm() ?? difference(known, options.identity))
    if (problem !== undefined) {
      await root.close()
      throw new WrongDataError(
        `log and state do not belong together: ${problem}. Move ${options.directory} away and the state is made again from the log; or make figures beside the present ones first: 'tram5g reprocess', then compare and promote them.`,
      )
    }
    if (known === undefined) {
      await state.#meta.put(FORM_KEY, FORM)
      await state.#meta.put(IDENTITY_KEY, options.identity)
    }
    return state
  }

  /**
   * Opens a state that no processor has open, to read it; undefined where there is none. Never beside a processor: who opens an
   * LMDB file may take back what another process has just committed.
   * @throws Error where it belongs to another log, realm or catalogue.
   */
  static async openToRead(options: { directory: string; identity: StateIdentity }): Promise<LmdbState | undefined> {
    return existsSync(join(options.directory, 'data.mdb')) ? await LmdbState.open(options) : undefined
  }

  #otherForm(): string | undefined {
    return this.#meta.get(FORM_KEY) === FORM ? undefined : 'the state was written by another version of tram5g'
  }

  /** Highest offset whose effects are in the state; undefined before the first. */
  get applied(): Offset | undefined {
    return this.#position.offset < 0 ? undefined : (this.#position.offset as Offset)
  }

  /** Unless a number was given, keeps decoded what so many stations need from one report to the next. */
  fitHot(stations: number): void {
    this.#hot.fit(stations)
  }

  get hotEntries(): number {
    return this.#hot.size
  }

  get<T>(key: string): T | undefined {
    const known = this.#hot.get(key)
    if (known !== undefined) return known === ABSENT ? undefined : (known as T)
    const value = this.#values.get(key)
    this.#hot.set(key, value)
    return value as T | undefined
  }

  /** A value that nobody needs again soon: it takes no place from others. */
  look<T>(key: string): T | undefined {
    const known = this.#hot.get(key) ?? this.#values.get(key)
    return known === ABSENT ? undefined : (known as T | undefined)
  }

  /** Changes (undefined: deleted), the offset and the outbox in one transaction; resolves when it is on disk. One at a time. */
  async commit(
    changes: Iterable<readonly [key: string, value: unknown]>,
    offset: number,
    dirty: ReadonlyMap<string, Pace>,
  ): Promise<void> {
    const committing = this.#commit(changes, offset, dirty)
    this.#committing = committing
    try {
      await committing
    } finally {
      this.#committing = undefined
    }
  }

  /**
   * Resolves between two commits. While one is under way the outbox may show its keys before values are what it made them: who
   * then wrote what the state says would clear a key for an old value.
   */
  async betweenCommits(): Promise<void> {
    while (this.#committing !== undefined) await this.#committing.catch(() => undefined)
  }

  async #commit(
    changes: Iterable<readonly [key: string, value: unknown]>,
    offset: number,
    dirty: ReadonlyMap<string, Pace>,
  ): Promise<void> {
    const position: Position = {
      offset: Math.max(offset, this.#position.offset),
      change: this.#position.change + 1,
    }
    const all = [...changes]
    await this.#root.transaction(() => {
      for (const [key, value] of all) {
        if (value === undefined) this.#values.remove(key)
        else this.#values.put(key, value, () => this.#known(key))
      }
      this.#outbox.add(dirty, position.change)
      this.#meta.putSync(POSITION_KEY, position)
    })
    // not before: who asks meanwhile must not be told what the outbox does not show yet
    for (const [key, value] of all) this.#hot.set(key, value)
    this.#position = position
  }

  #known(key: string): unknown {
    const known = this.#hot.get(key)
    return known === ABSENT ? undefined : known
  }

  /** The first lines of a pace, with about `limit` keys, that the store has not got yet: rows of zones, or all others. Ask {@link betweenCommits}. */
  pending(pace: Pace, what: 'zones' | 'others', limit: number): OutboxLine[] {
    return this.#outbox.pending(pace, what, limit)
  }

  /** How many keys wait for the store. */
  get outboxSize(): number {
    return this.#outbox.size
  }

  /**
   * Clears what was written, where it has not changed since; `forget` are values that the state need not keep after that. Keys
   * that were in doubt are due again at `againMs`, and kept until then.
   */
  async written(
    pace: Pace,
    lines: readonly OutboxLine[],
    forget: (key: string) => boolean,
    againMs: number,
  ): Promise<void> {
    await this.#root.transaction(() => {
      for (const key of this.#outbox.written(pace, lines, againMs)) {
        this.#hot.written(key)
        if (!forget(key)) continue
        this.#values.remove(key)
        this.#hot.delete(key)
      }
    })
  }

  /** Keys of a write of which nobody knows what became of it: once they are written, they will be written once more. */
  async doubt(pace: Pace, keys: readonly string[]): Promise<void> {
    await this.#root.transaction(() => this.#outbox.doubt(pace, keys))
  }

  /** Puts keys that were in doubt into the outbox again, where their time has come. */
  async markDoubtful(nowMs: number): Promise<void> {
    if (!this.#outbox.hasDoubtful(nowMs)) return
    const { change } = this.#position
    await this.#root.transaction(() => this.#outbox.addDoubtful(nowMs, change))
  }

  /** Removes values under `prefix` up to (not including) `prefix + end`, at most `limit`, except those the store still waits for. */
  async expire(prefix: string, end: string, limit: number, paces: readonly Pace[]): Promise<number> {
    const keys = this.#values.keys(prefix, prefix + end, limit).filter((key) => !this.#outbox.has(key, paces))
    await this.remove(keys)
    return keys.length
  }

  /** Keys under a prefix, in order, from `after` on. */
  keys(prefix: string, after: string, limit: number): string[] {
    return this.#values.keys(after === '' ? prefix : `${after}\0`, prefix + AFTER, limit)
  }

  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    await this.#root.transaction(() => {
      for (const key of keys) this.#values.remove(key)
    })
    for (const key of keys) this.#hot.delete(key)
  }

  async close(): Promise<void> {
    await this.#root.close()
  }
}
