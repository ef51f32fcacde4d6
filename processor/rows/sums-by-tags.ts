import { ByTags } from './by-tags.ts'
import { type Parts, PartsSum } from './parts.ts'

/** Sums by tag set while they are gathered. */
export class SumsByTags {
  readonly #labels: string[] = []
  readonly #sums: PartsSum[] = []

  add(deltas: ByTags<Parts>): void {
    for (let i = 0; i < deltas.size; i++) this.#of(deltas.labels[i] as string).add(deltas.values[i] as Parts)
  }

  /** What was gathered; nothing may be added afterwards. */
  take(): ByTags<Parts> {
    return ByTags.from(
      this.#labels,
      this.#sums.map((sum) => sum.take()),
    )
  }

  #of(tags: string): PartsSum {
    const at = this.#labels.indexOf(tags)
    if (at >= 0) return this.#sums[at] as PartsSum
    const sum = new PartsSum()
    this.#labels.push(tags)
    this.#sums.push(sum)
    return sum
  }
}
