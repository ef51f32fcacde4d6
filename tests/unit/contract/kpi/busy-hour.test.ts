import { describe, expect, it } from 'vitest'
import { busyHours, type HourSums, meanBusyHour } from '../../../../contract/kpi/busy-hour.ts'
import { kpiById } from '../../../../contract/kpi/catalogue.ts'
import type { BusyHourFormula } from '../../../../contract/kpi/definition.ts'

/** Midnight of 22/11/2026 in Vietnam. */
const DAY = Date.UTC(2026, 10, 21, 17)
const hour = (day: number, clock: number, mbit: number): HourSums => ({
  t: DAY + (day * 24 + clock) * 3_600_000,
  sums: new Map([['BH.cell.bouncing.vol', mbit * 1_000_000]]),
})
const of = (id: string) => {
  const { formula, example } = kpiById(id)!
  return { formula: formula as BusyHourFormula, value: example.value }
}

describe('busy hours, as the worked examples have them', () => {
  const cell1 = [hour(0, 9, 100), hour(0, 20, 40)]
  const cell2 = [hour(0, 9, 30), hour(0, 20, 80)]

  it('of each cell its own', () => {
    const { formula, value } = of('BH.cell.bouncing')
    expect(busyHours(formula, [cell1, cell2])).toEqual(new Map([[DAY, { value }]]))
  })

  it('of all cells together', () => {
    const { formula, value } = of('BH.zone.sum')
    expect(busyHours(formula, [[...cell1, ...cell2]])).toEqual(new Map([[DAY, { value, hour: 9 }]]))
  })

  it('the same hour of each day', () => {
    const { formula, value } = of('BH.timeConsistent')
    const hours = [hour(0, 9, 130), hour(0, 20, 120), hour(1, 9, 90), hour(1, 20, 110)]
    const days = busyHours(formula, [hours])
    expect([...days.values()]).toEqual([
      { value: 120, hour: 20 },
      { value: 110, hour: 20 },
    ])
    expect(meanBusyHour(days)).toEqual({ value, hour: 20 })
    // bouncing from day to day it would be 130 at 9 and 110 at 20
    expect(meanBusyHour(busyHours({ ...formula, scope: 'group' }, [hours]))).toEqual({ value: 120 })
  })
})

it('takes the earlier of equal hours, and a day begins at midnight in Vietnam', () => {
  const { formula } = of('BH.zone.sum')
  expect(busyHours(formula, [[hour(0, 20, 5), hour(0, 9, 5)]]).get(DAY)).toEqual({ value: 5, hour: 9 })
  const days = busyHours(formula, [[hour(0, 23, 7), hour(1, 0, 8)]])
  expect([...days]).toEqual([
    [DAY, { value: 7, hour: 23 }],
    [DAY + 86_400_000, { value: 8, hour: 0 }],
  ])
})

it('is nothing without hours', () => {
  for (const id of ['BH.cell.bouncing', 'BH.zone.sum', 'BH.timeConsistent']) {
    const days = busyHours(of(id).formula, [[]])
    expect(days.size).toBe(0)
    expect(meanBusyHour(days)).toBeUndefined()
  }
})
