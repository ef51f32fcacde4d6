import type { PanelData } from '../page/wire.d.ts'
import { moveOn } from './move-on.ts'

/** Panels times the choices that {@link PageCache} keeps. */
const MOST_ENTRIES = 400
/** An answer stands in for a newer one for so long. */
const STANDS_MS = 30_000

interface Answer {
  readonly data: PanelData
  /** Start of the time it is for [epoch ms]. */
  readonly from: number
  /** By the server's clock [epoch ms]. */
  readonly madeAt: number
}

interface Entry {
  running?: Promise<Answer>
  /** The last one finished. */
  done?: Answer
}

/**
 * Lets no panel hold up the page: one whose question takes longer than `patienceMs` (a ranking over 30,000 cells, or any while
 * the process has much to count) is answered with what it was a moment ago, else as `pending`; the question runs on, once, and
 * its answer is there for the next who ask.
 */
export class PanelKeeper {
  readonly #entries = new Map<string, Entry>()
  readonly #now: () => number
  readonly #patienceMs: number

  constructor(now: () => number, patienceMs = 800) {
    this.#now = now
    this.#patienceMs = patienceMs
  }

  async get(
    key: string,
    time: { readonly from: number; readonly stepMs: number },
    make: () => Promise<PanelData>,
  ): Promise<PanelData> {
    const entry = this.#entries.get(key) ?? {}
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    const oldest = this.#entries.keys().next().value
    if (this.#entries.size > MOST_ENTRIES && oldest !== undefined) this.#entries.delete(oldest)

    entry.running ??= make()
      .then((data) => {
        entry.done = { data, from: time.from, madeAt: this.#now() }
        return entry.done
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
    let answer: Answer | undefined
    try {
      const first = await Promise.race([entry.running, patience])
      answer = first === late ? entry.done : first
    } finally {
      clearTimeout(timer)
    }
    if (answer === undefined || this.#now() - answer.madeAt > STANDS_MS) return { kind: 'pending' }
    // asked for by who came a window earlier, perhaps
    return moveOn(answer.data, Math.round((time.from - answer.from) / time.stepMs))
  }
}
