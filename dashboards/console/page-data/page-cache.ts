import type { PageData } from '../page/wire.d.ts'

/** Ranges times the few zone choices that people look at together. */
const MOST_ENTRIES = 32

interface Entry {
  readonly change: number
  readonly madeAt: number
  readonly data: Promise<PageData>
}

/**
 * One computation for all browsers that look at the same range and zones: kept until the next change of figures, and
 * never longer than `maxAgeMs`; who asks while it is being computed waits for the same one.
 */
export class PageCache {
  readonly #entries = new Map<string, Entry>()
  readonly #maxAgeMs: number

  constructor(maxAgeMs = 5000) {
    this.#maxAgeMs = maxAgeMs
  }

  get(key: string, change: number, nowMs: number, make: () => Promise<PageData>): Promise<PageData> {
    const kept = this.#entries.get(key)
    if (kept !== undefined && kept.change === change && Math.abs(nowMs - kept.madeAt) < this.#maxAgeMs) return kept.data
    const entry: Entry = { change, madeAt: nowMs, data: make() }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    const oldest = this.#entries.keys().next().value
    if (this.#entries.size > MOST_ENTRIES && oldest !== undefined) this.#entries.delete(oldest)
    // a failure is nobody's answer but of those who waited for it; nor is one with panels still to come
    const forget = () => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
    }
    entry.data.then((data) => {
      if (Object.values(data.panels).some((panel) => panel.kind === 'pending')) forget()
    }, forget)
    return entry.data
  }
}
