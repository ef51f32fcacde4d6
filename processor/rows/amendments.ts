import { LEVELS, type Level } from '../../contract/mod.ts'
import { readClock, readSettings, statusOf } from '../clock.ts'
import { NEWEST_KEY, rowsKeyIn, windowPrefix } from '../state/keys.ts'
import type { Draft } from '../state/view.ts'
import { Due } from '../timeline/due.ts'
import { type RowSource, rebuildSums } from './rebuild.ts'
import { EMPTY_ROW, type Row } from './row.ts'
import { NO_ROWS, type StationRows } from './station-rows.ts'

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

/** Start of the newest window of each level that has any row [epoch ms]. */
export type Newest = Readonly<Partial<Record<Level, number>>>

/** The rows of one station in one window that a step has touched. */
export interface TouchedStation {
  readonly window: TouchedWindow
  readonly station: string
  /** As the state has them. */
  readonly stored: StationRows
  readonly cells: Map<string, Amendment>
}

/** The rows of one window that a step has touched, by station. */
export interface TouchedWindow {
  readonly level: Level
  readonly t: number
  /** Of the keys of its rows. */
  readonly prefix: string
  /** No row of it was in the state when the step began. */
  readonly isNew: boolean
  /** Its horizon is over: a row that the state does not keep is made again. */
  readonly isPast: boolean
  readonly stations: Map<string, TouchedStation>
}

const NONE_TOUCHED: TouchedStation[] = []

/** The rows that a step touches, with what they were before it. They go into the draft when the step is published. */
export class Amendments implements RowSource {
  readonly draft: Draft
  /** Times to be made again before the step is published. */
  readonly due = new Due()
  // most steps touch no row: what they do not need is not made
  #carries: Map<string, number> | undefined
  #settledBefore: Map<string, number> | undefined
  #newest: Newest | undefined
  #touched: TouchedStation[] = NONE_TOUCHED
  /** Stations of which {@link takeTouched} has handed out rows: the state has them now. */
  #taken: Set<string> | undefined
  #windows: Map<number, TouchedWindow> | undefined
  /** The window asked for last, of each level: the next question is mostly for the same. */
  readonly #latest: Partial<Record<Level, TouchedWindow>> = {}

  constructor(draft: Draft) {
    this.draft = draft
  }

  /**
   * A row as it is now. One that the state does not keep, because its horizon is over, is made again from the log: coarser
   * levels are amended for longer than finer ones are kept.
   */
  row(level: Level, t: number, station: string, cell: string): Row {
    const window = this.#window(level, t)
    const touched = window.stations.get(station)
    if (touched !== undefined) {
      return touched.cells.get(cell)?.after ?? this.#stored(window, touched.stored, station, cell)
    }
    return this.#stored(window, this.#rows(window, station), station, cell)
  }

  /** The amendment of a row, which is as it was where nothing has changed it yet. */
  touch(level: Level, t: number, station: string, cell: string): Amendment {
    const window = this.#window(level, t)
    let touched = window.stations.get(station)
    if (touched === undefined) {
      touched = { window, station, stored: this.#rows(window, station), cells: new Map() }
      window.stations.set(station, touched)
      if (this.#touched === NONE_TOUCHED) this.#touched = []
      this.#touched.push(touched)
    }
    let amendment = touched.cells.get(cell)
    if (amendment === undefined) {
      const before = this.#stored(window, touched.stored, station, cell)
      amendment = { level, t, station, cell, before, after: before, whileOpen: false }
      touched.cells.set(cell, amendment)
    }
    return amendment
  }

  /** Replaces a row by what `change` makes of it. */
  change(level: Level, t: number, station: string, cell: string, change: (row: Row) => Row): Amendment {
    const amendment = this.touch(level, t, station, cell)
    amendment.after = change(amendment.after)
    return amendment
  }

  /** The cells of a station that have a row in a window. */
  cellsOf(level: Level, t: number, station: string): readonly string[] {
    const window = this.#window(level, t)
    const touched = window.stations.get(station)
    if (touched === undefined) return this.#rows(window, station).cells
    const more = [...touched.cells.keys()].filter((cell) => touched.stored.get(cell) === undefined)
    return more.length === 0 ? touched.stored.cells : [...touched.stored.cells, ...more]
  }

  /** Minutes of a station are to be carried up before the step is published: those that begin before `untilMs`. */
  carryUntil(station: string, untilMs: number): void {
    this.#carries ??= new Map()
    this.#carries.set(station, untilMs)
  }

  /** What {@link carryUntil} has asked for; nothing is asked for afterwards. */
  takeCarries(): [station: string, untilMs: number][] {
    if (this.#carries === undefined) return []
    const taken = [...this.#carries]
    this.#carries = undefined
    return taken
  }

  /** The five times of a station are carried on in this step; `settledMs` is how far they were before. */
  noteSettling(station: string, settledMs: number): void {
    this.#settledBefore ??= new Map()
    if (!this.#settledBefore.has(station)) this.#settledBefore.set(station, settledMs)
  }

  /** How far the five times of a station were before this step carried them on [epoch ms]; undefined where it has not. */
  settledBefore(station: string): number | undefined {
    return this.#settledBefore?.get(station)
  }

  /** The rows touched, which whoever takes them puts into the state; none is touched afterwards. */
  takeTouched(): readonly TouchedStation[] {
    const taken = this.#touched
    if (taken === NONE_TOUCHED) return taken
    this.#touched = NONE_TOUCHED
    this.#taken ??= new Set()
    for (const { window, station } of taken) {
      window.stations.delete(station)
      this.#taken.add(station)
    }
    return taken
  }

  #window(level: Level, t: number): TouchedWindow {
    const latest = this.#latest[level]
    if (latest?.t === t) return latest
    // all levels start at whole seconds, so that no two windows have the same number
    const number = t + LEVELS.indexOf(level)
    this.#windows ??= new Map()
    let window = this.#windows.get(number)
    if (window === undefined) {
      this.#newest ??= this.draft.get<Newest>(NEWEST_KEY) ?? {}
      const isNew = t > (this.#newest[level] ?? Number.NEGATIVE_INFINITY)
      const isPast = statusOf(level, t, 0, readClock(this.draft).realmMs, readSettings(this.draft)) === 'final'
      window = { level, t, prefix: windowPrefix(level, t), isNew, isPast, stations: new Map() }
      this.#windows.set(number, window)
    }
    this.#latest[level] = window
    return window
  }

  #rows(window: TouchedWindow, station: string): StationRows {
    if (window.isNew && this.#taken?.has(station) !== true) return NO_ROWS
    return this.draft.get<StationRows>(rowsKeyIn(window.prefix, station)) ?? NO_ROWS
  }

  #stored(window: TouchedWindow, stored: StationRows, station: string, cell: string): Row {
    const known = stored.get(cell)
    if (known !== undefined) return known
    return window.isPast ? rebuildSums(this, window.level, window.t, station, cell) : EMPTY_ROW
  }
}
