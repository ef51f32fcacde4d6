import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PanelData } from '../../../../dashboards/console/page/wire.d.ts'
import { PanelKeeper } from '../../../../dashboards/console/page-data/panel-keeper.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const ranking = (groups: number): PanelData => ({ kind: 'kpi-table', rows: [], groups, held: 0, flawless: 0 })

/** A question that is answered when told. */
function question() {
  let asked = 0
  let answer: (data: PanelData) => void = () => {}
  let fail: (error: Error) => void = () => {}
  const make = () => {
    asked++
    return new Promise<PanelData>((resolve, reject) => {
      answer = resolve
      fail = reject
    })
  }
  return { make, answer: (data: PanelData) => answer(data), fail: (error: Error) => fail(error), asked: () => asked }
}

describe('a panel that takes long', () => {
  it('is pending, asked once however many wait, and there for the next', async () => {
    const keeper = new PanelKeeper(800)
    const slow = question()
    const first = keeper.get('worst', 0, slow.make)
    const second = keeper.get('worst', 0, slow.make)
    await vi.advanceTimersByTimeAsync(800)
    expect(await first).toEqual({ kind: 'pending' })
    expect(await second).toEqual({ kind: 'pending' })
    const third = keeper.get('worst', 0, slow.make)
    slow.answer(ranking(30_000))
    expect(await third).toEqual(ranking(30_000))
    expect(slow.asked()).toBe(1)
  })

  it('shows what it was before for the same time, and nothing of another time', async () => {
    const keeper = new PanelKeeper(800)
    await keeper.get('worst', 60_000, () => Promise.resolve(ranking(5)))
    const slow = question()
    const same = keeper.get('worst', 60_000, slow.make)
    await vi.advanceTimersByTimeAsync(800)
    expect(await same).toEqual(ranking(5))
    const other = keeper.get('worst', 120_000, slow.make)
    await vi.advanceTimersByTimeAsync(800)
    expect(await other).toEqual({ kind: 'pending' })
  })

  it('tells a failure to who waits, fails in silence for nobody, and asks again afterwards', async () => {
    const keeper = new PanelKeeper(800)
    await expect(keeper.get('worst', 0, () => Promise.reject(new Error('store away')))).rejects.toThrow('store away')
    const slow = question()
    const waiting = keeper.get('worst', 0, slow.make)
    await vi.advanceTimersByTimeAsync(800)
    expect(await waiting).toEqual({ kind: 'pending' })
    slow.fail(new Error('too late to be heard'))
    await vi.advanceTimersByTimeAsync(0)
    expect(await keeper.get('worst', 0, () => Promise.resolve(ranking(1)))).toEqual(ranking(1))
  })
})
