import type { Fact } from './facts.ts'

/** A mean and the greatest (or the least and a mean) of the same. */
const AT_MOST: readonly (readonly [string, string])[] = [
  ['PEE.MinPower', 'PEE.AvgPower'],
  ['PEE.AvgPower', 'PEE.MaxPower'],
  ['PEE.MinTemperature', 'PEE.AvgTemperature'],
  ['PEE.AvgTemperature', 'PEE.MaxTemperature'],
  ['RRC.ConnMean', 'RRC.ConnMax'],
  ['RRC.InactiveConnMean', 'RRC.InactiveConnMax'],
  ['DRB.MeanActiveUeDl', 'DRB.MaxActiveUeDl'],
  ['DRB.MeanActiveUeUl', 'DRB.MaxActiveUeUl'],
]

/** Of what is told together some cannot be right, and some of it is among these counters. */
export function contradicts(m: Fact['m'], gp: number, counters: readonly string[]): boolean {
  const isTold = (...names: readonly string[]) =>
    names.every((name) => m[name] !== undefined) && names.some((name) => counters.includes(name))
  if (AT_MOST.some(([small, large]) => isTold(small, large) && m[small]! > m[large]!)) return true
  if (!isTold('PEE.Energy', 'PEE.AvgPower')) return false
  // energy is mean power times time, within a tenth and 1 Wh [mWh]
  const [energy, expected] = [m['PEE.Energy']!, (m['PEE.AvgPower']! * gp) / 3600]
  return Math.abs(energy - expected) > Math.max(energy, expected) / 10 + 1000
}
