import { HORIZON_MS } from '../contract/mod.ts'
import type { EnteringFact } from './rows/amend.ts'
import type { EnteringFacts } from './rows/enter-facts.ts'
import { floorToSecond } from './timeline/evidence.ts'

/** Half of the shortest horizon. */
export const MAY_WAIT_MS = Math.min(...Object.values(HORIZON_MS)) / 2

/** Facts of open windows, by station and cell, that are not in their rows yet. */
export class WaitingFacts {
  readonly #stations = new Map<string, Map<string, EnteringFact[]>>()
  #size = 0
  #enterBy = Number.POSITIVE_INFINITY

  /** How many wait. */
  get size(): number {
    return this.#size
  }

  /** The realm clock must not pass this while facts wait: their windows must not become final [epoch ms]. */
  get enterBy(): number {
    return this.#enterBy
  }

  has(station: string): boolean {
    return this.#stations.has(station)
  }

  add(station: string, facts: ReadonlyMap<string, EnteringFact>): void {
    let cells = this.#stations.get(station)
    if (cells === undefined) {
      cells = new Map()
      this.#stations.set(station, cells)
    }
    for (const [cell, fact] of facts) {
      const list = cells.get(cell)
      if (list === undefined) cells.set(cell, [fact])
      else list.push(fact)
      this.#enterBy = Math.min(this.#enterBy, fact.fact.endMs + MAY_WAIT_MS)
    }
    this.#size += facts.size
  }

  /** Those of one station, or of all. */
  of(station?: string): readonly (readonly [station: string, facts: EnteringFacts])[] {
    if (station === undefined) return [...this.#stations]
    const facts = this.#stations.get(station)
    return facts === undefined ? [] : [[station, facts]]
  }

  /** They are in their rows: those of one station, or of all. */
  forget(station?: string): void {
    if (station === undefined) this.#stations.clear()
    else this.#stations.delete(station)
    this.#size = 0
    for (const cells of this.#stations.values()) for (const facts of cells.values()) this.#size += facts.length
    if (this.#size === 0) this.#enterBy = Number.POSITIVE_INFINITY
  }
}

/** End of the last report of a cell that waits [epoch ms, whole seconds]; 0 without any. */
export function latestEnd(facts: readonly EnteringFact[] | undefined): number {
  let end = 0
  for (const { fact } of facts ?? []) end = Math.max(end, fact.endMs)
  return floorToSecond(end)
}
