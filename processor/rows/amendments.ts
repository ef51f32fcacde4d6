import { LEVELS, type Level } from '../../contract/mod.ts'
import { readClock, readSettings, statusOf } from '../clock.ts'
import { NEWEST_KEY, rowKeyIn, windowPrefix } from '../state/keys.ts'
import type { Draft } from '../state/view.ts'
import { Due } from '../timeline/due.ts'
import { type RowSource, rebuildSums } from './rebuild.ts'
import { EMPTY_ROW, type Row } from './row.ts'

export interface Amendment {
  readonly key: string
  readonly level: Level
  readonly t: number
  readonly station: string
  readonly cell: string
  readonly before: Row
  after: Row
  /** Changed while its window was open, whatever the realm clock says when it is published. */
  whileOpen: boolean
}

/** Start of the newest window of each level that has any row [epoch ms]. */
export type Newest = Readonly<Partial<Record<Level, number>>>

/** The rows of one window that a step has touched, by station and cell. */
interface TouchedWindow {
  readonly level: Level
  readonly t: number
  /** Of the keys of its rows. */
  readonly prefix: string
  /** No row of it is in the state. */
  readonly isNew: boolean
  /** Its horizon is over: a row that the state does not keep is made again. */
  readonly isPast: boolean
  readonly stations: Map<string, Map<string, Amendment>>
}

/** The rows that a step touches, with what they were before it. They go into the draft when the step is published. */
export class Amendments implements RowSource {
  readonly draft: Draft
  /** Times to be made again before the step is published. */
  readonly due = new Due()
  readonly #newest: Newest
  readonly #windows = new Map<number, TouchedWindow>()
  /** The window asked for last, of each level: the next question is mostly for the same. */
  readonly #latest: Partial<Record<Level, TouchedWindow>> = {}

  constructor(draft: Draft) {
    this.draft = draft
    this.#newest = draft.get<Newest>(NEWEST_KEY) ?? {}
  }

  /**
   * A row as it is now. One that the state does not keep, because its horizon is over, is made again from the log: coarser
   * levels are amended for longer than finer ones are kept.
   */
  row(level: Level, t: number, station: string, cell: string): Row {
    const window = this.#window(level, t)
    const known = window.stations.get(station)?.get(cell)
    return known?.after ?? this.#stored(window, station, cell)
  }

  /** The amendment of a row, which is as it was where nothing has changed it yet. */
  touch(level: Level, t: number, station: string, cell: string): Amendment {
    const window = this.#window(level, t)
    let cells = window.stations.get(station)
    if (cells === undefined) {
      cells = new Map()
      window.stations.set(station, cells)
    }
    let amendment = cells.get(cell)
    if (amendment === undefined) {
      const key = rowKeyIn(window.prefix, station, cell)
      const before = this.#stored(window, station, cell, key)
      amendment = { key, level, t, station, cell, before, after: before, whileOpen: false }
      cells.set(cell, amendment)
    }
    return amendment
  }

  /** Replaces a row by what `change` makes of it. */
  change(level: Level, t: number, station: string, cell: string, change: (row: Row) => Row): Amendment {
    const amendment = this.touch(level, t, station, cell)
    amendment.after = change(amendment.after)
    return amendment
  }

  *changed(): Iterable<Amendment> {
    for (const { stations } of this.#windows.values()) {
      for (const cells of stations.values()) {
        for (const amendment of cells.values()) if (amendment.after !== amendment.before) yield amendment
      }
    }
  }

  #window(level: Level, t: number): TouchedWindow {
    const latest = this.#latest[level]
    if (latest?.t === t) return latest
    // all levels start at whole seconds, so that no two windows have the same number
    const number = t + LEVELS.indexOf(level)
    let window = this.#windows.get(number)
    if (window === undefined) {
      const isNew = t > (this.#newest[level] ?? Number.NEGATIVE_INFINITY)
      const isPast = statusOf(level, t, 0, readClock(this.draft).realmMs, readSettings(this.draft)) === 'final'
      window = { level, t, prefix: windowPrefix(level, t), isNew, isPast, stations: new Map() }
      this.#windows.set(number, window)
    }
    this.#latest[level] = window
    return window
  }

  #stored(window: TouchedWindow, station: string, cell: string, key?: string): Row {
    if (!window.isNew) {
      const known = this.draft.get<Row>(key ?? rowKeyIn(window.prefix, station, cell))
      if (known !== undefined) return known
    }
    return window.isPast ? rebuildSums(this, window.level, window.t, station, cell) : EMPTY_ROW
  }
}
