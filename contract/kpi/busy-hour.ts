import { LEVEL_MS, VIETNAM_OFFSET_MS, windowStart } from '../level.ts'
import type { BusyHourFormula } from './definition.ts'
import { linear, type Sums } from './sums.ts'

/** What one cell, or one group of cells, had in one hour; hours of which nothing was observed are left out. */
export interface HourSums {
  /** Start of the hour [epoch ms]. */
  readonly t: number
  readonly sums: Sums
}

export interface BusyHour {
  /** Traffic of that hour, in the KPI's unit. */
  readonly value: number
  /** Hour of the clock in Vietnam [0..23]; absent where each cell has its own. */
  readonly hour?: number
}

/** By start of the day [epoch ms]; a day without data is absent. */
export type BusyHours = ReadonlyMap<number, BusyHour>

function hourOf(t: number): number {
  return Math.floor((t + VIETNAM_OFFSET_MS) / LEVEL_MS['1h']) % 24
}

/**
 * Busy hours of each day. `series` are the hours of each single cell for `cell-bouncing`, of the whole group otherwise.
 *
 * Example: 100 Mbit at 9, 40 at 20 o'clock, and 30 at 9, 80 at 20: each its own 180, both together 130 at 9.
 */
export function busyHours(formula: BusyHourFormula, series: readonly (readonly HourSums[])[]): BusyHours {
  if (formula.scope === 'cell-bouncing') return bouncing(formula, series)
  const traffic = trafficByDay(formula, series.flat())
  return formula.scope === 'group' ? greatestOfEach(traffic) : sameHour(traffic)
}

/** The mean over the days that have one; `undefined` where none has. */
export function meanBusyHour(days: BusyHours): BusyHour | undefined {
  if (days.size === 0) return undefined
  const all = [...days.values()]
  const value = all.reduce((sum, day) => sum + day.value, 0) / all.length
  const [first] = all
  const isSame = first?.hour !== undefined && all.every(({ hour }) => hour === first.hour)
  return isSame ? { value, hour: first.hour as number } : { value }
}

type TrafficByDay = ReadonlyMap<number, ReadonlyMap<number, number>>

/** Traffic by start of the day, then by hour of the clock. */
function trafficByDay({ of, scale }: BusyHourFormula, hours: readonly HourSums[]): TrafficByDay {
  const days = new Map<number, Map<number, number>>()
  for (const { t, sums } of hours) {
    const day = windowStart('1d', t)
    const clock = days.get(day) ?? new Map<number, number>()
    days.set(day, clock)
    clock.set(hourOf(t), (clock.get(hourOf(t)) ?? 0) + linear(of, sums) * scale)
  }
  return days
}

/** Of equal hours the earlier one. */
function greatest(clock: ReadonlyMap<number, number>): BusyHour {
  let best: BusyHour = { value: Number.NEGATIVE_INFINITY }
  for (const [hour, value] of [...clock].sort(([a], [b]) => a - b)) if (value > best.value) best = { value, hour }
  return best
}

function greatestOfEach(traffic: TrafficByDay): BusyHours {
  return new Map([...traffic].map(([day, clock]) => [day, greatest(clock)]))
}

function bouncing(formula: BusyHourFormula, cells: readonly (readonly HourSums[])[]): BusyHours {
  const days = new Map<number, BusyHour>()
  for (const cell of cells) {
    for (const [day, { value }] of greatestOfEach(trafficByDay(formula, cell))) {
      days.set(day, { value: (days.get(day)?.value ?? 0) + value })
    }
  }
  return days
}

/** The one hour that is the busiest by its mean over the days that have it; days without it are absent. */
function sameHour(traffic: TrafficByDay): BusyHours {
  const sums = new Map<number, { sum: number; days: number }>()
  for (const clock of traffic.values()) {
    for (const [hour, value] of clock) {
      const known = sums.get(hour) ?? { sum: 0, days: 0 }
      sums.set(hour, { sum: known.sum + value, days: known.days + 1 })
    }
  }
  const { hour } = greatest(new Map([...sums].map(([each, { sum, days }]) => [each, sum / days])))
  const out = new Map<number, BusyHour>()
  if (hour === undefined) return out
  for (const [day, clock] of traffic) {
    const value = clock.get(hour)
    if (value !== undefined) out.set(day, { value, hour })
  }
  return out
}
