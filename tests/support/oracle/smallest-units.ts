import type { Values } from './world.ts'

/** What one of the wire's units is in the smallest unit: bit, ms, µs, mPRB, mUE, mWh, mW, m°C, 10⁻⁶; all else is counted. */
const SCALES: readonly (readonly [RegExp, number])[] = [
  [/PdcpSduVolume/, 1_000_000],
  [/^VS\.DRB\.UEThpVol/, 1_000],
  [/^DRB\.UEThp[DU]l$/, 1_000],
  [/^RRU\.Prb(Used|Avail)/, 1_000],
  [/^(RRU\.PrbTot|DRB\.UEUnresVol)[DU]l$/, 10_000],
  [/^DRB\..*(Delay|Latency)[DU]l$/, 100],
  [/^(DRB\.SessionTime|QF\.SessionTime)/, 1_000],
  [/^(RRC\.(Inactive)?Conn|DRB\.)(Mean|Max)/, 1_000],
  [/^PEE\.Energy$/, 1_000_000],
  [/^PEE\./, 1_000],
]

function smallest(name: string, value: number, unit: string | undefined): number {
  if (unit === 'kbit') return Math.round(value * 1_000)
  return Math.round(value * (SCALES.find(([names]) => names.test(name))?.[1] ?? 1))
}

export interface Told {
  /** Whole numbers of the smallest unit, by name without `.sum`; what is null is not here. */
  readonly m: Readonly<Record<string, number>>
  /** Totals unlike the sum of their causes. */
  readonly unlike: readonly string[]
}

/** Values of one report; a total that only its causes tell is their sum, if all of them are there. */
export function valuesOf({ m: wire, u }: Values): Told {
  const m: Record<string, number> = {}
  const causes: Record<string, (number | null)[]> = {}
  for (const [told, raw] of Object.entries(wire)) {
    const name = told.replace(/\.sum$/, '')
    const value = raw === null ? null : smallest(name, raw, u?.[told])
    if (value !== null) m[name] = value
    const [, of] = /^(.*)\.(?:cause[^.]*|Fault|TransportProblem|ManualIntervention|EnergySaving)$/.exec(name) ?? []
    if (of !== undefined) causes[of] = [...(causes[of] ?? []), value]
  }
  const unlike: string[] = []
  for (const [name, values] of Object.entries(causes)) {
    if (values.includes(null)) continue
    const sum = values.reduce<number>((all, value) => all + value!, 0)
    if (m[name] !== undefined && m[name] !== sum) unlike.push(name)
    m[name] ??= sum
  }
  return { m, unlike }
}

/** The quotient of two whole numbers as a whole number, a half to the even one; 0 where there is nothing to divide by. */
export function wholeQuotient(factors: readonly number[], divisor: number): number {
  if (divisor === 0) return 0
  const top = factors.reduce((product, factor) => product * BigInt(factor), 1n)
  const bottom = BigInt(divisor)
  const down = top / bottom
  const twiceRest = 2n * (top % bottom)
  const isUp = twiceRest > bottom || (twiceRest === bottom && down % 2n === 1n)
  return Number(isUp ? down + 1n : down)
}
