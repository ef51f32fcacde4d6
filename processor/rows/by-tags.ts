import { Recent } from '../../contract/mod.ts'

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
    return new ByTags(alone(tags), [value])
  }

  /** Lists of one length; neither may be changed afterwards. */
  static from<T>(labels: readonly string[], values: readonly T[]): ByTags<T> {
    if (labels.length === 0) return noTags()
    return labels.length === 1 ? ByTags.of(labels[0] as string, values[0] as T) : new ByTags(labels, values)
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
    // nearly always the first: and a list made longer than it was would keep room for more
    if (this.labels.length === 0) return ByTags.of(tags, value)
    const at = this.labels.indexOf(tags)
    if (at < 0) return new ByTags([...this.labels, tags], [...this.values, value])
    if (this.labels.length === 1) return new ByTags(this.labels, [value])
    return new ByTags(this.labels, this.values.with(at, value))
  }
}

/** Lists of one label, each made once. */
const aloneOf = new Recent<readonly string[]>(100_000)

function alone(tags: string): readonly string[] {
  let list = aloneOf.get(tags)
  if (list === undefined) {
    list = [tags]
    aloneOf.set(tags, list)
  }
  return list
}

const NOTHING = new ByTags<never>([], [])

export function noTags<T>(): ByTags<T> {
  return NOTHING as unknown as ByTags<T>
}
