import type { FleetStation, FleetZone } from '../fleet/fleet.ts'
import { hashText, mix32 } from '../random.ts'
import { CELL_TROUBLES, type StationTimeline } from '../scenario/station-timeline.ts'
import { addFigures, FIGURE } from './cell-figures.ts'
import { CellLoad, SLOT_MS, SLOT_S } from './cell-load.ts'
import { figuresWith, type Split, writeShares } from './service-shares.ts'

/** Power of the station's common part (baseband, cooling): 350 W over a slot of 10 s [mWh]. */
const COMMON_ENERGY_MWH = 972

export interface CountersOptions {
  readonly seed: number
  readonly station: FleetStation
  readonly zone: FleetZone
  readonly timeline: StationTimeline
  /** By what its volumes and bursts are split; figures of the members stand behind those of the cell. */
  readonly splits: readonly Split[]
}

/** A station's counters: one period's report is the sum of its slots, whatever the period. */
export class StationCounters {
  readonly #loads: readonly CellLoad[]
  readonly #timeline: StationTimeline
  readonly #splits: readonly Split[]
  readonly #slot: Float64Array
  readonly #key: number

  constructor({ seed, station, zone, timeline, splits }: CountersOptions) {
    this.#loads = station.cells.map((cell) => new CellLoad(seed, station.id, cell, zone.type))
    this.#timeline = timeline
    this.#splits = splits
    this.#slot = new Float64Array(figuresWith(splits))
    this.#key = hashText(station.id, seed)
  }

  /**
   * What cell `cell` (by its place) counted in [endMs − gpS, endMs), since `startedMs` at the earliest: counters live in volatile
   * memory.
   */
  cellFigures(cell: number, endMs: number, gpS: number, startedMs: number): Float64Array {
    const sums = new Float64Array(this.#slot.length)
    const load = this.#loads[cell]
    if (load === undefined) throw new RangeError(`the station has ${this.#loads.length} cells, asked for place ${cell}`)
    const fromMs = Math.max(endMs - gpS * 1000, startedMs)
    const quiet = CELL_TROUBLES.every((trouble) => this.#timeline.secondsIn(trouble, cell, fromMs, endMs) === 0)
    for (let slot = Math.floor(fromMs / SLOT_MS); slot < endMs / SLOT_MS; slot++) {
      const slotFromMs = Math.max(slot * SLOT_MS, fromMs)
      let upS = Math.floor(((slot + 1) * SLOT_MS - slotFromMs) / 1000)
      if (upS === 0) continue
      if (quiet) {
        load.writeSlot(slot, upS, this.#slot)
      } else {
        const lost = CELL_TROUBLES.map((trouble) => {
          // One cause per second, by precedence
          const s = Math.min(upS, this.#timeline.secondsIn(trouble, cell, slotFromMs, (slot + 1) * SLOT_MS))
          upS -= s
          return s
        })
        load.writeSlot(slot, upS, this.#slot)
        CELL_TROUBLES.forEach((trouble, i) => {
          this.#slot[FIGURE[trouble]] = lost[i] ?? 0
        })
      }
      if (this.#splits.length > 0) writeShares(this.#splits, mix32(this.#key + cell, slot), this.#slot)
      addFigures(sums, this.#slot)
    }
    return sums
  }

  /** Energy of the common part in the period [mWh]. */
  commonEnergy(endMs: number, gpS: number, startedMs: number): number {
    const fromMs = Math.max(endMs - gpS * 1000, startedMs)
    let sum = 0
    for (let slot = Math.floor(fromMs / SLOT_MS); slot < endMs / SLOT_MS; slot++) {
      const seconds = Math.floor(((slot + 1) * SLOT_MS - Math.max(slot * SLOT_MS, fromMs)) / 1000)
      sum += Math.round((COMMON_ENERGY_MWH * seconds) / SLOT_S)
    }
    return sum
  }
}
