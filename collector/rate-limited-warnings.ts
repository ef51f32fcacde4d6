import type { Logger } from './logger.ts'

/** The same warning at most once in this time [ms], with how many were left out: one bad station must not fill the disk. */
const PERIOD_MS = 60_000

/** Warnings about what others do to us, by reason. */
export class RateLimitedWarnings<Reason extends string> {
  readonly #logger: Logger
  readonly #now: () => number
  readonly #told = new Map<Reason, { at: number; leftOut: number }>()

  constructor(logger: Logger, now: () => number) {
    this.#logger = logger
    this.#now = now
  }

  /** @param reason one of few: each is remembered */
  warn(reason: Reason, fields: object, message: string): void {
    const at = this.#now()
    const before = this.#told.get(reason)
    if (before && at - before.at < PERIOD_MS) {
      before.leftOut += 1
      return
    }
    const leftOut = before?.leftOut ?? 0
    this.#told.set(reason, { at, leftOut: 0 })
    this.#logger.warn({ reason, ...fields, ...(leftOut > 0 ? { leftOut } : {}) }, message)
  }
}
