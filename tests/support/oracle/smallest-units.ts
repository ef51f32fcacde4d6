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

/** By name without `.sum`, in the smallest unit; null: not available. */
export type Words = Readonly<Record<string, number | null>>

/** What a report tells of one object, in its words. */
export function wordsOf({ m, u }: Values): Words {
  return Object.fromEntries(
    Object.entries(m).map(([told, raw]) => {
      const name = told.replace(/\.sum$/, '')
      return [name, raw === null ? null : smallest(name, raw, u?.[told])]
    }),
  )
}

const OF_CAUSE = /^(.*)\.(?:cause[^.]*|Fault|TransportProblem|ManualIntervention|EnergySaving)$/

/** What is known of the causes of a counter. */
export function partsIn<T>(all: Readonly<Record<string, T>>, name: string): T[] {
  return Object.entries(all).flatMap(([each, known]) => (OF_CAUSE.exec(each)?.[1] === name ? [known] : []))
}

export interface Reconciled {
  readonly m: Readonly<Record<string, number>>
  /** Totals unlike the sum of their causes. */
  readonly unlike: readonly string[]
}

/** Without what is not available; a total that only its causes tell is their sum, if all of them are there. */
export function reconciled(words: Words): Reconciled {
  const m: Record<string, number> = {}
  for (const [name, value] of Object.entries(words)) if (value !== null) m[name] = value
  const unlike: string[] = []
  for (const name of new Set(Object.keys(words).flatMap((each) => OF_CAUSE.exec(each)?.[1] ?? []))) {
    const values = partsIn(words, name)
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
