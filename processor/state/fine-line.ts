import type { Pace } from '../pace.ts'
import { FINE_ROWS, isFineRows } from './keys.ts'
import { AFTER } from './stored-values.ts'

const PACE: Pace = '10s'
/** In no name of a station, and before every character that is. */
const MARK = '#'
/** So that a line is part of one write, or nearly. */
const MOST_STATIONS = 200

/**
 * Rows of 10 s are made once, written once, and there are as many of them as reports: those of one window that one commit made dirty
 * wait in one line of the outbox, `10s/row/10s/{t}/#{change}.{first}+{how many}`, whose value is their stations.
 */
export class FineLine {
  readonly #change: number
  readonly #windows = new Map<string, string[]>()

  /** @param change number of the commit */
  constructor(change: number) {
    this.#change = change
  }

  /** Where all of them lie. */
  static readonly RANGE = { start: `${PACE}/${FINE_ROWS}`, end: `${PACE}/${FINE_ROWS}${AFTER}` }

  /** Of a line in {@link RANGE}. */
  static is(line: string): boolean {
    return line.includes(MARK)
  }

  static sizeOf(line: string): number {
    return Number(line.slice(line.lastIndexOf('+') + 1))
  }

  static keysOf(line: string, stations: readonly string[]): string[] {
    const prefix = line.slice(PACE.length + 1, line.lastIndexOf(MARK))
    return stations.map((station) => prefix + station)
  }

  /** Of the lines that may have the key. */
  static rangeOf(key: string): { start: string; end: string } {
    const start = `${PACE}/${windowOf(key)}${MARK}`
    return { start, end: start + AFTER }
  }

  /** False where the key waits by itself. */
  takes(key: string, pace: Pace): boolean {
    if (pace !== PACE || !isFineRows(key)) return false
    const window = windowOf(key)
    const station = key.slice(window.length)
    const stations = this.#windows.get(window)
    if (stations === undefined) this.#windows.set(window, [station])
    else stations.push(station)
    return true
  }

  /** What was taken, as it is kept. */
  *lines(): Iterable<[line: string, stations: readonly string[]]> {
    for (const [window, stations] of this.#windows) {
      for (let from = 0; from < stations.length; from += MOST_STATIONS) {
        const some = stations.slice(from, from + MOST_STATIONS)
        yield [`${PACE}/${window}${MARK}${this.#change}.${from}+${some.length}`, some]
      }
    }
  }
}

const windowOf = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1)
