import { Recent } from '../../contract/mod.ts'
import { isFineRows } from './keys.ts'

/** Values kept decoded: at least so many, and for each station what its reports touch, twice over; and of rows of 10 s half of that. */
const HOT_LEAST = 50_000
const HOT_PER_STATION = 40
const FINE_SHARE = 2

/** The state is known not to have the value. */
export const ABSENT = Symbol('absent')

/** Values decoded, by key: rows of 10 s are asked for by the store once, soon, and then hardly ever: they stay until it has them, and take no place from others. */
export class HotValues {
  readonly #isFixed: boolean
  readonly #most: Recent<unknown>
  readonly #fine: Recent<unknown>

  /** @param entries undefined: as many as the fleet needs, see {@link fit} */
  constructor(entries: number | undefined) {
    this.#isFixed = entries !== undefined
    this.#most = new Recent<unknown>(entries ?? HOT_LEAST)
    this.#fine = new Recent<unknown>((entries ?? HOT_LEAST) / FINE_SHARE)
  }

  /** Unless a number was given, keeps what so many stations need from one report to the next. */
  fit(stations: number): void {
    if (this.#isFixed) return
    const entries = Math.max(HOT_LEAST, stations * HOT_PER_STATION)
    this.#most.resize(entries)
    this.#fine.resize(entries / FINE_SHARE)
  }

  get size(): number {
    return this.#most.size + this.#fine.size
  }

  /** undefined: nobody knows. */
  get(key: string): unknown {
    return this.#of(key).get(key)
  }

  set(key: string, value: unknown): void {
    this.#of(key).set(key, value ?? ABSENT)
  }

  /** The store has a value: of the rows of 10 s hardly one is asked for again. */
  written(key: string): void {
    if (isFineRows(key)) this.#fine.delete(key)
  }

  delete(key: string): void {
    this.#of(key).delete(key)
  }

  #of(key: string): Recent<unknown> {
    return isFineRows(key) ? this.#fine : this.#most
  }
}
