import type { PartKind } from '../../contract/mod.ts'
import { NO_PARTS, type Parts } from './parts.ts'
import { NO_SLOTS, type Shape } from './shape.ts'

/**
 * Parts of a zone: sums over its cells in every place. A greatest value of each cell adds up too (`sum-of-max`); the greatest
 * or least of all cells (`max`, `min`) does not follow from changes, and is asked of the cells' own rows.
 */

export function isZoneField(kind: PartKind): boolean {
  return kind === 'sum' || kind === 'sum-of-max'
}

/** A sum that is gathered in place. */
export class ZoneSum {
  #shape: Shape = NO_SLOTS
  #values: number[] = []

  /** @param weight of what is counted by sub-carrier spacing (PRB); in the rows of zones it is weighed already */
  add(parts: Parts, sign: 1 | -1 = 1, weight = 1): void {
    const union = this.#shape.union(parts.shape)
    if (union !== this.#shape) {
      const wider = union.flatZeros()
      addFlat(union, wider, { shape: this.#shape, values: this.#values }, 1)
      this.#values = wider
      this.#shape = union
    }
    addFlat(union, this.#values, parts, sign)
    if (weight === 1) return
    const places = parts.shape.placesIn(union)
    for (const place of parts.shape.weighedByScs) {
      const at = places[place] as number
      this.#values[at] = (this.#values[at] as number) + sign * (weight - 1) * (parts.values[place] as number)
    }
  }

  /** What was gathered; nothing may be added afterwards. */
  take(): Parts {
    return this.#values.length === 0 ? NO_PARTS : { shape: this.#shape, values: this.#values }
  }
}

function addFlat(shape: Shape, values: number[], parts: Parts, sign: 1 | -1): void {
  const other = parts.values
  if (parts.shape === shape && shape.isAdditive) {
    for (let i = 0; i < other.length; i++) values[i] = (values[i] as number) + sign * (other[i] as number)
    return
  }
  const places = parts.shape.placesIn(shape)
  const { sums, extremes } = parts.shape
  for (let n = 0; n < sums.length; n++) {
    const i = sums[n] as number
    const at = places[i] as number
    values[at] = (values[at] as number) + sign * (other[i] as number)
  }
  for (let n = 0; n < extremes.length; n++) {
    const i = extremes[n] as number
    const at = places[i] as number
    const value = other[i] as number
    if (isZoneField(shape.kinds[at] as PartKind) && !Number.isNaN(value)) {
      values[at] = (values[at] as number) + sign * value
    }
  }
}
