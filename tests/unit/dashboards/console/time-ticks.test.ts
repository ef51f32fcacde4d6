import { describe, expect, it } from 'vitest'
import { FLEET_PAGE } from '../../../../dashboards/panels/fleet-page.ts'
import { pageModule } from '../../../support/page-module.ts'

const { timeTicks, fromAxis } = await pageModule<{
  timeTicks(fromMs: number, toMs: number): number[]
  fromAxis(axisMs: number): number
}>('charts/time-axis.ts')

/** 07:21 on 27/11/2026 in Vietnam. */
const TO = Date.UTC(2026, 10, 27, 0, 21)
const inVietnam = (axisMs: number) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Ho_Chi_Minh',
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(fromAxis(axisMs))

describe('the labels of the time axis', () => {
  it('of an hour are whole tens of minutes', () => {
    const labels = timeTicks(TO - 3_600_000, TO).map(inVietnam)
    expect(labels.map((label) => label.slice(-5))).toEqual(['06:30', '06:40', '06:50', '07:00', '07:10', '07:20'])
  })

  it('of a week are the midnights of Vietnam', () => {
    const labels = timeTicks(TO - 168 * 3_600_000, TO).map(inVietnam)
    expect(labels).toHaveLength(7)
    for (const label of labels) expect(label).toMatch(/, 00:00$/)
  })

  it.each(FLEET_PAGE.ranges)('of $id are 3 to 8, evenly apart, within the range', ({ lengthMs }) => {
    const ticks = timeTicks(TO - lengthMs, TO)
    expect(ticks.length).toBeGreaterThanOrEqual(3)
    expect(ticks.length).toBeLessThanOrEqual(8)
    expect(new Set(ticks.slice(1).map((tick, i) => tick - (ticks[i] ?? 0))).size).toBe(1)
    for (const tick of ticks) {
      expect(fromAxis(tick)).toBeGreaterThanOrEqual(TO - lengthMs)
      expect(fromAxis(tick)).toBeLessThanOrEqual(TO)
    }
  })
})
