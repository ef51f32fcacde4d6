import { mix32, unit } from '../random.ts'
import { FIGURE, FIGURES } from './cell-figures.ts'
import { BY_SERVICE } from './reported-counters.ts'

/** One PLMN, slice or 5QI of a cell, as sub-counters name it, and how much of the cell's volume and burst time is about its. */
interface Member {
  readonly sub: string
  readonly volume: number
  readonly time: number
}

/** Members that make up the whole cell. The first has what the others leave, so its own shares are not read. */
export type Split = readonly Member[]

const REST = { volume: 0, time: 0 }

/** Internet; the same for those who pay for more, and so get it faster; live video and games. */
const BY_5QI: Split = [
  { sub: '5qi9', ...REST },
  { sub: '5qi8', volume: 0.2, time: 0.17 },
  { sub: '5qi7', volume: 0.12, time: 0.15 },
]

/** eMBB (SST 1), and URLLC (SST 2). */
const BY_SLICE: Split = [
  { sub: 'snssai1-000001', ...REST },
  { sub: 'snssai2-000001', volume: 0.08, time: 0.05 },
]

const byPlmn = (plmns: readonly string[]): Split =>
  plmns.map((plmn, i) => ({ sub: `plmn${plmn}`, ...(i === 0 ? REST : { volume: 0.15, time: 0.16 }) }))

/** The splits of a station that serves users of these PLMNs, its own first. */
export function splitsOf(dimensions: readonly ('5qi' | 'snssai' | 'plmn')[], plmns: readonly string[]): Split[] {
  const all = { '5qi': BY_5QI, snssai: BY_SLICE, plmn: byPlmn(plmns) }
  return dimensions.map((dimension) => all[dimension])
}

const TIMES: ReadonlySet<number> = new Set([FIGURE.burstTimeDl, FIGURE.burstTimeUl])

/** How many figures a cell with these splits has. */
export const figuresWith = (splits: readonly Split[]): number =>
  FIGURES + splits.reduce((members, split) => members + split.length, 0) * BY_SERVICE.length

/** Every member with the place where its figures begin. */
export function placesOf(splits: readonly Split[]): { readonly sub: string; readonly at: number }[] {
  return splits.flat().map(({ sub }, i) => ({ sub, at: FIGURES + i * BY_SERVICE.length }))
}

/**
 * Divides a slot's figures among the members, in whole numbers that add up to the cell's: so they do over any period, and as
 * running totals. `key` is a hash of the cell and the slot.
 */
export function writeShares(splits: readonly Split[], key: number, f: Float64Array): void {
  let first = FIGURES
  for (const split of splits) {
    for (const [c, { figure }] of BY_SERVICE.entries()) f[first + c] = f[figure] ?? 0
    for (let m = 1; m < split.length; m++) {
      const { volume = 0, time = 0 } = split[m] ?? {}
      const at = first + m * BY_SERVICE.length
      const drawn = 0.7 + 0.6 * unit(mix32(key, at))
      for (const [c, { figure }] of BY_SERVICE.entries()) {
        const share = Math.floor((f[figure] ?? 0) * (TIMES.has(figure) ? time : volume) * drawn)
        f[at + c] = share
        f[first + c] = (f[first + c] ?? 0) - share
      }
    }
    first += split.length * BY_SERVICE.length
  }
}
