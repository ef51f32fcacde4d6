/**
 * Values by tag set, in the order in which the sets came. Nearly every window has one set or none, and there are very many
 * windows: so it is two short lists and not a Map. Never changed once it is made.
 */
export class ByTags<T> {
  readonly labels: readonly string[]
  readonly values: readonly T[]

  constructor(labels: readonly string[], values: readonly T[]) {
    this.labels = labels
    this.values = values
  }

  static of<T>(tags: string, value: T): ByTags<T> {
    return new ByTags([tags], [value])
  }

  get size(): number {
    return this.labels.length
  }

  get(tags: string): T | undefined {
    const { labels } = this
    for (let i = 0; i < labels.length; i++) if (labels[i] === tags) return this.values[i]
    return undefined
  }

  has(tags: string): boolean {
    return this.labels.includes(tags)
  }

  /** With one value more, or another one. */
  with(tags: string, value: T): ByTags<T> {
    const at = this.labels.indexOf(tags)
    if (at < 0) return new ByTags([...this.labels, tags], [...this.values, value])
    if (this.labels.length === 1) return new ByTags(this.labels, [value])
    return new ByTags(this.labels, this.values.with(at, value))
  }
}

const NOTHING = new ByTags<never>([], [])

export function noTags<T>(): ByTags<T> {
  return NOTHING as unknown as ByTags<T>
}
