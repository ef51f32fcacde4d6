import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { checkLmdbFile, type Offset, WrongDataError } from '../../log/mod.ts'
import type { Pace } from '../pace.ts'
import type { StationRows } from '../rows/station-rows.ts'
import type { StationState } from '../station.ts'
import type { ZoneRow } from '../zone-rows.ts'
import { DoubtfulKeys } from './doubtful-keys.ts'
import { HotSet } from './hot-set.ts'
import { packStationRows, packZoneRow, unpackStationRows, unpackZoneRow } from './row-codec.ts'
import { hasSameRest, pulseOf, restOf, type StationPulse, type StationRest } from './station-parts.ts'
import { packValue, unpackValue } from './value-codec.ts'

/** What the state belongs to; it refuses any other log, realm or layout of parts. */
export interface StateIdentity {
  readonly realm: string
  readonly logId: string
  readonly partition: number
  /** Field names of the vectors in it, in their order. */
  readonly fields: readonly string[]
}

export interface OutboxLine {
  readonly key: string
  readonly change: number
}

interface Position {
  readonly offset: number
  /** Counts commits: names the change that made a key dirty. */
  readonly change: number
}

/** Values kept decoded: at least so many, and for each station what its reports touch, twice over. Of those of 10 s a quarter. */
const HOT_LEAST = 50_000
const HOT_PER_STATION = 40
const FINE_SHARE = 4
/** Of keys and values; raised where a state written before could not be read. */
const FORM = 5
const FORM_KEY = 'form'
const POSITION_KEY = 'position'
const IDENTITY_KEY = 'identity'
/** Behind every text that continues a prefix. */
const AFTER = '\uffff'

/**
 * The processor's state in LMDB. One transaction commits changed values, the log offset and the outbox, so that a crash at any
 * moment leaves a state that belongs to exactly one place in the log.
 */
export class LmdbState {
  readonly #root: RootDatabase
  readonly #values: Database<Buffer, string>
  /** What lies under `row/` and `zone/`. */
  readonly #rows: Database<Buffer, string>
  readonly #outbox: Database<number, string>
  readonly #doubtful: DoubtfulKeys
  readonly #meta: Database<unknown, string>
  readonly #isHotFixed: boolean
  readonly #hot: HotSet
  /** Rows of 10 s: asked for by the store once, soon, and then hardly ever. */
  readonly #hotFine: HotSet
  #position: Position
  #committing: Promise<void> | undefined

  private constructor(root: RootDatabase, hotEntries: number | undefined) {
    this.#root = root
    this.#values = root.openDB<Buffer, string>({ name: 'values', encoding: 'binary' })
    this.#rows = root.openDB<Buffer, string>({ name: 'rows', encoding: 'binary' })
    this.#outbox = root.openDB<number, string>({ name: 'outbox' })
    this.#doubtful = new DoubtfulKeys(root.openDB<number, string>({ name: 'doubtful' }))
    this.#meta = root.openDB<unknown, string>({ name: 'meta' })
    this.#isHotFixed = hotEntries !== undefined
    this.#hot = new HotSet(hotEntries ?? HOT_LEAST)
    this.#hotFine = new HotSet((hotEntries ?? HOT_LEAST) / FINE_SHARE)
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
    if (this.#isHotFixed) return
    const entries = Math.max(HOT_LEAST, stations * HOT_PER_STATION)
    this.#hot.resize(entries)
    this.#hotFine.resize(entries / FINE_SHARE)
  }

  get hotEntries(): number {
    return this.#hot.size + this.#hotFine.size
  }

  get<T>(key: string): T | undefined {
    const hot = this.#hotOf(key)
    const known = hot.get(key)
    if (known !== undefined) return known === ABSENT ? undefined : (known as T)
    const value = this.#stored(key)
    hot.set(key, value ?? ABSENT)
    return value as T | undefined
  }

  /** A value that nobody needs again soon: it takes no place from others. */
  look<T>(key: string): T | undefined {
    const known = this.#hotOf(key).get(key) ?? this.#stored(key)
    return known === ABSENT ? undefined : (known as T | undefined)
  }

  #hotOf(key: string): HotSet {
    return key.startsWith('row/10s/') ? this.#hotFine : this.#hot
  }

  #stored(key: string): unknown {
    if (key.startsWith('row/')) return unpacked(this.#rows.get(key), unpackStationRows)
    if (key.startsWith('zone/')) return unpacked(this.#rows.get(key), unpackZoneRow)
    const value = unpacked(this.#values.get(key), unpackValue)
    if (value === undefined || !key.startsWith(STATION)) return value
    return { ...(unpacked(this.#values.get(restKey(key)), unpackValue) as StationRest), ...(value as StationPulse) }
  }

  #put(key: string, value: unknown): void {
    if (key.startsWith('row/')) this.#rows.putSync(key, packStationRows(value as StationRows))
    else if (key.startsWith('zone/')) this.#rows.putSync(key, packZoneRow(value as ZoneRow))
    else if (key.startsWith(STATION)) this.#putStation(key, value as StationState)
    else this.#values.putSync(key, packValue(value))
  }

  #putStation(key: string, station: StationState): void {
    const before = this.#hot.get(key)
    if (before === undefined || before === ABSENT || !hasSameRest(before as StationState, station)) {
      this.#values.putSync(restKey(key), packValue(restOf(station)))
    }
    this.#values.putSync(key, packValue(pulseOf(station)))
  }

  #in(key: string): Database<Buffer, string> {
    return isRowKey(key) ? this.#rows : this.#values
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
        if (value === undefined) this.#in(key).removeSync(key)
        else this.#put(key, value)
      }
      for (const [key, pace] of dirty) this.#outbox.putSync(`${pace}/${key}`, position.change)
      this.#meta.putSync(POSITION_KEY, position)
    })
    // not before: who asks meanwhile must not be told what the outbox does not show yet
    for (const [key, value] of all) {
      this.#hotOf(key).set(key, value ?? ABSENT)
    }
    this.#position = position
  }

  /** The first keys of a pace that the store has not got yet: rows of zones, or all others. Ask {@link betweenCommits}. */
  pending(pace: Pace, what: 'zones' | 'others', limit: number): OutboxLine[] {
    const out: OutboxLine[] = []
    const zones = `${pace}/zone/`
    // no other key that the store gets comes behind those of zones
    const range = what === 'zones' ? { start: zones, end: zones + AFTER } : { start: `${pace}/`, end: zones }
    for (const { key, value } of this.#outbox.getRange({ ...range, limit })) {
      out.push({ key: key.slice(pace.length + 1), change: value })
    }
    return out
  }

  /** How many keys wait for the store. */
  get outboxSize(): number {
    return (this.#outbox.getStats() as { entryCount: number }).entryCount
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
      for (const { key, change } of lines) {
        const isDueAgain = this.#doubtful.written(pace, key, againMs)
        if (this.#outbox.get(`${pace}/${key}`) !== change) continue
        this.#outbox.removeSync(`${pace}/${key}`)
        if (!isDueAgain && forget(key)) {
          this.#in(key).removeSync(key)
          this.#hot.delete(key)
        }
      }
    })
  }

  /** Keys of a write of which nobody knows what became of it: once they are written, they will be written once more. */
  async doubt(pace: Pace, keys: readonly string[]): Promise<void> {
    await this.#root.transaction(() => this.#doubtful.add(pace, keys))
  }

  /** Puts keys that were in doubt into the outbox again, where their time has come. */
  async markDoubtful(nowMs: number): Promise<void> {
    if (!this.#doubtful.isDue(nowMs)) return
    const { change } = this.#position
    await this.#root.transaction(() => {
      for (const line of this.#doubtful.takeDue(nowMs)) {
        if (this.#outbox.get(line) === undefined) this.#outbox.putSync(line, change)
      }
    })
  }

  /** Removes values under `prefix` up to (not including) `prefix + end`, at most `limit`, except those the store still waits for. */
  async expire(prefix: string, end: string, limit: number, paces: readonly Pace[]): Promise<number> {
    const keys: string[] = []
    for (const key of this.#in(prefix).getKeys({ start: prefix, end: prefix + end, limit })) {
      if (!paces.some((pace) => this.#outbox.doesExist(`${pace}/${key}`))) keys.push(key)
    }
    if (keys.length === 0) return 0
    await this.#root.transaction(() => {
      for (const key of keys) this.#in(key).removeSync(key)
    })
    for (const key of keys) this.#hotOf(key).delete(key)
    return keys.length
  }

  /** Keys under a prefix, in order, from `after` on. */
  keys(prefix: string, after: string, limit: number): string[] {
    return [...this.#in(prefix).getKeys({ start: after === '' ? prefix : `${after}\0`, end: prefix + AFTER, limit })]
  }

  async remove(keys: readonly string[]): Promise<void> {
    await this.#root.transaction(() => {
      for (const key of keys) this.#values.removeSync(key)
    })
    for (const key of keys) this.#hot.delete(key)
  }

  async close(): Promise<void> {
    await this.#root.close()
  }
}

/** The state is known not to have the value. */
const ABSENT = Symbol('absent')

const STATION = 'station/'
/** Where what hardly ever changes of a station lies. */
const restKey = (key: string): string => `station-rest/${key.slice(STATION.length)}`

function unpacked(bytes: Buffer | undefined, unpack: (bytes: Buffer) => unknown): unknown {
  return bytes === undefined ? undefined : unpack(bytes)
}

const isRowKey = (key: string): boolean => key.startsWith('row/') || key.startsWith('zone/')

function difference(known: StateIdentity, wanted: StateIdentity): string | undefined {
  if (known.realm !== wanted.realm) return `the state is of realm ${known.realm}, the log of ${wanted.realm}`
  if (known.logId !== wanted.logId) return `the state was made from log ${known.logId}, this is log ${wanted.logId}`
  if (known.partition !== wanted.partition)
    return `the state is of partition ${known.partition}, not ${wanted.partition}`
  return known.fields.join() === wanted.fields.join() ? undefined : 'the state was made with another KPI catalogue'
}
