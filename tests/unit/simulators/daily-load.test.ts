import { describe, expect, test } from 'vitest'
import { expectedLoad } from '../../../simulators/model/daily-load.ts'

/** 2026-11-18 is a Wednesday, 2026-11-22 a Sunday. */
const hanoi = (day: number, hour: number) => Date.UTC(2026, 10, day, hour - 7)

describe('the load over a day in Vietnam', () => {
  test('peaks at 11 h in an IT park and at 20 h in a city centre', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => hour)
    const busiest = (type: 'it-park' | 'city-centre') =>
      hours.reduce((best, h) => (expectedLoad(type, hanoi(18, h)) > expectedLoad(type, hanoi(18, best)) ? h : best), 0)
    expect(busiest('it-park')).toBe(11)
    expect(busiest('city-centre')).toBe(20)
  })

  test('is that of the worked example', () => {
    expect(expectedLoad('it-park', hanoi(18, 11))).toBeCloseTo(0.55, 2)
    expect(expectedLoad('it-park', hanoi(22, 11))).toBeCloseTo(0.19, 2)
  })

  test('is low at night and continuous over midnight', () => {
    expect(expectedLoad('university', hanoi(18, 3))).toBeLessThan(0.06)
    const before = expectedLoad('city-centre', hanoi(18, 24) - 1)
    const after = expectedLoad('city-centre', hanoi(19, 0))
    expect(Math.abs(before - after)).toBeLessThan(0.01)
  })

  test('weekends empty the offices and fill the centre', () => {
    expect(expectedLoad('it-park', hanoi(21, 11))).toBeLessThan(0.5 * expectedLoad('it-park', hanoi(20, 11)))
    expect(expectedLoad('city-centre', hanoi(22, 20))).toBeGreaterThan(expectedLoad('city-centre', hanoi(18, 20)))
  })
})
