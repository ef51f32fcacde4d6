import type { Database, RootDatabase } from 'lmdb'
import type { Pace } from '../pace.ts'
import { DoubtfulKeys } from './doubtful-keys.ts'
import { FineLine } from './fine-line.ts'
import { isFineRows } from './keys.ts'
import { AFTER } from './stored-values.ts'

/** Keys that wait together. */
export interface OutboxLine {
  readonly line: string
  readonly keys: readonly string[]
  /** Number of the commit that made it dirty last; undefined: it is of one commit, and what has changed since is in another line. */
  readonly change: number | undefined
}

/**
 * Keys that the store has not got yet: of rows of 10 s many in one line, see `fine-line.ts`, any other alone as `pace/key`. What
 * changes anything is to be called inside a transaction.
 */
export class Outbox {
  readonly #lines: Database<number | readonly string[], string>
  readonly #doubtful: DoubtfulKeys
  /** Keys in lines of several, beyond one for each line. */
  #more = 0

  constructor(root: RootDatabase) {
    this.#lines = root.openDB<number | readonly string[], string>({ name: 'outbox' })
    this.#doubtful = new DoubtfulKeys(root.openDB<number, string>({ name: 'doubtful' }))
    for (const line of this.#lines.getKeys(FineLine.RANGE)) {
      if (FineLine.is(line)) this.#more += FineLine.sizeOf(line) - 1
    }
  }

  add(dirty: ReadonlyMap<string, Pace>, change: number): void {
    const fine = new FineLine(change)
    for (const [key, pace] of dirty) if (!fine.takes(key, pace)) this.#lines.putSync(`${pace}/${key}`, change)
    for (const [line, stations] of fine.lines()) {
      this.#lines.putSync(line, stations)
      this.#more += stations.length - 1
    }
  }

  /** The first lines of a pace with about `limit` keys: rows of zones, or all others. */
  pending(pace: Pace, what: 'zones' | 'others', limit: number): OutboxLine[] {
    const out: OutboxLine[] = []
    const zones = `${pace}/zone/`
    // no other key that the store gets comes behind those of zones
    const range = what === 'zones' ? { start: zones, end: zones + AFTER } : { start: `${pace}/`, end: zones }
    let keys = 0
    for (const { key: line, value } of this.#lines.getRange({ ...range, limit })) {
      const each =
        typeof value === 'number'
          ? { line, keys: [line.slice(pace.length + 1)], change: value }
          : { line, keys: FineLine.keysOf(line, value), change: undefined }
      out.push(each)
      keys += each.keys.length
      if (keys >= limit) break
    }
    return out
  }

  /** How many keys wait, those in two lines twice. */
  get size(): number {
    const { entryCount } = this.#lines.getStats() as { entryCount: number }
    return entryCount === 0 ? 0 : entryCount + this.#more
  }

  has(key: string, paces: readonly Pace[]): boolean {
    if (paces.some((pace) => this.#lines.doesExist(`${pace}/${key}`))) return true
    if (!isFineRows(key)) return false
    for (const { key: line, value } of this.#lines.getRange(FineLine.rangeOf(key))) {
      if (typeof value !== 'number' && FineLine.keysOf(line, value).includes(key)) return true
    }
    return false
  }

  /**
   * Clears what was written, where it has not changed since. Keys that were in doubt are due again at `againMs`.
   * @returns the keys cleared that will not be written once more
   */
  written(pace: Pace, lines: readonly OutboxLine[], againMs: number): string[] {
    const done: string[] = []
    for (const { line, keys, change } of lines) {
      const settled = keys.filter((key) => !this.#doubtful.written(pace, key, againMs))
      if (change === undefined) this.#more -= keys.length - 1
      else if (this.#lines.get(line) !== change) continue
      this.#lines.removeSync(line)
      done.push(...settled)
    }
    return done
  }

  doubt(pace: Pace, keys: readonly string[]): void {
    this.#doubtful.add(pace, keys)
  }

  hasDoubtful(nowMs: number): boolean {
    return this.#doubtful.isDue(nowMs)
  }

  /** Keys that were in doubt are there again, where their time has come. */
  addDoubtful(nowMs: number, change: number): void {
    for (const line of this.#doubtful.takeDue(nowMs)) {
      if (this.#lines.get(line) === undefined) this.#lines.putSync(line, change)
    }
  }
}
