const FIRST_MS = 500
const LONGEST_MS = 30_000

/** Delays before the next attempt [ms]: exponential with full jitter, so that a fleet does not come back all at once. */
export class BackOff {
  readonly #random: () => number
  #attempts = 0

  constructor(random: () => number) {
    this.#random = random
  }

  nextMs(): number {
    const limit = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#attempts++)
    return Math.floor(this.#random() * limit)
  }

  reset(): void {
    this.#attempts = 0
  }
}
