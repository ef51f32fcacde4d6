import type { Range } from './ranges.ts'

/** Whose times must be made again over which stretches, gathered while a step goes on. */
export class Due {
  /** Most steps need neither. */
  #stations: Map<string, Map<string, Range[]>> | undefined
  #side: Set<string> | undefined

  /** The key of an event that changed with the times. */
  say(key: string): void {
    this.#side ??= new Set()
    this.#side.add(key)
  }

  /** Adds the keys said to `side`. */
  sayInto(side: Set<string>): void {
    if (this.#side !== undefined) for (const key of this.#side) side.add(key)
  }

  add(station: string, cell: string, fromMs: number, toMs: number): void {
    this.#stations ??= new Map()
    let cells = this.#stations.get(station)
    if (cells === undefined) {
      cells = new Map()
      this.#stations.set(station, cells)
    }
    const ranges = cells.get(cell)
    if (ranges === undefined) cells.set(cell, [[fromMs, toMs]])
    else {
      const last = ranges.at(-1) as Range
      // the usual case: said again, or next to what was said
      if (fromMs <= last[1] && toMs >= last[0])
        ranges[ranges.length - 1] = [Math.min(last[0], fromMs), Math.max(last[1], toMs)]
      else ranges.push([fromMs, toMs])
    }
  }

  /** What was gathered, by station and cell; nothing is due afterwards. */
  take(): [station: string, cells: ReadonlyMap<string, readonly Range[]>][] {
    if (this.#stations === undefined) return []
    const taken = [...this.#stations]
    this.#stations = undefined
    return taken
  }
}
