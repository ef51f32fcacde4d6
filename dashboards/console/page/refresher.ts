/** What the refresher needs of a browser; a test passes its own. */
export interface Timers {
  set(run: () => void, delayMs: number): number
  clear(timer: number): void
  now(): number
}

/**
 * Runs `load` when asked, never two at once and never twice within `gapMs`: a burst of changes is one request, and the
 * last of them is not lost. Asking `atOnce` (another range, another zone) ends a load under way and starts anew.
 */
export class Refresher {
  readonly #load: (signal: AbortSignal) => Promise<void>
  readonly #timers: Timers
  #gapMs: number
  #running: AbortController | undefined
  #again = false
  #timer: number | undefined
  #lastStart = Number.NEGATIVE_INFINITY

  constructor(load: (signal: AbortSignal) => Promise<void>, timers: Timers, gapMs: number) {
    this.#load = load
    this.#timers = timers
    this.#gapMs = gapMs
  }

  set gapMs(gapMs: number) {
    this.#gapMs = gapMs
  }

  ask(): void {
    if (this.#running !== undefined) {
      this.#again = true
      return
    }
    if (this.#timer !== undefined) return
    const wait = Math.max(0, this.#lastStart + this.#gapMs - this.#timers.now())
    this.#timer = this.#timers.set(() => {
      this.#timer = undefined
      void this.#run()
    }, wait)
  }

  atOnce(): void {
    this.#running?.abort()
    this.#running = undefined
    this.#again = false
    if (this.#timer !== undefined) this.#timers.clear(this.#timer)
    this.#timer = undefined
    void this.#run()
  }

  async #run(): Promise<void> {
    const running = new AbortController()
    this.#running = running
    this.#lastStart = this.#timers.now()
    try {
      await this.#load(running.signal)
    } finally {
      if (this.#running === running) {
        this.#running = undefined
        if (this.#again) {
          this.#again = false
          this.ask()
        }
      }
    }
  }
}

/** Figures of long windows change slowly: a twelfth of the window, 1 s to 30 s. Example: 10 s → 1 s, 1 min → 5 s. */
export function refreshGapMs(stepMs: number): number {
  return Math.min(30_000, Math.max(1000, stepMs / 12))
}
