import { Recent } from './recent.ts'

/**
 * Names in one order. Stations tell always the same, and of all reports that do this is one object: what follows from names alone
 * is worked out once for each of them, see {@link orderOf}.
 */
export class NameOrder {
  readonly names: readonly string[]
  readonly #places: ReadonlyMap<string, number>

  private constructor(names: readonly string[]) {
    this.names = names
    this.#places = new Map(names.map((name, place) => [name, place]))
  }

  static readonly #lately = new Recent<NameOrder>(512)

  /** The one order of these names, each given once. */
  static of(names: readonly string[]): NameOrder {
    const key = names.join(' ')
    let order = NameOrder.#lately.get(key)
    if (order === undefined) {
      order = new NameOrder(names)
      NameOrder.#lately.set(key, order)
    }
    return order
  }

  /** Undefined where the name is not one of these. */
  place(name: string): number | undefined {
    return this.#places.get(name)
  }
}

/** Numbers by name, as a Map has them, but that their names are those of an order. Never changed once they are made. */
export class NamedValues implements ReadonlyMap<string, number> {
  readonly order: NameOrder
  readonly numbers: readonly number[]

  /** @param numbers one for each name */
  constructor(order: NameOrder, numbers: readonly number[]) {
    this.order = order
    this.numbers = numbers
  }

  get size(): number {
    return this.numbers.length
  }

  get(name: string): number | undefined {
    const place = this.order.place(name)
    return place === undefined ? undefined : this.numbers[place]
  }

  has(name: string): boolean {
    return this.order.place(name) !== undefined
  }

  keys(): MapIterator<string> {
    return this.order.names.values()
  }

  values(): MapIterator<number> {
    return this.numbers.values()
  }

  *entries(): MapIterator<[string, number]> {
    for (const [place, name] of this.order.names.entries()) yield [name, this.numbers[place] as number]
  }

  [Symbol.iterator](): MapIterator<[string, number]> {
    return this.entries()
  }

  forEach(each: (value: number, name: string, map: ReadonlyMap<string, number>) => void): void {
    for (const [name, value] of this.entries()) each(value, name, this)
  }
}

export function orderOf(values: ReadonlyMap<string, number>): NameOrder {
  return values instanceof NamedValues ? values.order : NameOrder.of([...values.keys()])
}

/** In the order of {@link orderOf}. */
export function numbersOf(values: ReadonlyMap<string, number>): readonly number[] {
  return values instanceof NamedValues ? values.numbers : [...values.values()]
}
