/** Which positions of a row are delivered: acknowledgements may come in any order, and nearly come in order. */
export class DeliveryMarks {
  #firstUnacked = 0
  readonly #ahead = new Set<number>()

  get firstUnacked(): number {
    return this.#firstUnacked
  }

  isAcked(position: number): boolean {
    return position < this.#firstUnacked || this.#ahead.has(position)
  }

  acked(position: number): void {
    if (position < this.#firstUnacked) return
    this.#ahead.add(position)
    while (this.#ahead.delete(this.#firstUnacked)) this.#firstUnacked++
  }

  /** Nothing before `position` is to be delivered any more. */
  skipTo(position: number): void {
    while (this.#firstUnacked < position) this.#ahead.delete(this.#firstUnacked++)
    while (this.#ahead.delete(this.#firstUnacked)) this.#firstUnacked++
  }
}
