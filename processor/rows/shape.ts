import type { FieldName, PartKind } from '../../contract/mod.ts'
import { LAYOUT, type Slot } from './layout.ts'

/**
 * Which slots some parts have, and where each lies in their values. A station reports always the same counters, so there are
 * few shapes, each made once: two values of one shape are added place by place, and a slot nobody reports costs nothing.
 */
export class Shape {
  /** In the order of the layout. */
  readonly slots: readonly Slot[]
  readonly size: number
  readonly fields: readonly FieldName[]
  /** Places (in the values) that are weighed by sub-carrier spacing. */
  readonly weighedByScs: readonly number[]
  /** All kinds are `sum`. */
  readonly isAdditive: boolean
  /** Of each place. */
  readonly kinds: readonly PartKind[]
  /** Places of kind `sum`, and all others. */
  readonly sums: Int32Array
  readonly extremes: Int32Array
  readonly #starts: Int32Array
  readonly #zeros: number[]
  readonly #flatZeros: number[]
  readonly #unions = new Map<Shape, Shape>()
  readonly #places = new Map<Shape, Int32Array>()

  private constructor(slots: readonly Slot[]) {
    this.slots = slots
    this.#starts = new Int32Array(LAYOUT.slots.length).fill(-1)
    const weighed: number[] = []
    let size = 0
    for (const slot of slots) {
      this.#starts[slot.index] = size
      for (const place of slot.weighedByScs) weighed.push(size + place)
      size += slot.fields.length
    }
    this.size = size
    this.kinds = slots.flatMap((slot) => slot.kinds)
    const places = [...this.kinds.keys()]
    this.sums = Int32Array.from(places.filter((place) => this.kinds[place] === 'sum'))
    this.extremes = Int32Array.from(places.filter((place) => this.kinds[place] !== 'sum'))
    this.#zeros = neutral(this.kinds)
    this.#flatZeros = neutral(this.kinds.map(() => 'sum'))
    this.fields = slots.flatMap((slot) => slot.fields)
    this.weighedByScs = weighed
    this.isAdditive = slots.every((slot) => slot.isAdditive)
  }

  static readonly #known = new Map<string, Shape>()

  /** The one shape of these slots, each given once. */
  static of(slots: readonly Slot[]): Shape {
    const sorted = [...slots].sort((a, b) => a.index - b.index)
    const key = sorted.map((slot) => slot.index).join()
    let shape = Shape.#known.get(key)
    if (shape === undefined) {
      shape = new Shape(sorted)
      Shape.#known.set(key, shape)
    }
    return shape
  }

  /** New values, all neutral: 0, or none (NaN) for a greatest or least value. */
  zeros(): number[] {
    return this.#zeros.slice()
  }

  /** New values of a zone, all 0: there greatest values add up too. */
  flatZeros(): number[] {
    return this.#flatZeros.slice()
  }

  /** Where the slot's values begin; −1 where it is not there. */
  start(slot: Slot): number {
    return this.#starts[slot.index] as number
  }

  has(slot: Slot): boolean {
    return this.start(slot) >= 0
  }

  /** The shape with the slots of both. */
  union(other: Shape): Shape {
    if (other === this) return this
    let union = this.#unions.get(other)
    if (union === undefined) {
      union = Shape.of([...this.slots, ...other.slots.filter((slot) => !this.has(slot))])
      this.#unions.set(other, union)
    }
    return union
  }

  /** For each value of this shape its place in `wider`, which has all its slots. */
  placesIn(wider: Shape): Int32Array {
    let places = this.#places.get(wider)
    if (places === undefined) {
      places = new Int32Array(this.size)
      for (const slot of this.slots) {
        const from = this.start(slot)
        const to = wider.start(slot)
        for (let i = 0; i < slot.fields.length; i++) places[from + i] = to + i
      }
      this.#places.set(wider, places)
    }
    return places
  }
}

/** Neutral values that the engine keeps as doubles from the first, so that no sum changes their kind. */
function neutral(kinds: readonly PartKind[]): number[] {
  const out = kinds.map(() => 0.5)
  kinds.forEach((kind, i) => {
    out[i] = kind === 'sum' ? 0 : Number.NaN
  })
  return out
}

export const NO_SLOTS = Shape.of([])
