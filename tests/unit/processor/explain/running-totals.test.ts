import { describe, expect, it } from 'vitest'
import type { Level } from '../../../../contract/mod.ts'
import { Reduction } from '../../../support/reduce.ts'
import { Station } from '../../../support/station-says.ts'
import { explained } from './explained.ts'

const T = Date.UTC(2026, 9, 1, 5) // 12:00 in Việt Nam, start of an hour
const ATT = 'RRC.ConnEstabAtt'
const SUCC = 'RRC.ConnEstabSucc'
const TOTAL = { total: [ATT, SUCC] }
const counts = (att: number | string, succ: number | string) => ({ [ATT]: att, [SUCC]: succ })

const asked = (level: Level, atS = 0) => ({ kpi: 'RrcSetupSuccess', level, at: T + atS * 1000 })

/** Reports of 60 s with running totals. */
const told = (station: Station, endS: number, m: object, extra: object = {}) =>
  station.reports(endS - 60, endS, 60, m as Record<string, unknown>, { ...TOTAL, ...extra })

describe('a figure made of running totals', () => {
  it('is made again as differences of neighbours, each with its two points', async () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0)
    told(station, 60, counts(1000, 990))
    told(station, 120, counts(1100, 1088))
    const { figure, check, reports, parts } = await explained(run, asked('1m', 60))
    // (1088 − 990) / (1100 − 1000)
    expect([figure.value, check]).toEqual([98, 'agrees'])
    expect(parts.find(({ field }) => field === 'RrcSetupSuccess.att')).toMatchObject({ value: 100, again: 100 })
    expect(reports?.list[0]).toMatchObject({ offset: 3, use: 'counts' })
    expect(reports?.list[0]?.counters).toEqual([
      { name: ATT, value: 100, unit: 'count' },
      { name: SUCC, value: 98, unit: 'count' },
    ])
    const before = { at: T + 60_000, offset: 2 }
    expect(reports?.list[0]?.differences).toEqual([
      { ...STEP, name: ATT, before: { ...before, value: '1000' }, value: '1100', adds: 100 },
      { ...STEP, name: SUCC, before: { ...before, value: '990' }, value: '1088', adds: 98 },
    ])
  })

  it('the first of a boot has nothing to be counted from, and is the reason for the gap', async () => {
    const run = new Reduction()
    told(new Station(run, T).birth(0), 60, counts(1000, 990))
    const { figure, reports } = await explained(run, asked('1m'))
    expect(figure.na).toBe('never-reported')
    expect(reports?.list[0]).toMatchObject({
      use: 'running-total',
      differences: [{ kind: 'first' }, { kind: 'first' }],
    })
    expect(reports?.gaps.map(({ reason }) => reason)).toEqual(['first-total'])
  })

  it('one that lacks a counter says which, first of its boot or not', async () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0)
    told(station, 60, { [ATT]: 1000 }, { total: [ATT] })
    told(station, 120, { [ATT]: 1100 }, { total: [ATT] })
    for (const at of [0, 60]) {
      const { reports } = await explained(run, asked('1m', at))
      expect(reports?.list[0]).toMatchObject({ use: 'missing-counters', stages: [{ missing: [SUCC] }] })
    }
  })

  it('from the start of the boot where its birth tells it', async () => {
    const run = new Reduction()
    told(new Station(run, T).birth(35, { started: T + 30_000 }), 60, counts(30, 29))
    const { check, reports } = await explained(run, asked('1m'))
    expect([check, reports?.counts]).toEqual(['agrees', { counts: 1 }])
    expect(reports?.list[0]?.stages[0]).toMatchObject({ from: T + 30_000, to: T + 60_000 })
    expect(reports?.list[0]?.differences[0]).toMatchObject({
      kind: 'boot-start',
      before: { at: T + 30_000, value: '0', offset: null },
      adds: 30,
    })
  })

  it('over lost reports it enters a coarser level, and counts while nothing else tells of that time', async () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0)
    told(station, 60, counts(1000, 990))
    told(station.loses(), 180, counts(1150, 1138))
    const of1 = await explained(run, asked('1m', 120))
    expect([of1.figure.na, of1.reports?.list[0]?.use]).toEqual(['never-reported', 'other-level'])
    const of15 = await explained(run, asked('15m'))
    expect([of15.figure.n, of15.check, of15.reports?.counts]).toEqual([
      150,
      'agrees',
      { counts: 1, 'running-total': 1 },
    ])
    expect(of15.reports?.list[0]?.differences[0]).toMatchObject({ kind: 'bridge', before: { at: T + 60_000 } })
    // increments of the lost minute are better than a difference that covers it too
    station.reports(60, 120, 60, counts(70, 70))
    const better = await explained(run, asked('15m'))
    expect([better.figure.n, better.check, better.reports?.counts]).toEqual([
      70,
      'agrees',
      { counts: 1, lost: 1, 'running-total': 1 },
    ])
    expect(better.reports?.list.find(({ use }) => use === 'lost')?.stages[0]).toMatchObject({
      rule: 'bridge',
      lostTo: 4,
      lostAt: '15m',
    })
  })

  it('a declared wrap, a fall, and totals above 2^53', async () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0)
    const big = 2n ** 53n + 1000n
    told(station, 60, counts(String(big), String(big)))
    told(station, 120, counts(String(big + 20n), String(big + 10n)), {
      wrap: counts(String(big + 100n), String(big + 100n)),
    })
    told(station, 180, counts(5, 5), { wrap: counts(String(big + 100n), String(big + 100n)) })
    told(station, 240, counts(3, 3))
    const { check, reports, figure, parts } = await explained(run, asked('15m'))
    const kinds = reports?.list.map(({ offset, use, differences }) => [
      offset,
      use,
      differences[0]?.kind,
      differences[0]?.adds,
    ])
    // 20, then big + 100 − (big + 20) + 5 = 85
    expect(kinds).toEqual([
      [3, 'counts', 'step', 20],
      [4, 'counts', 'wrap', 85],
      [5, 'fell', 'fell', null],
      [2, 'running-total', 'first', null],
    ])
    expect(reports?.list[0]?.differences[0]?.before?.value).toBe('9007199254741992')
    expect([check, figure.n]).toEqual(['agrees', 105])
    expect(parts.find(({ field }) => field === 'RrcSetupSuccess.succ')).toMatchObject({ value: 105, again: 105 })
  })

  it('a point that retention has removed is taken from the state', async () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0)
    told(station, 60, counts(1000, 990))
    told(station, 120, counts(1100, 1088))
    const { check, reports } = await explained(run, asked('1m', 60), 3)
    expect(check).toBe('agrees')
    expect(reports?.list[0]?.differences[0]?.before).toEqual({ at: T + 60_000, value: '1000', offset: null })
  })
})

const STEP = { unit: 'count', kind: 'step', wrapsAt: null }
