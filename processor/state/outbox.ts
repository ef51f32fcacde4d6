import type { Database, RootDatabase } from 'lmdb'
import type { Pace } from '../pace.ts'
import { DoubtfulKeys } from './doubtful-keys.ts'
import { AFTER } from './stored-values.ts'

export interface OutboxLine {
  readonly key: string
  /** Number of the commit that made it dirty. */
  readonly change: number
}

/** Keys that the store has not got yet, as `pace/key`. What changes anything is to be called inside a transaction. */
export class Outbox {
  readonly #lines: Database<number, string>
  readonly #doubtful: DoubtfulKeys

  constructor(root: RootDatabase) {
    this.#lines = root.openDB<number, string>({ name: 'outbox' })
    this.#doubtful = new DoubtfulKeys(root.openDB<number, string>({ name: 'doubtful' }))
  }

  add(dirty: ReadonlyMap<string, Pace>, change: number): void {
    for (const [key, pace] of dirty) this.#lines.putSync(`${pace}/${key}`, change)
  }

  /** The first keys of a pace: rows of zones, or all others. */
  pending(pace: Pace, what: 'zones' | 'others', limit: number): OutboxLine[] {
    const out: OutboxLine[] = []
    const zones = `${pace}/zone/`
    // no other key that the store gets comes behind those of zones
    const range = what === 'zones' ? { start: zones, end: zones + AFTER } : { start: `${pace}/`, end: zones }
    for (const { key, value } of this.#lines.getRange({ ...range, limit })) {
      out.push({ key: key.slice(pace.length + 1), change: value })
    }
    return out
  }

  get size(): number {
    return (this.#lines.getStats() as { entryCount: number }).entryCount
  }

  has(key: string, paces: readonly Pace[]): boolean {
    return paces.some((pace) => this.#lines.doesExist(`${pace}/${key}`))
  }

  /**
   * Clears what was written, where it has not changed since. Keys that were in doubt are due again at `againMs`.
   * @returns the keys cleared that will not be written once more
   */
  written(pace: Pace, lines: readonly OutboxLine[], againMs: number): string[] {
    const done: string[] = []
    for (const { key, change } of lines) {
      const isDueAgain = this.#doubtful.written(pace, key, againMs)
      if (this.#lines.get(`${pace}/${key}`) !== change) continue
      this.#lines.removeSync(`${pace}/${key}`)
      if (!isDueAgain) done.push(key)
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
