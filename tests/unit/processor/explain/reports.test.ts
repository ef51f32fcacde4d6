import { describe, expect, it } from 'vitest'
import { explain } from '../../../../processor/mod.ts'
import { Reduction } from '../../../support/reduce.ts'
import { Station } from '../../../support/station-says.ts'
import { explained, logOf, storeOf } from './explained.ts'

const T = Date.UTC(2026, 9, 1, 5) // 12:00 in Việt Nam, start of a quarter of an hour
const RRC = { 'RRC.ConnEstabAtt': 100, 'RRC.ConnEstabSucc': 98 }

describe('a figure made of reports', () => {
  it('names the message, its counters and the arithmetic: 98 / 100 · 100 = 98 %', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).heartbeat(1).reports(0, 60, 60, RRC)
    const { figure, calculation, check, reports, parts, catalogue, kpi, window } = await explained(run, {
      kpi: 'RrcSetupSuccess',
      level: '1m',
      at: T + 30_000,
    })
    expect(figure.value).toBe(98)
    expect(calculation).toEqual({ vi: '98 / 100 · 100 = 98 %', en: '98 / 100 · 100 = 98 %' })
    expect(check).toBe('agrees')
    expect([catalogue, kpi.id, kpi.unit, window.from, window.to]).toEqual(['2', 'RrcSetupSuccess', '%', T, T + 60_000])
    expect(parts.find(({ field }) => field === 'RrcSetupSuccess.att')).toMatchObject({ value: 100, again: 100 })
    expect(reports?.counts).toEqual({ counts: 1 })
    expect(reports?.list[0]).toMatchObject({
      offset: 3,
      inLog: true,
      boot: '1790000000000-7',
      seq: 2,
      rev: 0,
      from: T,
      to: T + 60_000,
      level: '1m',
      use: 'counts',
      counters: [
        { name: 'RRC.ConnEstabAtt', value: 100, unit: 'count' },
        { name: 'RRC.ConnEstabSucc', value: 98, unit: 'count' },
      ],
    })
    expect(reports?.gaps).toEqual([])
  })

  it('tells receipt, delay and the offset of the clock by the last heartbeat before it', async () => {
    const run = new Reduction()
    const topic = (at: number) => ({ boot: '1790000000000-7', seq: at })
    run.send('HN-0001', 'state', { ...topic(0), t: T + 1000, queued: 0 }, T + 1300)
    run.send('HN-0001', 'state', { ...topic(1), t: T + 2000, queued: 4 }, T + 9000)
    run.send('HN-0001', 'pm', { ...topic(2), end: T + 60_000, gp: 60, cells: [{ cell: '1', m: RRC }] }, T + 60_450)
    const { reports } = await explained(run, { kpi: 'RrcSetupSuccess', level: '1m', at: T })
    // the second heartbeat had messages queued, so that it says nothing of the clock: 1300 − 1000
    expect(reports?.list[0]).toMatchObject({ receivedAt: T + 60_450, delayMs: 450, clockOffsetMs: 300 })
  })

  it('lists what lost with its rule: a finer report against a coarser one (§3)', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 120, 60, { 'DRB.PdcpSduVolumeDL': 1 }).reports(0, 900, 900, {
      'DRB.PdcpSduVolumeDL': 900,
    })
    const of15 = await explained(run, { kpi: 'TrafficVolumeDl', level: '15m', at: T })
    expect(of15.reports?.counts).toEqual({ counts: 1, lost: 2 })
    expect(of15.reports?.list.map(({ gpS, use, stages }) => [gpS, use, stages[0]?.rule, stages[0]?.lostTo])).toEqual([
      [900, 'counts', null, null],
      [60, 'lost', 'coarser', 4],
      [60, 'lost', 'coarser', 4],
    ])
    expect(of15.reports?.list[1]?.stages[0]).toMatchObject({ clause: 'semantics §3', lostAt: '15m' })
    expect(of15.parts.find(({ field }) => field === 'TrafficVolumeDl.vol')).toMatchObject({
      value: 900_000_000,
      again: 900_000_000,
    })
    // in its own minute the finer one counts; the longer one is told of as one that counts from 15 min up
    const of1 = await explained(run, { kpi: 'TrafficVolumeDl', level: '1m', at: T })
    expect(of1.reports?.counts).toEqual({ counts: 1, 'other-level': 1 })
  })

  it('of one period the greater rev, then the later boot, then the greater seq stands (§2)', async () => {
    const report = (run: Reduction, seq: number, extra: object, boot = '1790000000000-7') =>
      run.send('HN-0001', 'pm', { boot, seq, end: T + 60_000, gp: 60, cells: [{ cell: '1', m: RRC }], ...extra })
    const rule = async (run: Reduction) => {
      const { reports } = await explained(run, { kpi: 'RrcSetupSuccess', level: '1m', at: T })
      return reports?.list.map(({ offset, use, stages }) => [offset, use, stages[0]?.rule, stages[0]?.clause])
    }
    const byRev = new Reduction()
    report(byRev, 1, { rev: 1 })
    report(byRev, 2, {})
    expect(await rule(byRev)).toEqual([
      [1, 'counts', null, ''],
      [2, 'lost', 'rev', 'semantics §2'],
    ])
    const byBoot = new Reduction()
    report(byBoot, 9, {})
    report(byBoot, 1, {}, '1790000900000-8')
    expect(await rule(byBoot)).toEqual([
      [2, 'counts', null, ''],
      [1, 'lost', 'boot', 'semantics §2'],
    ])
    const bySeq = new Reduction()
    report(bySeq, 2, {})
    report(bySeq, 1, {})
    expect(await rule(bySeq)).toEqual([
      [1, 'counts', null, ''],
      [2, 'lost', 'seq', 'semantics §2'],
    ])
  })

  it('a figure without value says which counter is missing', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 60, 60, { 'RRC.ConnEstabAtt': 100 }).reports(60, 300, 60, RRC)
    const { figure, reports, calculation } = await explained(run, { kpi: 'RrcSetupSuccess', level: '1m', at: T })
    expect([figure.value, figure.na, calculation]).toEqual([null, 'never-reported', null])
    expect(reports?.list[0]).toMatchObject({ use: 'missing-counters', stages: [{ missing: ['RRC.ConnEstabSucc'] }] })
    expect(reports?.gaps).toEqual([
      { stage: '', from: T, to: T + 60_000, reason: 'missing-counters', due: true, missing: ['RRC.ConnEstabSucc'] },
    ])
  })

  it('nothing happened: the counters are there, and are 0', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 60, 60, { 'RRC.ConnEstabAtt': 0, 'RRC.ConnEstabSucc': 0 })
    const { figure, reports } = await explained(run, { kpi: 'RrcSetupSuccess', level: '1m', at: T })
    expect([figure.value, figure.na]).toEqual([null, 'zero-denominator'])
    expect(reports?.counts).toEqual({ counts: 1 })
  })

  it('what cannot be is said so, and is no gap of the station', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 60, 60, { 'RRU.PrbUsedDl': 300, 'RRU.PrbAvailDl': 273 })
    const { figure, reports } = await explained(run, { kpi: 'PrbUtilDl', level: '1m', at: T })
    expect(figure.value).toBeNull()
    expect(reports?.list[0]?.use).toBe('impossible')
    expect(reports?.gaps[0]?.reason).toBe('impossible')
  })

  it('more successes than attempts are kept as suspect; in the sum there is no value, reason guard', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 60, 60, { 'RRC.ConnEstabAtt': 10, 'RRC.ConnEstabSucc': 12 })
    const { figure, reports } = await explained(run, { kpi: 'RrcSetupSuccess', level: '1m', at: T })
    expect([figure.value, figure.na]).toEqual([null, 'guard'])
    expect(reports?.list[0]?.stages[0]).toMatchObject({ use: 'counts', suspect: true })
  })

  it('what retention has removed is said so; the parts are checked as far as the state still has them', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 300, 60, RRC)
    const { reports, remarks, check } = await explained(run, { kpi: 'RrcSetupSuccess', level: '15m', at: T }, 4)
    expect(reports?.list.map(({ offset, inLog, use }) => [offset, inLog, use])).toEqual([
      [2, false, 'counts'],
      [3, false, 'counts'],
      [4, true, 'counts'],
      [5, true, 'counts'],
      [6, true, 'counts'],
    ])
    expect(remarks).toContainEqual({ code: 'gone-from-log', facts: { count: 2 } })
    expect(check).toBe('agrees')
    expect(reports?.log).toEqual({ oldest: 4, newest: 6 })
  })

  it('lists at most so many and counts all', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 900, 10, RRC)
    const { reports, figure } = await explained(run, { kpi: 'RrcSetupSuccess', level: '15m', at: T, limit: 5 })
    expect(reports?.counts).toEqual({ counts: 90 })
    expect([reports?.list.length, reports?.notListed, figure.n]).toEqual([5, 85, 9000])
  })

  it('of a final window what came behind its horizon is in coarser levels alone, and that is said', async () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0).reports(0, 10, 10, RRC)
    station.heartbeat(3 * 3600)
    const store = await storeOf(run)
    station.reports(0, 10, 10, { 'RRC.ConnEstabAtt': 200, 'RRC.ConnEstabSucc': 200 }, { rev: 1 })
    const lineage = { view: run.state, log: logOf(run), partition: 0 }
    const where = { station: ['HN-0001'], cell: ['1'] }
    const asked = { kpi: 'RrcSetupSuccess', level: '10s', at: T, where, limit: 10 } as const
    const fine = await explain({ realm: run.context.realm, store, lineage }, asked)
    await store.close()
    expect([fine.figure.value, fine.check]).toEqual([98, 'differs'])
    expect(fine.remarks).toContainEqual({ code: 'final', facts: {} })
    const coarse = await explained(run, { kpi: 'RrcSetupSuccess', level: '1m', at: T })
    expect([coarse.figure.value, coarse.check]).toEqual([100, 'agrees'])
    expect(coarse.corrections[0]?.changes['RrcSetupSuccess.att']).toEqual([100, 200])
  })

  it('refused messages and missing seqs of that time are named', async () => {
    const run = new Reduction('live')
    const send = (kind: string, body: unknown, at: number) => run.send('HN-0001', kind, body, at)
    const boot = '1790000000000-7'
    send('pm', { boot, seq: 0, end: T + 60_000, gp: 60, cells: [{ cell: '1', m: RRC }] }, T + 60_500)
    send('pm', 'no json', T + 61_000)
    send('pm', { boot, seq: 5, end: T + 180_000, gp: 60, cells: [{ cell: '1', m: RRC }] }, T + 180_500)
    const { remarks } = await explained(run, { kpi: 'RrcSetupSuccess', level: '15m', at: T })
    expect(remarks).toContainEqual({ code: 'refused', facts: { count: 1, codes: 'not-json', offsets: '2' } })
    expect(remarks).toContainEqual({ code: 'missing-seqs', facts: { count: 4, ranges: `${boot} 1–4` } })
  })

  it('unknown names are refused with what there is', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 60, 60, RRC)
    const at = { level: '1m', at: T } as const
    await expect(explained(run, { kpi: 'Nothing', ...at })).rejects.toThrow(/unknown kpi "Nothing"/)
    const where = (station: string[], cell: string[]) => ({ kpi: 'RrcSetupSuccess', ...at, where: { station, cell } })
    await expect(explained(run, where(['XX'], ['1']))).rejects.toThrow(/station "XX" is unknown/)
    await expect(explained(run, where(['HN-0001'], ['9']))).rejects.toThrow(/no cell "9"; its cells are 1/)
    await expect(explained(run, { kpi: 'SiteAvail', ...at })).rejects.toThrow(/no tag cell/)
  })
})
