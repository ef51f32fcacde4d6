import type { PanelData } from '../page/wire.d.ts'

/** Panels times the choices that {@link PageCache} keeps. */
const MOST_ENTRIES = 400

interface Entry {
  running?: Promise<PanelData>
  /** Last finished answer, and the start of the time it is for. */
  done?: { readonly data: PanelData; readonly from: number }
}

/**
 * Lets no panel hold up the page: one whose question takes longer than `patienceMs` (a ranking over 30,000 cells) is
 * answered with what it was before, if that is for the same time, else as `pending`; the question runs on, once, and
 * its answer is there for the next who ask.
 */
export class PanelKeeper {
  readonly #entries = new Map<string, Entry>()
  readonly #patienceMs: number

  constructor(patienceMs = 800) {
    this.#patienceMs = patienceMs
  }

  async get(key: string, from: number, make: () => Promise<PanelData>): Promise<PanelData> {
    const entry = this.#entries.get(key) ?? {}
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    const oldest = this.#entries.keys().next().value
    if (this.#entries.size > MOST_ENTRIES && oldest !== undefined) this.#entries.delete(oldest)

    entry.running ??= make()
      .then((data) => {
        entry.done = { data, from }
        return data
      })
      .finally(() => {
        delete entry.running
      })
    const late = Symbol('late')
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<typeof late>((resolve) => {
      timer = setTimeout(() => resolve(late), this.#patienceMs)
    })
    // whoever waits hears of a failure; a question that nobody waits for any more fails in silence
    entry.running.catch(() => undefined)
    try {
      const first = await Promise.race([entry.running, patience])
      if (first !== late) return first
    } finally {
      clearTimeout(timer)
    }
    return entry.done?.from === from ? entry.done.data : { kind: 'pending' }
  }
}
