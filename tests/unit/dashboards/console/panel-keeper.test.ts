import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PanelData } from '../../../../dashboards/console/page/wire.d.ts'
import { PanelKeeper } from '../../../../dashboards/console/page-data/panel-keeper.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const at = (from: number) => ({ from, stepMs: 60_000 })
const ranking = (groups: number): PanelData => ({ kind: 'kpi-table', rows: [], groups, held: 0, flawless: 0 })

/** A line of windows, of which those from `openFrom` on are open. */
const chart = (value: (number | null)[], openFrom: number): PanelData => ({
  kind: 'kpi-lines',
  lines: [
    {
      kpi: 'CellThpDl',
      boundKind: 'none',
      value,
      lo: value.map(() => null),
      hi: value.map(() => null),
      coverage: value.map((x) => (x === null ? null : 1)),
      na: value.map((x) => (x === null ? 'never-reported' : '')),
      openFrom,
    },
  ],
})

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
    const keeper = new PanelKeeper(Date.now, 800)
    const slow = question()
    const first = keeper.get('worst', at(0), slow.make)
    const second = keeper.get('worst', at(0), slow.make)
    await vi.advanceTimersByTimeAsync(800)
    expect(await first).toEqual({ kind: 'pending' })
    expect(await second).toEqual({ kind: 'pending' })
    const third = keeper.get('worst', at(0), slow.make)
    slow.answer(ranking(30_000))
    expect(await third).toEqual(ranking(30_000))
    expect(slow.asked()).toBe(1)
  })

  it('shows what it was a moment before, and nothing old', async () => {
    const keeper = new PanelKeeper(Date.now, 800)
    await keeper.get('worst', at(60_000), () => Promise.resolve(ranking(5)))
    const slow = question()
    const same = keeper.get('worst', at(60_000), slow.make)
    await vi.advanceTimersByTimeAsync(800)
    expect(await same).toEqual(ranking(5))
    const next = keeper.get('worst', at(120_000), slow.make)
    await vi.advanceTimersByTimeAsync(800)
    expect(await next).toEqual(ranking(5))
    await vi.advanceTimersByTimeAsync(30_000)
    const later = keeper.get('worst', at(180_000), slow.make)
    await vi.advanceTimersByTimeAsync(800)
    expect(await later).toEqual({ kind: 'pending' })
  })

  it('keeps every window of a chart at its own time, also for who waits for a question of a window before', async () => {
    const keeper = new PanelKeeper(Date.now, 800)
    const slow = question()
    void keeper.get('chart', at(0), slow.make)
    const next = keeper.get('chart', at(60_000), slow.make)
    slow.answer(chart([1, 2, 3], 2))
    expect(await next).toEqual(chart([2, 3, null], 1))
    const far = keeper.get('chart', at(180_000), question().make)
    await vi.advanceTimersByTimeAsync(800)
    expect(await far).toEqual({ kind: 'pending' })
  })

  it('tells a failure to who waits, fails in silence for nobody, and asks again afterwards', async () => {
    const keeper = new PanelKeeper(Date.now, 800)
    await expect(keeper.get('worst', at(0), () => Promise.reject(new Error('store away')))).rejects.toThrow(
      'store away',
    )
    const slow = question()
    const waiting = keeper.get('worst', at(0), slow.make)
    await vi.advanceTimersByTimeAsync(800)
    expect(await waiting).toEqual({ kind: 'pending' })
    slow.fail(new Error('too late to be heard'))
    await vi.advanceTimersByTimeAsync(0)
    expect(await keeper.get('worst', at(0), () => Promise.resolve(ranking(1)))).toEqual(ranking(1))
  })
})
