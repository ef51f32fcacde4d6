import { contradicts } from './contradicts.ts'
import { better, type Fact, type Placed } from './facts.ts'
import type { Period } from './periods.ts'

/** What a way to count may need besides the counters. */
export interface Radio {
  readonly scsKHz: number
  /** Resource blocks, by the birth; undefined: not told. */
  readonly nrb: number | undefined
}

type Parts = Readonly<Record<string, number>>

/** One way to count: the counters that it needs, all of them, and what they come to. */
export interface Way {
  readonly needs: readonly string[]
  /** What it is made of, where not all of that is needed. */
  readonly uses?: (m: Fact['m']) => readonly string[]
  readonly nrb?: true
  /** Whether the report can be counted so at all. */
  readonly fits?: (m: Fact['m']) => boolean
  /** Whole numbers of the smallest units. */
  readonly parts: (m: Fact['m'], gp: number, radio: Radio) => Parts
}

/** What comes together or not at all; of the ways the first whose counters are all there. */
export interface Stage {
  readonly id: string
  /** By name, `''` for the first. */
  readonly ways: Readonly<Record<string, Way>>
  /** A report that breaks it is suspect. */
  readonly breaks?: (parts: Parts) => boolean
  /** Cannot be: the report is not taken. */
  readonly cannotBe?: (parts: Parts) => boolean
}

/** One period as a stage counts it, as good as the best report that it is made of. */
export interface Counted extends Placed {
  readonly way: string
  readonly suspect: boolean
  readonly parts: Parts
}

/** Shares of something, in 10⁻⁶. */
const SHARE = /^(DRB\.UEUnresVol|RRU\.PrbTot[DU]l$)|LossRate|DropRate/

function isPossible(name: string, value: number): boolean {
  if (name.startsWith('PEE.') && name.endsWith('Temperature')) return true
  return value >= 0 && (!SHARE.test(name) || value <= 1_000_000)
}

/** Undefined where counters are missing, or say what cannot be. */
export function countedBy(stage: Stage, { told, ...period }: Period, radio: Radio): Counted | undefined {
  const { gp } = period
  const m = Object.fromEntries(Object.entries(told).map(([name, { value }]) => [name, value]))
  const found = Object.entries(stage.ways).find(
    ([, way]) =>
      way.needs.every((name) => m[name] !== undefined) &&
      !(way.nrb && radio.nrb === undefined) &&
      (way.fits?.(m) ?? true),
  )
  if (found === undefined) return undefined
  const [name, way] = found
  if (!way.needs.every((counter) => isPossible(counter, m[counter]!))) return undefined
  const parts = way.parts(m, gp, radio)
  if (stage.cannotBe?.(parts)) return undefined
  const used = (way.uses?.(m) ?? way.needs).map((counter) => told[counter]!)
  const isSuspect =
    used.some(({ suspect }) => suspect) || stage.breaks?.(parts) === true || contradicts(m, gp, way.needs)
  return { ...period, ...used.map(({ by }) => by).toSorted(better)[0]!, way: name, suspect: isSuspect, parts }
}
