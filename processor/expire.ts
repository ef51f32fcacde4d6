import { HORIZON_MS, LEVEL_MS, LEVELS, LONGEST_HORIZON_MS } from '../contract/mod.ts'
import { readClock } from './clock.ts'
import type { Pace } from './pace.ts'
import { timeKey } from './state/keys.ts'
import type { LmdbState } from './state/lmdb-state.ts'

const EVERY_MS = 30_000
/** Of one kind at once, so that the rest of the process gets its turn. */
const MOST_KEYS = 20_000
const MOST_SEEN = 2000
const ALL_PACES: readonly Pace[] = ['side', 'amended', ...LEVELS]
/** What is kept for as long as any figure may change. */
const BY_TIME = [
  'reports/',
  'totals/',
  'total/',
  'evidence/',
  'samples/',
  'ue/',
  'alarm-words/',
  'outages/',
  'refused/',
]

/** Lets go of what no figure can need any more: rows behind their horizon, evidence and seqs behind the longest one. */
export class Expiry {
  readonly #state: LmdbState
  readonly #now: () => number
  readonly #everyMs: number
  #ranAt = 0
  #seenCursor = ''

  constructor(state: LmdbState, now: () => number, everyMs = EVERY_MS) {
    this.#state = state
    this.#now = now
    this.#everyMs = everyMs
  }

  get isDue(): boolean {
    return this.#now() - this.#ranAt >= this.#everyMs
  }

  async run(): Promise<void> {
    this.#ranAt = this.#now()
    const { realmMs } = readClock(this.#state)
    for (const level of LEVELS) {
      // an hour more, so that a row is not made again from the log at the first late word
      const before = timeKey(Math.max(0, realmMs - HORIZON_MS[level] - LEVEL_MS[level] - 3_600_000))
      await this.#state.expire(`row/${level}/`, before, MOST_KEYS, ALL_PACES)
      await this.#state.expire(`zone/${level}/`, before, MOST_KEYS, ALL_PACES)
    }
    const limit = timeKey(Math.max(0, realmMs - LONGEST_HORIZON_MS - 2 * 86_400_000))
    for (const prefix of BY_TIME) await this.#state.expire(prefix, limit, MOST_KEYS, [])
    await this.#seen(realmMs - LONGEST_HORIZON_MS - 86_400_000)
  }

  /** Seqs are not in the order of time: a few of them each time, round and round. */
  async #seen(beforeMs: number): Promise<void> {
    const keys = this.#state.keys('seen/', this.#seenCursor, MOST_SEEN)
    this.#seenCursor = keys.length < MOST_SEEN ? '' : (keys.at(-1) as string)
    const old = keys.filter((key) =>
      (this.#state.look<readonly (readonly number[])[]>(key) ?? []).every((line) => (line[3] ?? 0) < beforeMs),
    )
    if (old.length > 0) await this.#state.remove(old)
  }
}
