import type { FieldName } from '../../contract/mod.ts'

/** Sums of one answer, column by column; NaN where no row has the field. */
export interface SumColumns {
  readonly fields: readonly FieldName[]
  /** Place of each field in `columns`. */
  readonly places: ReadonlyMap<FieldName, number>
  readonly columns: readonly Float64Array[]
}

/**
 * One window's sums as a map that looks into the columns. An answer by cell easily has 200,000 windows of ten fields;
 * as maps of their own they took three times as long and hundreds of MB, most of it for the garbage collector.
 */
export class SumRow implements ReadonlyMap<FieldName, number> {
  readonly #table: SumColumns
  readonly #row: number

  constructor(table: SumColumns, row: number) {
    this.#table = table
    this.#row = row
  }

  get(field: FieldName): number | undefined {
    const place = this.#table.places.get(field)
    return place === undefined ? undefined : this.#at(place)
  }

  has(field: FieldName): boolean {
    return this.get(field) !== undefined
  }

  get size(): number {
    let size = 0
    for (let place = 0; place < this.#table.columns.length; place++) if (this.#at(place) !== undefined) size++
    return size
  }

  *entries(): MapIterator<[FieldName, number]> {
    for (const [place, field] of this.#table.fields.entries()) {
      const sum = this.#at(place)
      if (sum !== undefined) yield [field, sum]
    }
  }

  *keys(): MapIterator<FieldName> {
    for (const [field] of this.entries()) yield field
  }

  *values(): MapIterator<number> {
    for (const [, sum] of this.entries()) yield sum
  }

  [Symbol.iterator](): MapIterator<[FieldName, number]> {
    return this.entries()
  }

  forEach(visit: (sum: number, field: FieldName, map: ReadonlyMap<FieldName, number>) => void): void {
    for (const [field, sum] of this.entries()) visit(sum, field, this)
  }

  #at(place: number): number | undefined {
    const sum = this.#table.columns[place]?.[this.#row]
    return sum === undefined || Number.isNaN(sum) ? undefined : sum
  }
}
