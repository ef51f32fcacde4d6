import type { Level } from '../../contract/mod.ts'
import { readClock, readSettings, statusOf } from '../clock.ts'
import { rowKey } from '../state/keys.ts'
import type { Draft } from '../state/view.ts'
import { type RowSource, rebuildSums } from './rebuild.ts'
import { EMPTY_ROW, type Row } from './row.ts'

export interface Amendment {
  readonly level: Level
  readonly t: number
  readonly station: string
  readonly cell: string
  readonly before: Row
  after: Row
  /** Changed while its window was open, whatever the realm clock says when it is published. */
  whileOpen: boolean
}

/** The rows that a step touches, with what they were before it. They go into the draft when the step is published. */
export class Amendments implements RowSource {
  readonly draft: Draft
  readonly touched = new Map<string, Amendment>()

  constructor(draft: Draft) {
    this.draft = draft
  }

  /**
   * A row as it is now. One that the state does not keep, because its horizon is over, is made again from the log: coarser
   * levels are amended for longer than finer ones are kept.
   */
  row(level: Level, t: number, station: string, cell: string): Row {
    return this.#rowAt(rowKey(level, t, station, cell), level, t, station, cell)
  }

  #rowAt(key: string, level: Level, t: number, station: string, cell: string): Row {
    const known = this.touched.get(key)?.after ?? this.draft.get<Row>(key)
    if (known !== undefined) return known
    const isPast = statusOf(level, t, 0, readClock(this.draft).realmMs, readSettings(this.draft)) === 'final'
    return isPast ? rebuildSums(this, level, t, station, cell) : EMPTY_ROW
  }

  /** The amendment of a row, which is as it was where nothing has changed it yet. */
  touch(level: Level, t: number, station: string, cell: string): Amendment {
    const key = rowKey(level, t, station, cell)
    let amendment = this.touched.get(key)
    if (amendment === undefined) {
      const before = this.#rowAt(key, level, t, station, cell)
      amendment = { level, t, station, cell, before, after: before, whileOpen: false }
      this.touched.set(key, amendment)
    }
    return amendment
  }

  /** Replaces a row by what `change` makes of it. */
  change(level: Level, t: number, station: string, cell: string, change: (row: Row) => Row): Amendment {
    const amendment = this.touch(level, t, station, cell)
    amendment.after = change(amendment.after)
    return amendment
  }
}
