import { describe, expect, it } from 'vitest'
import { pageModule } from '../../../support/page-module.ts'

interface Timers {
  set(run: () => void, delayMs: number): number
  clear(timer: number): void
  now(): number
}
interface RefresherLike {
  ask(): void
  atOnce(): void
}

const { Refresher, refreshGapMs } = await pageModule<{
  Refresher: new (load: (signal: AbortSignal) => Promise<void>, timers: Timers, gapMs: number) => RefresherLike
  refreshGapMs(stepMs: number): number
}>('refresher.ts')

/** A clock that moves when told. */
function handClock() {
  let now = 0
  let next = 1
  const due = new Map<number, { at: number; run: () => void }>()
  const timers: Timers = {
    set: (run, delayMs) => {
      due.set(next, { at: now + delayMs, run })
      return next++
    },
    clear: (timer) => void due.delete(timer),
    now: () => now,
  }
  const advance = (byMs: number) => {
    now += byMs
    for (const [id, { at, run }] of [...due]) {
      if (at > now) continue
      due.delete(id)
      run()
    }
  }
  return { timers, advance }
}

/** Loads that end when told. */
function handLoads() {
  const ends: (() => void)[] = []
  const signals: AbortSignal[] = []
  const load = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      signals.push(signal)
      ends.push(resolve)
    })
  const end = async () => {
    ends.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { load, end, signals }
}

describe('the refresher', () => {
  it('makes one load of a burst, and a second for what came while it ran', async () => {
    const clock = handClock()
    const loads = handLoads()
    const refresher = new Refresher(loads.load, clock.timers, 1000)
    for (let i = 0; i < 50; i++) refresher.ask()
    clock.advance(0)
    expect(loads.signals).toHaveLength(1)
    for (let i = 0; i < 50; i++) refresher.ask()
    await loads.end()
    clock.advance(999)
    expect(loads.signals).toHaveLength(1)
    clock.advance(1)
    expect(loads.signals).toHaveLength(2)
    await loads.end()
    clock.advance(10_000)
    expect(loads.signals).toHaveLength(2)
  })

  it('ends a load under way when something else is asked for at once', async () => {
    const clock = handClock()
    const loads = handLoads()
    const refresher = new Refresher(loads.load, clock.timers, 1000)
    refresher.atOnce()
    refresher.atOnce()
    expect(loads.signals.map((signal) => signal.aborted)).toEqual([true, false])
    await loads.end()
    refresher.ask()
    clock.advance(5000)
    // the second is still running: its end makes the third
    expect(loads.signals).toHaveLength(2)
    await loads.end()
    clock.advance(5000)
    expect(loads.signals).toHaveLength(3)
  })

  it.each([
    [10_000, 1000],
    [60_000, 5000],
    [900_000, 30_000],
    [3_600_000, 30_000],
  ])('asks for windows of %d ms at most every %d ms', (stepMs, gapMs) => {
    expect(refreshGapMs(stepMs)).toBe(gapMs)
  })
})
