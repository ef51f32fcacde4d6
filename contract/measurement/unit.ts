/**
 * What a measurement measures decides the units it may come in and the smallest unit it is kept in. Kept values are
 * integers, |x| < 2^53; a unit is `num / den` smallest units.
 */
export interface UnitScale {
  readonly num: number
  readonly den: number
}

interface Quantity {
  /** Smallest unit, in which {@link Values} carry it. */
  readonly kept: string
  /** Units accepted on the wire, matched exactly: `mW` is not `MW`. */
  readonly units: Readonly<Record<string, UnitScale>>
}

const times = (num: number): UnitScale => ({ num, den: 1 })

export const QUANTITIES = {
  count: { kept: 'count', units: { count: times(1), '1': times(1) } },
  volume: { kept: 'bit', units: { bit: times(1), kbit: times(1_000), Mbit: times(1_000_000) } },
  duration: { kept: 'ms', units: { ms: times(1), s: times(1_000) } },
  /** Packet delays come in 0.1 ms or ms, with decimals; 1 µs keeps what radio timing can mean (a slot is ≥ 62.5 µs). */
  delay: { kept: 'us', units: { us: times(1), '0.1ms': times(100), ms: times(1_000) } },
  rate: { kept: 'bit/s', units: { 'bit/s': times(1), 'kbit/s': times(1_000), 'Mbit/s': times(1_000_000) } },
  /** Shares, loss and drop rates, humidity. */
  ratio: { kept: '1e-6', units: { ppm: times(1), '%': times(10_000), '1': times(1_000_000) } },
  /**
   * Thousandths of a resource block: a mean of samples has decimals, and whole blocks would hide the load of an idle
   * cell (0.4 of 24 PRB is 1.7 %). Multiplied by whole seconds it is exactly PRB·ms: 120 PRB over 60 s are
   * 120,000 mPRB · 60 s = 7,200,000 PRB·ms; a day of 30,000 cells stays below 2^53.
   */
  prb: { kept: 'mPRB', units: { PRB: times(1_000) } },
  /** Mean numbers of users have decimals. */
  users: { kept: 'mUE', units: { UE: times(1_000), '1': times(1_000) } },
  /** 1 J = 1/3.6 mWh. */
  energy: {
    kept: 'mWh',
    units: { mWh: times(1), Wh: times(1_000), kWh: times(1_000_000), J: { num: 5, den: 18 } },
  },
  power: { kept: 'mW', units: { mW: times(1), W: times(1_000) } },
  temperature: { kept: 'm°C', units: { '°C': times(1_000) } },
  voltage: { kept: 'mV', units: { mV: times(1), V: times(1_000) } },
  current: { kept: 'mA', units: { mA: times(1), A: times(1_000) } },
  /** A level in thousandths of a dBm: to be averaged in mW, never in dB. */
  level: { kept: 'mdBm', units: { dBm: times(1_000) } },
} as const satisfies Readonly<Record<string, Quantity>>

export type QuantityId = keyof typeof QUANTITIES

const quantity = (id: QuantityId): Quantity => QUANTITIES[id]

/** The smallest unit values of this quantity are kept in. */
export function keptUnit(id: QuantityId): string {
  return quantity(id).kept
}

/** Every unit that `u` may name for this quantity. */
export function unitsOf(id: QuantityId): string[] {
  return Object.keys(quantity(id).units)
}

/** `undefined` where the unit is not one of the quantity. */
export function scaleOf(id: QuantityId, unit: string): UnitScale | undefined {
  const { units } = quantity(id)
  return Object.hasOwn(units, unit) ? units[unit] : undefined
}
