import type { Schedule } from '../../../collector/schedule.ts'

/** A clock that stands until it is told to go on, and the timers that hang on it. */
export class FakeTime {
  #nowMs: number
  #timers: { at: number; run: () => void }[] = []

  constructor(nowMs = 1_790_000_000_000) {
    this.#nowMs = nowMs
  }

  now = (): number => this.#nowMs

  schedule: Schedule = (afterMs, run) => {
    const timer = { at: this.#nowMs + afterMs, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  get timers(): number {
    return this.#timers.length
  }

  /** Goes on by `ms`, running what falls due in its order; between two timers promises get their turn. */
  async pass(ms: number): Promise<void> {
    const end = this.#nowMs + ms
    await settled()
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.#timers = this.#timers.filter((timer) => timer !== due)
      this.#nowMs = Math.max(this.#nowMs, due.at)
      due.run()
      await settled()
    }
    this.#nowMs = end
  }
}

/** All promises that can go on without time have gone on. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
}
