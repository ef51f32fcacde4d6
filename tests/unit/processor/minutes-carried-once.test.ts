import { describe, expect, it } from 'vitest'
import type { Level } from '../../../contract/mod.ts'
import type { LogEntry, Offset } from '../../../log/mod.ts'
import { readClock } from '../../../processor/clock.ts'
import { Batch, Draft, type StepResult, settleStep } from '../../../processor/mod.ts'
import type { StationRows } from '../../../processor/rows/station-rows.ts'
import { rowsKeyIn, windowPrefix } from '../../../processor/state/keys.ts'

const T = Date.UTC(2026, 9, 1, 5)
const CONTEXT = { realm: 'sim-test', partition: '0' }
const [FIRST, SECOND] = ['HN-0001', 'HN-0002']

/** Batches of messages over one state, as the shell commits them while messages keep coming: nothing is settled on the way. */
class Batches {
  readonly state = new Draft({ get: () => undefined, entry: () => undefined })
  #offset = 0
  #seq = 0

  /** Reports of 1 MB each that end so many seconds after T; a batch of their own. */
  reports(station: string, ends: readonly (readonly [endS: number, gpS: number, megabytes?: number])[]): this {
    const batch = new Batch(this.state, CONTEXT)
    for (const [endS, gpS, megabytes = 1] of ends) {
      const cells = [{ cell: '1', m: { 'DRB.PdcpSduVolumeDL': 8 * megabytes } }]
      const body = { boot: '1790000000000-7', seq: this.#seq++, end: T + endS * 1000, gp: gpS, cells }
      batch.apply(this.#entry(station, body))
    }
    return this.#absorb(batch.finish())
  }

  /** One portion of settling up to so many seconds after T; tells where to go on. */
  settle(toS: number, from: number, windows: number): number | undefined {
    const settle = { toMs: T + toS * 1000, from, windows, isRest: false }
    const result = new Batch(this.state, CONTEXT).finish({ offset: this.#offset, settle })
    this.#absorb(result)
    return result.settleNext
  }

  rest(): this {
    return this.#absorb(settleStep(this.state, Number.MAX_SAFE_INTEGER, this.#offset, CONTEXT))
  }

  /** MB in one window of the cell; undefined: it has no row. */
  volume(level: Level, station: string = FIRST, atS = 0): number | undefined {
    const rows = this.state.get<StationRows>(rowsKeyIn(windowPrefix(level, T + atS * 1000), station))
    const [parts] = rows?.get('1')?.sums.values ?? []
    const place = parts?.shape.fields.indexOf('TrafficVolumeDl.vol') ?? -1
    return parts?.values[place] === undefined ? undefined : parts.values[place] / 8e6
  }

  /** Seconds expected in one window of the cell. */
  expected(level: Level, station: string = FIRST): number {
    const rows = this.state.get<StationRows>(rowsKeyIn(windowPrefix(level, T), station))
    return rows?.get('1')?.times.values[0]?.[0] ?? 0
  }

  #entry(station: string, body: object): LogEntry {
    return {
      offset: ++this.#offset as Offset,
      receivedAt: 0,
      source: 'mqtt',
      topic: `tram5g/v1/sim-test/${station}/pm`,
      payload: new TextEncoder().encode(JSON.stringify(body)),
    }
  }

  #absorb({ changes }: StepResult): this {
    for (const [key, value] of changes) {
      if (value === undefined) this.state.delete(key)
      else this.state.put(key, value)
    }
    return this
  }
}

describe('the rows above a minute', () => {
  it('get it when it is over: six reports, one change of 15 min, of the hour and of the day', () => {
    const b = new Batches()
    for (const endS of [10, 20, 30, 40, 50]) b.reports(FIRST, [[endS, 10]])
    expect([b.volume('10s'), b.volume('1m'), b.volume('15m')]).toEqual([1, 5, undefined])
    b.reports(FIRST, [[60, 10]])
    // 6 × 1 MB
    expect([b.volume('1m'), b.volume('15m'), b.volume('1h')]).toEqual([6, 6, 6])
    expect([b.expected('1m'), b.expected('15m'), b.expected('1h')]).toEqual([60, 60, 60])
    b.reports(FIRST, [[70, 10]])
    expect([b.volume('1m', FIRST, 60), b.volume('15m')]).toEqual([1, 6])
  })

  it('get at once what changes in one that they have', () => {
    const b = new Batches()
    b.reports(FIRST, [
      [10, 10],
      [60, 10],
    ])
    expect(b.volume('15m')).toBe(2)
    b.reports(FIRST, [[30, 10, 5]])
    // 1 + 1 + 5
    expect([b.volume('1m'), b.volume('15m')]).toEqual([7, 7])
  })

  it('have all of them before a report of a longer period stands for what they say', () => {
    const b = new Batches()
    b.reports(FIRST, [
      [870, 10],
      [880, 10],
    ])
    expect(b.volume('15m')).toBeUndefined()
    // of 900 s: 100 MB instead of the two of 1 MB
    b.reports(FIRST, [[900, 900, 100]])
    expect([b.volume('1m', FIRST, 840), b.volume('15m')]).toEqual([2, 100])
  })

  it('have all of them at rest, as far as they have come', () => {
    const b = new Batches()
      .reports(FIRST, [
        [10, 10],
        [20, 10],
      ])
      .rest()
    // the day began at 17:00 UTC, twelve hours before
    expect([b.volume('1m'), b.volume('15m'), b.volume('1d', FIRST, -43_200)]).toEqual([2, 2, 2])
    b.reports(FIRST, [[30, 10]])
    expect(b.volume('15m')).toBe(3)
  })
})

describe('settling in portions', () => {
  it('carries stations on one after the other; the realm is settled when the last one is', () => {
    const b = new Batches()
      .reports(FIRST, [[10, 10]])
      .reports(SECOND, [[10, 10]])
      .reports(FIRST, [[60, 10]])
    // the first has reported up to 60 s and is settled by that: the second has five windows to make
    expect([b.expected('1m', FIRST), b.expected('1m', SECOND)]).toEqual([60, 10])
    expect(b.settle(60, 0, 1)).toBeUndefined()
    expect([b.expected('1m', SECOND), readClock(b.state).settledMs]).toEqual([60, T + 60_000])
  })

  it('tells where to go on where there is more than wanted', () => {
    const b = new Batches()
      .reports(FIRST, [[10, 10]])
      .reports(SECOND, [[10, 10]])
      .reports('HN-0003', [[60, 10]])
    expect(b.settle(60, 0, 1)).toBe(1)
    expect([b.expected('1m', FIRST), b.expected('1m', SECOND)]).toEqual([60, 10])
    expect(readClock(b.state).settledMs).toBe(0)
    expect(b.settle(60, 1, 1)).toBe(2)
    expect(b.settle(60, 2, 1)).toBeUndefined()
    expect([b.expected('1m', SECOND), readClock(b.state).settledMs]).toEqual([60, T + 60_000])
  })
})
