import type { Level } from '../../contract/mod.ts'
import { readClock, statusOf } from '../clock.ts'
import { rowKey } from '../state/keys.ts'
import type { Draft } from '../state/view.ts'
import { type RowSource, rebuildRow } from './rebuild.ts'
import { EMPTY_ROW, type Row } from './row.ts'

/** The rows that one step touched, with what they were before it. */
export class Amendments implements RowSource {
  readonly draft: Draft
  readonly before = new Map<string, Row>()

  constructor(draft: Draft) {
    this.draft = draft
  }

  /**
   * A row as the state has it. One that the state no longer keeps, because its horizon is over, is made again from the log:
   * coarser levels are amended for longer than finer ones are kept.
   */
  row(level: Level, t: number, station: string, cell: string): Row {
    const known = this.draft.get<Row>(rowKey(level, t, station, cell))
    if (known !== undefined) return known
    const isPast = statusOf(level, t, 0, readClock(this.draft).realmMs) === 'final'
    return isPast ? rebuildRow(this, level, t, station, cell) : EMPTY_ROW
  }

  put(level: Level, t: number, station: string, cell: string, row: Row): void {
    const key = rowKey(level, t, station, cell)
    if (!this.before.has(key)) this.before.set(key, this.row(level, t, station, cell))
    this.draft.put(key, row)
  }
}
