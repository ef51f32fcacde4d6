import { expect, it } from 'vitest'
import type { PanelData } from '../../../../dashboards/console/page/wire.d.ts'
import { moveOn } from '../../../../dashboards/console/page-data/move-on.ts'

it('moves the five times window by window, and leaves their totals', () => {
  const data: PanelData = {
    kind: 'five-times',
    seconds: { up: [60, 50, 40], down: [0, 10, 20] },
    totals: { up: 150, down: 30 },
    exp: 180,
    expected: [0, 1, 2],
    openFrom: 1,
  }
  expect(moveOn(data, 0)).toBe(data)
  expect(moveOn(data, 2)).toEqual({
    ...data,
    seconds: { up: [40, null, null], down: [20, null, null] },
    expected: [2, 0, 0],
    openFrom: 0,
  })
  expect(moveOn(data, 3)).toEqual({ kind: 'pending' })
  expect(moveOn(data, -1)).toEqual({ kind: 'pending' })
})
