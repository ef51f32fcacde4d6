import type { PartKind } from '../../contract/mod.ts'
import { extremeOf } from './extremes.ts'
import type { Slot } from './layout.ts'
import { NO_SLOTS, Shape } from './shape.ts'

/**
 * Parts of KPIs, as integers of their smallest units: the values of the slots of a shape, one behind the other. A slot that
 * is not in the shape has nothing, as if all its values were 0 (greatest and least ones NaN). Never changed once they are part of a state.
 */
export interface Parts {
  readonly shape: Shape
  readonly values: readonly number[]
}

export const NO_PARTS: Parts = { shape: NO_SLOTS, values: [] }

/** The same values in a wider shape, as a copy that may be changed. */
function widened({ shape, values }: Parts, wider: Shape): number[] {
  if (shape === wider) return values.slice()
  const out = wider.zeros()
  const places = shape.placesIn(wider)
  for (let i = 0; i < places.length; i++) out[places[i] as number] = values[i] as number
  return out
}

/** a + sign · b in the places of sums. */
function combined(a: Parts, b: Parts, sign: 1 | -1): { readonly shape: Shape; readonly values: number[] } {
  const shape = a.shape.union(b.shape)
  const values = widened(a, shape)
  addInto(shape, values, b, sign)
  return { shape, values }
}

/** Adds sign · b to values of `shape`, which has all its slots. */
function addInto(shape: Shape, values: number[], b: Parts, sign: 1 | -1): void {
  if (!shape.isAdditive) addWithExtremes(shape, values, b, sign)
  else if (b.shape === shape) {
    const other = b.values
    for (let i = 0; i < other.length; i++) values[i] = (values[i] as number) + sign * (other[i] as number)
  } else {
    const places = b.shape.placesIn(shape)
    for (let i = 0; i < places.length; i++) {
      const at = places[i] as number
      values[at] = (values[at] as number) + sign * (b.values[i] as number)
    }
  }
}

/** The same where there are greatest and least values: a change (−) is what the value is now, a sum the greater or lesser. */
function addWithExtremes(shape: Shape, values: number[], b: Parts, sign: 1 | -1): void {
  const places = b.shape.placesIn(shape)
  const { sums, extremes } = b.shape
  for (let n = 0; n < sums.length; n++) {
    const i = sums[n] as number
    const at = places[i] as number
    values[at] = (values[at] as number) + sign * (b.values[i] as number)
  }
  if (sign === -1) return
  for (let n = 0; n < extremes.length; n++) {
    const i = extremes[n] as number
    const at = places[i] as number
    values[at] = extremeOf(shape.kinds[at] as PartKind, values[at] as number, b.values[i] as number)
  }
}

export function sum(a: Parts, b: Parts): Parts {
  return combined(a, b, 1)
}

export function difference(a: Parts, b: Parts): Parts {
  return combined(a, b, -1)
}

/** A sum that is gathered in place; of one value it is that value. */
export class PartsSum {
  #sum: Parts = NO_PARTS
  /** Values of {@link Parts} made here, which may still be changed; undefined while it is someone else's. */
  #own: number[] | undefined

  add(parts: Parts): void {
    if (this.#sum === NO_PARTS) {
      this.#sum = parts
      return
    }
    const { shape } = this.#sum
    if (this.#own === undefined || shape.union(parts.shape) !== shape) {
      this.#own = combined(this.#sum, parts, 1).values
      this.#sum = { shape: shape.union(parts.shape), values: this.#own }
    } else addInto(shape, this.#own, parts, 1)
  }

  /** Nothing may be added afterwards. */
  take(): Parts {
    return this.#sum
  }
}

export function negated({ shape, values }: Parts): Parts {
  const out = shape.zeros()
  for (let i = 0; i < out.length; i++) if (shape.kinds[i] === 'sum') out[i] = 0 - (values[i] as number)
  return { shape, values: out }
}

export function isZero({ values }: Parts): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== 0 && !Number.isNaN(values[i])) return false
  return true
}

/** The same in every place; a slot that is not there is as one that has nothing. */
export function areSame(a: Parts, b: Parts): boolean {
  if (a.shape === NO_SLOTS) return saysNothing(b)
  const shape = a.shape.union(b.shape)
  const [one, other] = a.shape === b.shape ? [a.values, b.values] : [widened(a, shape), widened(b, shape)]
  for (let i = 0; i < shape.size; i++) if (!Object.is(one[i], other[i])) return false
  return true
}

/** Every slot is as if it were not there. */
function saysNothing({ shape, values }: Parts): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!Object.is(values[i], shape.kinds[i] === 'sum' ? 0 : Number.NaN)) return false
  }
  return true
}

/** With nothing in the slots given. */
export function without(parts: Parts, slots: readonly Slot[]): Parts {
  if (slots.length === 0) return parts
  const values = parts.values.slice()
  for (const slot of slots) {
    const start = parts.shape.start(slot)
    if (start < 0) continue
    for (let i = 0; i < slot.fields.length; i++) values[start + i] = slot.kinds[i] === 'sum' ? 0 : Number.NaN
  }
  return { shape: parts.shape, values }
}

/** Only the slots given; the others are not there. */
export function only(parts: Parts, slots: readonly Slot[]): Parts {
  const shape = Shape.of(slots.filter((slot) => parts.shape.has(slot)))
  const values = shape.zeros()
  for (const slot of shape.slots) {
    const from = parts.shape.start(slot)
    const to = shape.start(slot)
    for (let i = 0; i < slot.fields.length; i++) values[to + i] = parts.values[from + i] as number
  }
  return { shape, values }
}

/** Seconds observed of a slot; 0 where it is not there. */
export function observedSeconds(parts: Parts, slot: Slot): number {
  const start = parts.shape.start(slot)
  return start < 0 ? 0 : (parts.values[start + slot.obs] as number)
}
