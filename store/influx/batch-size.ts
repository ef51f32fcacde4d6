import { MOST_LINES } from './write-lines.ts'

/** Fewer lines in one request help no server: its own cost of a request outweighs them. */
const FEWEST_LINES = 100
const GROWTH = 1.1

/**
 * How many lines a request holds. A server that does not finish 5,000 lines in its time will not finish them the next
 * time either: half as many then, and slowly more again while it keeps up.
 */
export class BatchSize {
  #lines = MOST_LINES

  get lines(): number {
    return this.#lines
  }

  /** After a request of this many lines took too long or was too large. */
  shrink(lines: number): void {
    this.#lines = Math.max(FEWEST_LINES, Math.floor(Math.min(this.#lines, lines) / 2))
  }

  grow(): void {
    this.#lines = Math.min(MOST_LINES, Math.ceil(this.#lines * GROWTH))
  }
}
