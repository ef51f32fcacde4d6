import { describe, expect, it } from 'vitest'
import { formatForeignTopic } from '../../../contract/mod.ts'
import { Reduction } from '../../support/reduce.ts'
import { Station } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const HOUR_S = 3600
const mbit = (run: Reduction, level: '10s' | '1m' | '15m' | '1h' | '1d', t = T) =>
  (run.cell(level, t, 'HN-0001', '1')['TrafficVolumeDl.vol'] ?? 0) / 1e6

describe('late, corrected and superseding reports (semantics §6)', () => {
  it('a 10 s report three hours late leaves its final 10 s window and amends every level above', () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0).reports(0, 50, 10, { 'DRB.PdcpSduVolumeDL': 10 })
    station.heartbeat(3 * HOUR_S)
    run.settle()
    expect([mbit(run, '10s', T + 50_000), mbit(run, '1m'), mbit(run, '1h')]).toEqual([0, 50, 50])
    station.reports(50, 60, 10, { 'DRB.PdcpSduVolumeDL': 10 })
    expect([mbit(run, '10s', T + 50_000), mbit(run, '1m'), mbit(run, '15m'), mbit(run, '1h')]).toEqual([0, 60, 60, 60])
    const amended = run.rows().find((r) => r.table === 'cell_kpi' && r.level === '1m' && r.t === T)
    expect(amended?.rev).toBeGreaterThan(0)
  })

  it('a correction of what the state has let go is taken from the log again: nothing counts twice', () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0).reports(0, 60, 10, { 'DRB.PdcpSduVolumeDL': 10 })
    station.heartbeat(5 * HOUR_S)
    run.settle()
    run.forget('row/10s/')
    station.reports(20, 30, 10, { 'DRB.PdcpSduVolumeDL': 13 }, { rev: 1 })
    // 60 − 10 + 13
    expect([mbit(run, '1m'), mbit(run, '15m'), mbit(run, '1d', Date.UTC(2026, 8, 30, 17))]).toEqual([63, 63, 63])
  })

  it('so is one whose reports a gateway sent, which the log has under its name', () => {
    const run = new Reduction()
    const line = { station: 'HN-0001', from: 0, publisher: 'gw', type: 'station', operator: 'A', vendor: 'X' } as const
    const place = { province: 'VN-HN', zone: 'z', zoneType: 'research', phase: '1' } as const
    run.control({ type: 'registry', at: T, by: 'tester', why: 'test', lines: [{ ...line, ...place }] })
    const topic = formatForeignTopic('gw', `tram5g/v1/${run.context.realm}/HN-0001/pm`)
    const report = (seq: number, s: number, volume: number, extra: object = {}) => {
      const cells = [{ cell: '1', m: { 'DRB.PdcpSduVolumeDL': volume } }]
      run.mqtt(topic, { boot: '1790000000000-7', seq, end: T + s * 1000, gp: 10, cells, ...extra })
    }
    for (let s = 10; s <= 60; s += 10) report(s, s, 10)
    report(1000, 5 * HOUR_S, 10)
    run.settle().forget('row/10s/')
    report(1001, 30, 13, { rev: 1 })
    // 60 − 10 + 13
    expect([mbit(run, '1m'), mbit(run, '15m')]).toEqual([63, 63])
  })

  it('a 30 s report five hours late replaces its three 10 s reports, which the state has let go', () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0).reports(0, 60, 10, { 'DRB.PdcpSduVolumeDL': 10 })
    station.heartbeat(5 * HOUR_S)
    run.settle()
    run.forget('row/10s/')
    station.reports(0, 30, 30, { 'DRB.PdcpSduVolumeDL': 31 })
    expect([mbit(run, '1m'), mbit(run, '1h')]).toEqual([61, 61])
  })

  it('what one entry amends, and what is settled behind the same entry, both leave their history', () => {
    const run = new Reduction('sim-test', 100)
    run.control({ type: 'tick', at: T + 6_000_000, since: T, connected: true, accepting: true })
    const volume = { 'DRB.PdcpSduVolumeDL': 10 }
    const silent = new Station(run, T, 'HN-0002').birth(0).reports(0, 10, 10, volume)
    const station = new Station(run, T).birth(0).reports(0, 60, 10, volume)
    run.settle()
    // silent since 10 s, which was not to be told at 60 s; and of the last entry a correction of the other station
    station.heartbeat(6000)
    station.reports(50, 60, 10, { 'DRB.PdcpSduVolumeDL': 13 }, { rev: 1 })
    run.settle()
    const of = (id: string) =>
      run.history().filter((row) => row.station === id && row.cell === '1' && row.level === '10s')
    expect(of('HN-0001')).toMatchObject([{ t: T + 50_000, reason: 'corrected', offset: run.entries.length }])
    expect(of(silent.id).map(({ t }) => t)).toEqual([10, 20, 30, 40, 50].map((s) => T + s * 1000))
    expect(new Set(of(silent.id).map(({ offset }) => offset))).toEqual(new Set([run.entries.length]))
  })

  it('every change of a provisional window leaves its history: before, after, why', () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0).loses().reports(10, 60, 10, { 'DRB.PdcpSduVolumeDL': 10 })
    station.heartbeat(600)
    run.settle()
    station.seq = 1
    station.reports(0, 10, 10, { 'DRB.PdcpSduVolumeDL': 10 })
    const history = run.history().filter((h) => h.level === '1m' && 'TrafficVolumeDl.vol' in h.after)
    expect(history).toMatchObject([
      {
        rev: expect.any(Number),
        reason: 'resent',
        before: { 'TrafficVolumeDl.vol': 50e6 },
        after: { 'TrafficVolumeDl.vol': 60e6 },
      },
    ])
  })

  it('the rest of a window that the five times had come into the middle of corrects nothing, however late it is told', () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0).reports(0, 90, 10, { 'DRB.PdcpSduVolumeDL': 10 })
    run.settle(T + 90_000)
    // a backlog: the clock of the realm is far ahead before the rest is settled
    station.heartbeat(600)
    run.settle(T + 600_000)
    expect(run.cell('1m', T + 60_000, 'HN-0001', '1')).toMatchObject({ exp: 60 })
    expect(run.history()).toEqual([])
    // from then on it is whole, and what changes in it is a correction
    station.reports(60, 70, 10, { 'DRB.PdcpSduVolumeDL': 13 }, { rev: 1 })
    const history = run.history().filter(({ level, t }) => level === '1m' && t === T + 60_000)
    expect(history).toMatchObject([{ reason: 'corrected', rev: 1 }])
  })

  it('beyond the horizon of every level a report is in no figure, and counted', () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0).heartbeat(8 * 24 * HOUR_S)
    station.reports(0, 900, 900, { 'DRB.PdcpSduVolumeDL': 900 })
    expect(mbit(run, '15m')).toBe(0)
    expect(run.state.get('ledger/HN-0001')).toMatchObject({ accepted: 3, late: 1 })
  })
})
