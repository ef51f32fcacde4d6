/** Registers a listener for "some figure changed"; returns how to take it back. */
export type OnChange = (listener: () => void) => () => void

type Listener = (change: number) => void

/**
 * Passes changes on, at most one a second however many come: the first at once, the last of a burst at the end of
 * its second, so that nothing stays unseen.
 */
export class ChangeFeed {
  readonly #minGapMs: number
  readonly #listeners = new Set<Listener>()
  readonly #unsubscribe: () => void
  #timer: NodeJS.Timeout | undefined
  #pending = false
  #change = 0

  constructor(onChange: OnChange, minGapMs = 1000) {
    this.#minGapMs = minGapMs
    this.#unsubscribe = onChange(() => this.#noteChange())
  }

  /** Grows by one with each change passed on; caches are good as long as it stays. */
  get change(): number {
    return this.#change
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#unsubscribe()
    clearTimeout(this.#timer)
    this.#listeners.clear()
  }

  #noteChange(): void {
    if (this.#timer !== undefined) {
      this.#pending = true
      return
    }
    this.#change++
    for (const listener of this.#listeners) listener(this.#change)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (!this.#pending) return
      this.#pending = false
      this.#noteChange()
    }, this.#minGapMs)
    this.#timer.unref()
  }
}
