import type { Level } from '../contract/mod.ts'
import type { Newest } from './rows/amendments.ts'
import { NEWEST_KEY } from './state/keys.ts'
import type { Draft } from './state/view.ts'

/** The newest window of each level that has any row. */
export class NewestWindows {
  readonly #draft: Draft
  readonly #starts: Partial<Record<Level, number>>
  #isChanged = false

  constructor(draft: Draft) {
    this.#draft = draft
    this.#starts = { ...draft.get<Newest>(NEWEST_KEY) }
  }

  note(level: Level, t: number): void {
    if (t <= (this.#starts[level] ?? Number.NEGATIVE_INFINITY)) return
    this.#starts[level] = t
    this.#isChanged = true
  }

  put(): void {
    if (this.#isChanged) this.#draft.put(NEWEST_KEY, this.#starts)
  }
}
