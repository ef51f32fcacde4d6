/** Those who wait for the log to grow, in this process. Each is woken once; an aborted one leaves at once. */
export class Waiters {
  readonly #waiting = new Set<() => void>()
  #wakes = 0

  /** How often {@link wake} was called. */
  get wakes(): number {
    return this.#wakes
  }

  /** Resolves at the next {@link wake}, when `signal` aborts, or after `timeoutMs` (absent: no such limit). */
  wait(signal: AbortSignal, timeoutMs?: number): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.add(done)
      signal.addEventListener('abort', done, { once: true })
      if (timeoutMs !== undefined) timer = setTimeout(done, timeoutMs)
    })
  }

  wake(): void {
    this.#wakes += 1
    for (const done of [...this.#waiting]) done()
  }
}
