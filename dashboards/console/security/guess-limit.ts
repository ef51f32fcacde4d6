/**
 * Bounds guessing at the sign-in form: at most `limit` wrong tokens in `windowMs`, whoever sends them; afterwards every
 * try is refused unread until the window is over. Who is signed in, or sends the token in a header, is not affected.
 */
export class GuessLimit {
  readonly #limit: number
  readonly #windowMs: number
  #since = Number.NEGATIVE_INFINITY
  #wrong = 0

  constructor(limit = 20, windowMs = 60_000) {
    this.#limit = limit
    this.#windowMs = windowMs
  }

  isExhausted(nowMs: number): boolean {
    return nowMs - this.#since < this.#windowMs && this.#wrong >= this.#limit
  }

  countWrong(nowMs: number): void {
    if (nowMs - this.#since >= this.#windowMs) {
      this.#since = nowMs
      this.#wrong = 0
    }
    this.#wrong++
  }
}
