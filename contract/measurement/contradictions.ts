/** Measurements of one report that cannot all be right, each of which could be alone. */
export interface Contradiction {
  /** Canonical names, all of them in the report. */
  readonly of: readonly string[]
  /** @param values in the order of `of`, in smallest units; @param periodS of the report [s] */
  readonly isBroken: (values: readonly number[], periodS: number) => boolean
}

/** A mean is at most the greatest value. */
const atMost = (small: string, large: string): Contradiction => ({
  of: [small, large],
  isBroken: ([a = 0, b = 0]) => a > b,
})

/** Energy in a file has three decimals of a kWh, and power is a mean of samples. */
const ENERGY_ROUNDING_MWH = 1_000
const ENERGY_SHARE = 0.1

/**
 * Energy [mWh] is mean power [mW] times the period.
 *
 * Example: 500 W over 900 s are 125 Wh; 110 Wh is within a tenth and 1 Wh of it, 80 Wh is not.
 */
const energyIsPowerTimesTime: Contradiction = {
  of: ['PEE.Energy', 'PEE.AvgPower'],
  isBroken: ([energy = 0, power = 0], periodS) => {
    const expected = (power * periodS) / 3_600
    return Math.abs(energy - expected) > ENERGY_SHARE * Math.max(energy, expected) + ENERGY_ROUNDING_MWH
  },
}

/** A report that has one of these is kept, and suspect for the KPIs that it makes of them. */
export const CONTRADICTIONS: readonly Contradiction[] = [
  energyIsPowerTimesTime,
  ...['Power', 'Temperature'].flatMap((what) => [
    atMost(`PEE.Min${what}`, `PEE.Avg${what}`),
    atMost(`PEE.Avg${what}`, `PEE.Max${what}`),
  ]),
  atMost('RRC.ConnMean', 'RRC.ConnMax'),
  atMost('RRC.InactiveConnMean', 'RRC.InactiveConnMax'),
  ...['Dl', 'Ul'].map((dir) => atMost(`DRB.MeanActiveUe${dir}`, `DRB.MaxActiveUe${dir}`)),
]
