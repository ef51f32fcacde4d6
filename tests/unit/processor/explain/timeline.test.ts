import { describe, expect, it } from 'vitest'
import { Reduction } from '../../../support/reduce.ts'
import { FAILED, Station, UP } from '../../../support/station-says.ts'
import { explained } from './explained.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (seconds: number): number => T + seconds * 1000
const where = { station: ['HN-0001'], cell: ['1'] }

/** Own side up for the quarter of an hour. */
function watched(run: Reduction, toS = 900): Reduction {
  for (let s = -5; s <= toS; s += 5) run.control({ type: 'tick', at: at(s), connected: true, accepting: true })
  return run
}

describe('an availability figure', () => {
  it('names the states between which each interval lies: 800 / 900 · 100', async () => {
    const run = watched(new Reduction())
    const station = new Station(run, T).birth(0)
    for (const s of [0, 100, 200, 300]) station.state(s)
    station.state(400, FAILED).state(500, UP)
    for (const s of [600, 700, 800, 900]) station.state(s)
    const told = await explained(run, { kpi: 'CellAvail.Total', level: '15m', at: T })
    expect(told.check).toBe('agrees')
    expect(
      told.timeline?.intervals.map(({ from, to, time, finding }) => [
        (from - T) / 1000,
        (to - T) / 1000,
        time,
        finding,
      ]),
    ).toEqual([
      [0, 400, 'up', 'up'],
      [400, 500, 'down', 'fault'],
      [500, 900, 'up', 'up'],
    ])
    // ticks come first in the log, then the birth (seq 0), the states follow
    const offset = (seq: number) => 182 + 1 + seq - 1 + 1
    expect(told.timeline?.intervals[1]?.because).toEqual([
      {
        kind: 'state',
        from: at(400),
        to: null,
        offset: offset(5),
        facts: { condition: 'fault', boot: '1790000000000-7', seq: 5 },
      },
      {
        kind: 'state',
        from: at(500),
        to: null,
        offset: offset(6),
        facts: { condition: 'up', boot: '1790000000000-7', seq: 6 },
      },
    ])
    expect(told.figure.value).toBeCloseTo((800 / 900) * 100, 9)
    expect(told.calculation?.en).toBe('800 / 900 · 100 = 88.88888889 %')
    expect(told.timeline?.outages).toEqual([
      { from: at(400), to: at(500), open: false, cause: 'fault', attribution: 'unknown', counts: true },
    ])
  })

  it('names the maintenance window and who registered it; what lies behind it is overrun', async () => {
    const run = watched(new Reduction())
    const word = { by: 'tester', why: 'swap', at: at(-60) }
    run.control({
      type: 'maintenance-add',
      id: 'w1',
      targets: ['HN-0001'],
      from: at(100),
      to: at(400),
      ...word,
      ticket: 'T-1',
    })
    const station = new Station(run, T).birth(0).state(0).state(90)
    station.state(150, FAILED).state(450, FAILED).state(500).state(800)
    const { timeline, check } = await explained(run, { kpi: 'CellAvail.Total', level: '15m', at: T })
    expect(check).toBe('agrees')
    const work = timeline?.intervals.filter(({ finding }) => finding === 'fault') ?? []
    expect(
      work.map(({ time, overrun, because }) => [time, overrun, because[0]?.kind, because[0]?.facts.ticket]),
    ).toEqual([
      ['planned', false, 'maintenance', 'T-1'],
      ['down', true, 'maintenance', 'T-1'],
    ])
  })

  it('says why time is unknown: states too far apart, a missing seq, silence, our own downtime', async () => {
    const run = new Reduction()
    for (let s = -5; s <= 600; s += 5) run.control({ type: 'tick', at: at(s), connected: true, accepting: true })
    const station = new Station(run, T).birth(0).state(0).loses(2).state(60)
    station.heartbeat(120).heartbeat(240).heartbeat(360).state(460).heartbeat(500)
    // the broker was away from 600 s on
    run.control({ type: 'tick', at: at(900), connected: false, accepting: true })
    station.heartbeat(900)
    const { timeline } = await explained(run, { kpi: 'CellAvail.Total', level: '15m', at: T })
    const kinds = timeline?.intervals.map(({ from, time, because }) => [
      (from - T) / 1000,
      time,
      because.map(({ kind }) => kind),
    ])
    expect(kinds).toEqual([
      [0, 'unknown', ['seq-missing', 'state', 'state', 'states-apart', 'state', 'nothing']],
      [500, 'unknown', ['silence']],
      [600, 'unknown', ['own-side']],
    ])
    const [first] = timeline?.intervals ?? []
    expect(first?.because[0]?.facts).toEqual({ boot: '1790000000000-7', first: 2, last: 3 })
    expect(first?.because.find(({ kind }) => kind === 'states-apart')?.facts).toEqual({ apartS: 400, limitS: 310 })
  })

  it('a restart names its birth, and whether all of the boot before is here', async () => {
    const run = watched(new Reduction())
    const station = new Station(run, T).birth(0).state(0).state(100)
    station.restart(300, 250, 'watchdog').state(300).state(600).state(900)
    const { timeline } = await explained(run, { kpi: 'CellAvail.Total', level: '15m', at: T })
    const dead = timeline?.intervals.find(({ because }) => because[0]?.kind === 'restart')
    expect(dead).toMatchObject({ from: at(100), to: at(250), time: 'down', finding: 'fault' })
    const birth = run.entries.findLast((entry) => entry.topic.endsWith('/birth'))
    expect(dead?.because[0]).toEqual({
      kind: 'restart',
      from: at(100),
      to: at(250),
      offset: birth?.offset,
      facts: { reason: 'watchdog', certain: 1 },
    })
  })

  it('the station’s own counter of unavailable time is named where it changes the times', async () => {
    const run = watched(new Reduction())
    const station = new Station(run, T).birth(0).state(0).state(300).state(600).state(900)
    station.reports(0, 900, 900, { 'RRU.CellUnavailableTime': 50, 'RRU.CellUnavailableTime.causeFault': 50 })
    const { timeline, check, parts } = await explained(run, { kpi: 'CellAvail.Total', level: '15m', at: T })
    expect(timeline?.counters).toMatchObject([{ from: T, to: at(900), total: 50, fault: 50 }])
    expect(parts.find(({ field }) => field === 'avail.down')).toMatchObject({ value: 50, again: 50 })
    expect(check).toBe('agrees')
  })

  it('of a station as a whole it tells its cells too', async () => {
    const run = watched(new Reduction())
    const station = new Station(run, T).birth(0)
    for (const s of [0, 300, 600, 900]) station.state(s).state(s, FAILED, '2')
    const told = await explained(run, { kpi: 'SiteAvail', level: '15m', at: T, where: { station: ['HN-0001'] } })
    expect(told.object).toMatchObject({ kind: 'station', station: 'HN-0001', cell: '' })
    expect(told.timeline?.intervals).toMatchObject([
      { time: 'up', degraded: true, because: [{ kind: 'cells', facts: { '1': 'up', '2': 'down' } }] },
    ])
    expect(told.timeline?.cells.map(({ cell, intervals }) => [cell, intervals.map(({ time }) => time)])).toEqual([
      ['1', ['up']],
      ['2', ['down']],
    ])
    expect(told.check).toBe('agrees')
  })

  it('a report KPI says of a stretch without report what the cell was then', async () => {
    const run = watched(new Reduction())
    const station = new Station(run, T).birth(0)
    for (const s of [0, 300]) station.state(s)
    station.state(600, FAILED).state(720, UP).state(900)
    station.reports(0, 600, 60).reports(720, 900, 60)
    const { reports } = await explained(run, { kpi: 'TrafficVolumeDl', level: '15m', at: T, where })
    expect(reports?.gaps).toEqual([{ stage: '', from: at(600), to: at(720), reason: 'down', due: false, missing: [] }])
  })
})
