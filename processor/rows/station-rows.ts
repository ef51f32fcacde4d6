import type { Row } from './row.ts'

/**
 * The rows of one station in one window: of its cells, and of itself. They come in one message and change together, so the
 * state keeps them as one value and the store gets them together. Never changed once it is made.
 */
export class StationRows {
  /** In the order in which they came; {@link STATION_ROW} stands for the station as a whole. */
  readonly cells: readonly string[]
  readonly rows: readonly Row[]

  constructor(cells: readonly string[], rows: readonly Row[]) {
    this.cells = cells
    this.rows = rows
  }

  get(cell: string): Row | undefined {
    const { cells } = this
    for (let i = 0; i < cells.length; i++) if (cells[i] === cell) return this.rows[i]
    return undefined
  }
}

export const NO_ROWS = new StationRows([], [])

/** Rows of one station in one window as they change. */
export class StationRowsDraft {
  readonly #cells: string[]
  readonly #rows: Row[]

  constructor(from: StationRows) {
    this.#cells = from.cells.slice()
    this.#rows = from.rows.slice()
  }

  set(cell: string, row: Row): void {
    const at = this.#cells.indexOf(cell)
    if (at >= 0) this.#rows[at] = row
    else {
      this.#cells.push(cell)
      this.#rows.push(row)
    }
  }

  /** Nothing may be set afterwards. */
  take(): StationRows {
    return new StationRows(this.#cells, this.#rows)
  }
}
