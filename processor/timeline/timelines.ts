import { readCell, STATION_ROW } from '../cell.ts'
import { readClock } from '../clock.ts'
import type { StateReader } from '../state/view.ts'
import { readStation } from '../station.ts'
import { classify } from './classify.ts'
import type { Segment, Timeline } from './finding.ts'
import { uniteCells } from './station-timeline.ts'

/** The timelines of one station's cells, and of itself; each stretch is classified once, however often it is asked for. */
export class Timelines {
  readonly #view: StateReader
  readonly #station: string
  readonly #realmMs: number
  readonly #known = new Map<string, readonly Segment[]>()

  constructor(view: StateReader, station: string) {
    this.#view = view
    this.#station = station
    this.#realmMs = readClock(view).realmMs
  }

  of(cell: string): Timeline {
    return (fromMs, toMs) => this.#at(cell, fromMs, toMs)
  }

  #at(cell: string, fromMs: number, toMs: number): readonly Segment[] {
    const key = `${fromMs} ${toMs} ${cell}`
    let segments = this.#known.get(key)
    if (segments === undefined) {
      segments = cell === STATION_ROW ? this.#united(fromMs, toMs) : this.#classified(cell, fromMs, toMs)
      this.#known.set(key, segments)
    }
    return segments
  }

  #classified(cell: string, fromMs: number, toMs: number): Segment[] {
    return classify(this.#view, this.#station, cell, fromMs, toMs, this.#realmMs)
  }

  #united(fromMs: number, toMs: number): Segment[] {
    const { cells } = readStation(this.#view, this.#station)
    const { periods } = readCell(this.#view, this.#station, STATION_ROW)
    return uniteCells(
      cells.map((cell) => this.#at(cell, fromMs, toMs)),
      fromMs,
      toMs,
      periods,
    )
  }
}
