/** Those who wait for the log to grow, in this process. Each is woken once; an aborted one leaves at once. */
export class Waiters {
  readonly #waiting = new Set<() => void>()

  /** Resolves at the next {@link wake}, or when `signal` aborts. */
  wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.add(done)
      signal.addEventListener('abort', done, { once: true })
    })
  }

  wake(): void {
    for (const done of [...this.#waiting]) done()
  }
}
