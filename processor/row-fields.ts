import type { FieldName, PartKind } from '../contract/mod.ts'
import type { KpiRow } from '../store/mod.ts'
import type { Parts } from './rows/parts.ts'
import type { Shape } from './rows/shape.ts'
import type { Times } from './rows/times.ts'

export type Fields = Pick<KpiRow, 'names' | 'values'>

interface KeptPlaces {
  readonly places: readonly number[]
  readonly names: readonly FieldName[]
  /** Places among `places`: of what is weighed by sub-carrier spacing, and of greatest and least values. */
  readonly weighed: readonly number[]
  readonly extremes: readonly number[]
}

/** What of its parts a table has, and in which order. Of all rows of one shape it is the same, so that they share their names. */
export class FieldList {
  readonly #first: readonly FieldName[]
  readonly #isKept: (kind: PartKind) => boolean
  readonly #byShape = new Map<Shape, KeptPlaces>()

  /** @param first fields of every row of the table, before its parts */
  constructor(first: readonly FieldName[], isKept: (kind: PartKind) => boolean = () => true) {
    this.#first = first
    this.#isKept = isKept
  }

  /**
   * Every slot that the row has, or once had: what fell to 0 must not stand in the store as it was. A greatest or least value
   * that is not there has no field.
   *
   * @param weight of what is counted by sub-carrier spacing (PRB), see `weigh.ts`
   */
  of({ shape, values: parts }: Parts, first: Times, weight = 1): Fields {
    const { places, names, weighed, extremes } = this.#kept(shape)
    const begin = first.length
    const values = new Array<number>(begin + places.length)
    for (let i = 0; i < begin; i++) values[i] = first[i] as number
    if (places.length === parts.length) for (let i = 0; i < parts.length; i++) values[begin + i] = parts[i] as number
    else for (let i = 0; i < places.length; i++) values[begin + i] = parts[places[i] as number] as number
    if (weight !== 1) for (const place of weighed) values[begin + place] = (values[begin + place] as number) * weight
    for (const place of extremes) if (Number.isNaN(values[begin + place])) return withoutNone(names, values)
    return { names, values }
  }

  #kept(shape: Shape): KeptPlaces {
    let kept = this.#byShape.get(shape)
    if (kept === undefined) {
      const places = [...shape.fields.keys()].filter((place) => this.#isKept(shape.kinds[place] as PartKind))
      const among = (isOne: (place: number) => boolean) => [...places.keys()].filter((i) => isOne(places[i] as number))
      kept = {
        places,
        names: [...this.#first, ...places.map((place) => shape.fields[place] as FieldName)],
        weighed: among((place) => shape.weighedByScs.includes(place)),
        extremes: among((place) => shape.kinds[place] !== 'sum'),
      }
      this.#byShape.set(shape, kept)
    }
    return kept
  }
}

function withoutNone(names: readonly FieldName[], values: readonly number[]): Fields {
  return {
    names: names.filter((_, i) => !Number.isNaN(values[i])),
    values: values.filter((value) => !Number.isNaN(value)),
  }
}
