import type { ZoneType } from '../../contract/mod.ts'
import type { FleetCell } from '../fleet/fleet.ts'
import { hashText, mix32, smoothNoise, unit } from '../random.ts'
import { FIGURE } from './cell-figures.ts'
import { expectedLoad } from './daily-load.ts'

/** Figures are made in slots of 10 s, the shortest period a station reports. */
export const SLOT_S = 10
export const SLOT_MS = SLOT_S * 1000

/** Most a resource block of 15 kHz spacing carries [kbit/s]: 4 layers of 256-QAM over 180 kHz, three quarters of the time downlink. */
export const PEAK_KBIT_PER_PRB_S = 3200
/** A cell is never fuller than this: the scheduler keeps control channels and spare blocks. */
const FULLEST = 0.95

/** The load of one cell as a function of the instant alone: whoever asks for a slot, whenever, gets the same figures. */
export class CellLoad {
  readonly #key: number
  readonly #zoneType: ZoneType
  readonly #nrb: number
  /** How busy this cell is beside others of its zone. */
  readonly #scale: number
  /** kbit a resource block carries in a second, by the place of the cell. */
  readonly #kbitPerPrbS: number
  readonly #peakKbitPerPrbS: number
  readonly #failureShare: number

  constructor(seed: number, station: string, cell: FleetCell, zoneType: ZoneType) {
    this.#key = hashText(`${station}/${cell.cell}`, seed)
    this.#zoneType = zoneType
    this.#nrb = cell.nrb
    this.#scale = 0.6 + 0.8 * unit(mix32(this.#key, -1))
    // A block of 30 kHz is twice as wide as one of 15 kHz
    this.#peakKbitPerPrbS = PEAK_KBIT_PER_PRB_S * (cell.scsKHz / 15)
    this.#kbitPerPrbS = this.#peakKbitPerPrbS * (0.25 + 0.3 * unit(mix32(this.#key, -2)))
    this.#failureShare = 0.002 + 0.012 * unit(mix32(this.#key, -3))
  }

  /** Writes the figures of slot `slot` (its start / 10 s), in which the cell served for `upS` of ten seconds. */
  writeSlot(slot: number, upS: number, out: Float64Array): void {
    out.fill(0)
    out[FIGURE.slots] = 1
    if (upS <= 0) return
    const key = mix32(this.#key, slot)
    const share = this.#share(slot, unit(key))
    const drawn = (n: number) => unit(mix32(key, n))

    const avail = Math.floor((this.#nrb * upS) / SLOT_S)
    const usedDl = Math.round(avail * share)
    const usedUl = Math.round(avail * share * (0.25 + 0.15 * drawn(1)))
    const kbitPerPrb = this.#kbitPerPrbS * (0.8 + 0.3 * drawn(2)) * SLOT_S
    const volumeDl = Math.floor(usedDl * kbitPerPrb)
    // Uplink: a quarter of the time and fewer layers
    const volumeUl = Math.floor(usedUl * kbitPerPrb * 0.22)
    // What one burst gets is what the others leave it
    const left = 1 - 0.8 * share
    const burstKbitPerMs = (this.#nrb * this.#kbitPerPrbS * left * (0.55 + 0.35 * drawn(3))) / 1000
    // Data in the last slot that empties the buffer does not count as burst
    const burstDl = Math.floor(volumeDl * (0.92 + 0.06 * drawn(4)))
    const burstUl = Math.floor(volumeUl * (0.85 + 0.1 * drawn(5)))
    const timeDl = Math.ceil(burstDl / burstKbitPerMs)
    const active = Math.ceil(timeDl / SLOT_MS)

    out[FIGURE.prbAvailDl] = avail
    out[FIGURE.prbUsedDl] = usedDl
    out[FIGURE.prbAvailUl] = avail
    out[FIGURE.prbUsedUl] = usedUl
    out[FIGURE.volumeDl] = volumeDl
    out[FIGURE.volumeUl] = volumeUl
    out[FIGURE.burstVolumeDl] = burstDl
    out[FIGURE.burstTimeDl] = timeDl
    out[FIGURE.burstVolumeUl] = burstUl
    out[FIGURE.burstTimeUl] = Math.ceil(burstUl / (burstKbitPerMs * 0.12))
    out[FIGURE.maxActiveUe] = active === 0 ? 0 : active + Math.floor(4 * drawn(6) * share)

    const attempts = Math.floor(40 * share * (upS / SLOT_S) * (0.7 + 0.6 * drawn(7)) + drawn(8))
    const failed = Math.min(attempts, Math.floor(attempts * this.#failureShare + drawn(9)))
    const releases = Math.floor(attempts * 0.95 + drawn(10))
    const changes = Math.floor(attempts * 0.3 + drawn(11))
    out[FIGURE.attempts] = attempts
    out[FIGURE.successes] = attempts - failed
    out[FIGURE.releases] = releases
    out[FIGURE.abnormalReleases] = Math.min(releases, Math.floor(releases * 0.006 + drawn(12)))
    out[FIGURE.cellChanges] = changes
    out[FIGURE.cellChangeSuccesses] = changes - Math.min(changes, Math.floor(changes * 0.01 + drawn(13)))
    const connected = active + Math.floor(120 * share * (0.8 + 0.4 * drawn(14)))
    out[FIGURE.connected] = connected
    out[FIGURE.maxConnected] = connected + Math.floor(6 * drawn(15))
    // 150 W idle and 350 W more at full load, over the seconds served; 1 W for 1 s is 1/3.6 mWh
    out[FIGURE.energy] = Math.round(((150 + 350 * share) * upS) / 3.6)
  }

  /** Share of blocks in use: the zone's rhythm, slow drift of half an hour, a faster one of two minutes, and grain. */
  #share(slot: number, grain: number): number {
    const expected = expectedLoad(this.#zoneType, slot * SLOT_MS) * this.#scale
    const drift = 0.25 * smoothNoise(this.#key + 1, slot / 180) + 0.18 * smoothNoise(this.#key + 2, slot / 12)
    return Math.min(FULLEST, Math.max(0, expected * (1 + drift + 0.24 * (grain - 0.5))))
  }
}
