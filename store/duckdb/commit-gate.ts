/**
 * Never lets text be read while a transaction that adds text ends. DuckDB then moves the young segment to which rows are added into
 * a larger one, and who reads text out of it meanwhile gets other bytes (seen with 1.5.6, in one of four new files; numbers stay
 * whole). Readers are side by side; a commit waits for those under way, and those that come meanwhile wait for it.
 */
export class CommitGate {
  #readers = 0
  #commit: Promise<void> | undefined
  #onLastRead: (() => void) | undefined

  async read<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#commit !== undefined) await this.#commit
    this.#readers++
    try {
      return await work()
    } finally {
      if (--this.#readers === 0) this.#onLastRead?.()
    }
  }

  /** One at a time: the caller sees to it. */
  async commit(work: () => Promise<void>): Promise<void> {
    const committing = this.#afterReads(work)
    this.#commit = committing.catch(() => undefined)
    try {
      await committing
    } finally {
      this.#commit = undefined
    }
  }

  async #afterReads(work: () => Promise<void>): Promise<void> {
    if (this.#readers > 0) {
      await new Promise<void>((resolve) => {
        this.#onLastRead = resolve
      })
      this.#onLastRead = undefined
    }
    await work()
  }
}
