import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import { isRealm, quoted, REALM_RULE } from '../../contract/mod.ts'
import type { DuckDbStore } from './duckdb-store.ts'
import { type DuckDbRetention, duckDbRetention } from './retention.ts'

export interface DuckDbStoreOptions {
  /** The database file, or `:memory:`. Its folder must exist. */
  readonly path: string
  /** The file belongs to this realm for ever. */
  readonly realm: string
  /** Reads an existing file and changes nothing in it. Default false. */
  readonly readOnly?: boolean
  /** Levels kept for another time than usual [ms]; see {@link duckDbRetention}. */
  readonly retention?: Partial<DuckDbRetention>
  /** Clock by which rows expire [epoch ms]. */
  readonly now: () => number
  /** Memory that DuckDB may take, as DuckDB writes it. Default `1GB`. */
  readonly memoryLimit?: string
  /** Threads that DuckDB may use. Default: {@link THREADS}. */
  readonly threads?: number
}

/** Another process has the file. DuckDB lets in one at a time, even to read. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError'
  /** Process that holds the file, where the system told. */
  readonly pid: number | undefined
  constructor(message: string, options: { pid: number | undefined; cause: unknown }) {
    super(message, { cause: options.cause })
    this.pid = options.pid
  }
}

/**
 * A second thread of the engine takes its turns from the one that counts: on two cores, writes cost 35 % more processor time with it
 * and end no sooner. Of more cores, two threads answer a question sooner.
 */
const THREADS = availableParallelism() > 2 ? 2 : 1

/**
 * The write-ahead log is folded into the file when it has grown to this. Each time the last, unfinished part of every table is written
 * anew, all its columns: four times as seldom saves a tenth of a write, and after a crash 64 MiB are read again in about a second.
 */
const CHECKPOINT_THRESHOLD = '64MiB'

// The file lock is the process's, not the instance's: a second instance here would be let in and damage the file.
const openHere = new Set<string>()

/** The file is no DuckDB file any more; the message says what to do. */
export class StoreDamagedError extends Error {
  override readonly name = 'StoreDamagedError'
}

/**
 * Opens the embedded store, and makes its tables where they are missing.
 *
 * A commit is in the write-ahead log and flushed before `write` resolves; DuckDB folds that log into the file when it
 * reaches 64 MiB and at `close`, and reads it again after a crash. Extensions are neither loaded nor downloaded.
 *
 * @throws {StoreLockedError} where another process has the file.
 * @throws {StoreDamagedError} where the file is damaged.
 * @throws Error where the file is another realm's or not a store.
 */
export async function openDuckDbStore(options: DuckDbStoreOptions): Promise<DuckDbStore> {
  const { realm, readOnly = false } = options
  if (!isRealm(realm)) throw new RangeError(`realm must be ${REALM_RULE}, got ${quoted(realm)}`)
  const retention = duckDbRetention(realm, options.retention)
  const path = options.path === ':memory:' ? undefined : resolve(options.path)
  if (path !== undefined) {
    if (openHere.has(path)) throw new Error(`${path} is open in this process already; close that store first`)
    openHere.add(path)
  }
  const onClosed = () => {
    if (path !== undefined) openHere.delete(path)
  }
  let instance: DuckDBInstance | undefined
  try {
    // loaded by who uses it: with InfluxDB, and where another process is asked, nobody waits for an engine
    const { DuckDbStore } = await import('./duckdb-store.ts')
    const { checkIdentity } = await import('./schema.ts')
    instance = await create(path ?? ':memory:', options)
    const connection = await instance.connect()
    const store = new DuckDbStore({ instance, realm, readOnly, retention, now: options.now, onClosed }, connection)
    if (readOnly) await checkIdentity(connection, realm)
    await store.prepare()
    return store
  } catch (error) {
    instance?.closeSync()
    onClosed()
    throw error
  }
}

async function create(path: string, options: DuckDbStoreOptions): Promise<DuckDBInstance> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  try {
    return await DuckDBInstance.create(path, {
      access_mode: options.readOnly === true ? 'READ_ONLY' : 'READ_WRITE',
      memory_limit: options.memoryLimit ?? '1GB',
      threads: String(options.threads ?? THREADS),
      checkpoint_threshold: CHECKPOINT_THRESHOLD,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
  } catch (error) {
    throw await explained(path, error)
  }
}

async function explained(path: string, error: unknown): Promise<unknown> {
  const message = error instanceof Error ? error.message : String(error)
  if (message.includes('Could not set lock')) {
    const pid = /PID (\d+)/.exec(message)?.[1]
    const command = pid === undefined ? undefined : await commandOf(pid)
    const holder =
      pid === undefined ? 'another process' : `process ${pid}${command === undefined ? '' : ` (${command})`}`
    return new StoreLockedError(
      `${path} is held by ${holder}. DuckDB lets in one process at a time: ask that one (its address is in run.json of the realm's data directory), or end it first.`,
      { pid: pid === undefined ? undefined : Number(pid), cause: error },
    )
  }
  if (message.includes('database does not exist')) {
    return new Error(`${path} does not exist yet; \`tram5g process\` or \`tram5g up\` makes it`, { cause: error })
  }
  if (message.includes('not a valid DuckDB database')) {
    return new StoreDamagedError(
      `${path} is damaged: it is no DuckDB file any more. Put it back from a copy; without one move it and the folder 'state' beside it away: figures are made again from what the log still keeps.`,
      { cause: error },
    )
  }
  return error
}

/** The command line of a process, where the system tells (Linux). */
async function commandOf(pid: string): Promise<string | undefined> {
  try {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').filter((word) => word !== '')
    return words.length === 0 ? undefined : quoted(words.join(' ')).slice(1, -1)
  } catch {
    return undefined
  }
}
