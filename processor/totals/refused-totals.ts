import { type Boot, formatBoot } from '../../contract/mod.ts'
import { noteTogether } from '../handlers/refused-together.ts'
import type { Amendments } from '../rows/amendments.ts'
import type { Refusal } from '../rows/refusal.ts'
import type { OnRefused } from './total-facts.ts'

interface Span {
  readonly cell: string
  readonly startMs: number
  /** What cannot be of it now. */
  readonly is: Refusal[]
}

/** What reports of one end and boot say and cannot be, before and after one of them, or of the reports before them, came. */
export class RefusedTotals {
  readonly #spans = new Map<string, Span>()

  readonly before: OnRefused = (cell, startMs) => void this.#at(cell, startMs)

  readonly after: OnRefused = (cell, startMs, refusals) => void this.#at(cell, startMs).is.push(...refusals)

  /** A function of the reports that have come: what was told and is no more is withdrawn. */
  tell(amend: Amendments, station: string, boot: Boot, endMs: number): void {
    for (const { cell, startMs, is } of this.#spans.values()) {
      noteTogether(amend, { station, cell, startMs, endMs, tellers: `totals of ${formatBoot(boot)}` }, is)
    }
  }

  #at(cell: string, startMs: number): Span {
    const key = `${startMs} ${cell}`
    let span = this.#spans.get(key)
    if (span === undefined) {
      span = { cell, startMs, is: [] }
      this.#spans.set(key, span)
    }
    return span
  }
}
