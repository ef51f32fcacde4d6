import { describe, expect, it } from 'vitest'
import { Reduction } from '../../../support/reduce.ts'
import { Station } from '../../../support/station-says.ts'
import { explained } from './explained.ts'

const T = Date.UTC(2026, 9, 1, 5)
const rrc = (att: number, succ: number) => ({ 'RRC.ConnEstabAtt': att, 'RRC.ConnEstabSucc': succ })

describe('a figure of several cells', () => {
  it('names the cells that add up, the one that weighs most first, and the figure without each', async () => {
    const run = new Reduction()
    new Station(run, T, 'HN-0001').birth(0).reports(0, 60, 60, rrc(300, 297))
    new Station(run, T, 'HN-0002').birth(0).reports(0, 60, 60, rrc(100, 51))
    new Station(run, T, 'HN-0003').birth(0).reports(0, 60, 60, { 'DRB.PdcpSduVolumeDL': 1 })
    const { figure, calculation, members, check, object } = await explained(run, {
      kpi: 'RrcSetupSuccess',
      level: '1m',
      at: T,
      where: { zone: ['unregistered'] },
    })
    expect(object).toMatchObject({ kind: 'group', station: '', where: { zone: ['unregistered'] } })
    // (297 + 51) / (300 + 100) · 100 = 87
    expect(figure.value).toBe(87)
    expect(calculation?.en).toBe('348 / 400 · 100 = 87 %')
    expect(check).toBe('agrees')
    expect([members?.total, members?.valued]).toEqual([3, 2])
    expect(
      members?.list.map(({ station, cell, weight, share, without, figure }) => [
        station,
        cell,
        weight,
        share,
        without,
        figure.value,
      ]),
    ).toEqual([
      ['HN-0001', '1', 300, 0.75, 51, 99],
      ['HN-0002', '1', 100, 0.25, 99, 51],
      ['HN-0003', '1', 0, 0, 87, null],
    ])
  })

  it('leaves cells out for which the KPI has no meaning, and counts them', async () => {
    const run = new Reduction()
    new Station(run, T, 'HN-0001').birth(0).reports(0, 60, 60, rrc(100, 98))
    const nsa = { cells: [{ cell: '1', mode: 'NSA', band: 'n41' }] }
    new Station(run, T, 'HN-0002').birth(0, nsa).reports(0, 60, 60, rrc(50, 1))
    const all = await explained(run, { kpi: 'RrcSetupSuccess', level: '1m', at: T, where: {} })
    expect([all.figure.value, all.members?.total, all.members?.foreign]).toEqual([98, 1, 1])
    const own = await explained(run, {
      kpi: 'RrcSetupSuccess',
      level: '1m',
      at: T,
      where: { station: ['HN-0002'], cell: ['1'] },
    })
    expect([own.figure.na, own.object.tags.mode]).toEqual(['nsa', 'NSA'])
  })

  it('of an availability the weight is the time', async () => {
    const run = new Reduction()
    new Station(run, T, 'HN-0001').birth(0).reports(0, 60, 60, rrc(1, 1))
    new Station(run, T, 'HN-0002').birth(0).reports(0, 30, 30, rrc(1, 1))
    const { members } = await explained(run, { kpi: 'CellAvail.Total', level: '1m', at: T, where: {} })
    expect(members?.list.map(({ station, weight }) => [station, weight])).toEqual([
      ['HN-0001', 60],
      ['HN-0002', 30],
    ])
  })

  it('of cells that weigh the same the one furthest from the figure comes first', async () => {
    const run = new Reduction()
    for (const [station, succ] of [
      ['HN-0001', 100],
      ['HN-0002', 99],
      ['HN-0003', 60],
    ] as const) {
      new Station(run, T, station).birth(0).reports(0, 60, 60, rrc(100, succ))
    }
    const { members } = await explained(run, { kpi: 'RrcSetupSuccess', level: '1m', at: T, where: {} })
    // of all: 259 / 300 · 100 = 86.3
    expect(members?.list.map(({ station }) => station)).toEqual(['HN-0003', 'HN-0001', 'HN-0002'])
  })

  it('a busy hour shows the traffic of each hour', async () => {
    const run = new Reduction()
    const day = Date.UTC(2026, 8, 30, 17)
    new Station(run, day, 'HN-0001')
      .birth(0)
      .reports(9 * 3600, 10 * 3600, 900, { 'DRB.PdcpSduVolumeDL': 25, 'DRB.PdcpSduVolumeUL': 1 })
      .reports(10 * 3600, 11 * 3600, 900, { 'DRB.PdcpSduVolumeDL': 10, 'DRB.PdcpSduVolumeUL': 1 })
    const kpi = 'BH.zone.sum'
    const { hours, figure } = await explained(run, { kpi, level: '1d', at: day, where: {} })
    expect(hours?.filter(({ value }) => value !== null).map(({ hour, busiest }) => [hour, busiest])).toEqual([
      [9, true],
      [10, false],
    ])
    expect(figure.value).toBe(hours?.find(({ busiest }) => busiest)?.value)
  })

  it('a cell of unregistered stations needs its station beside it', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 60, 60, rrc(1, 1))
    const request = { kpi: 'RrcSetupSuccess', level: '1m', at: T, where: { cell: ['1'] } } as const
    await expect(explained(run, request)).rejects.toThrow(/a cell is named within its station/)
  })
})

describe('samples of active tests', () => {
  it('are listed with why they do not count', async () => {
    const run = new Reduction()
    const test = (seq: number, s: number, ms: number) =>
      run.send('PB-1', 'test', {
        boot: '1790000000000-7',
        seq,
        t: T + s * 1000,
        campaign: 'c',
        server: 's',
        ue: 'u1',
        plmn: '45204',
        cell: '1',
        rat: 'NR',
        place: 'indoor',
        kind: 'dl',
        bytes: 125_000_000,
        ms,
        result: 'ok',
      })
    test(0, 1, 10_000)
    test(1, 5, 20_000)
    test(2, 41, 5000)
    const where = { station: ['PB-1'], cell: ['1'] }
    const { samples, figure, check } = await explained(run, { kpi: 'TestDlMean', level: '1m', at: T, where })
    expect(samples?.list.map(({ offset, notCounted }) => [offset, notCounted])).toEqual([
      [1, null],
      [2, 'too-soon'],
      [3, null],
    ])
    // 8 · 125 MB / 10 s = 100 Mbit/s, / 5 s = 200 Mbit/s; mean 150
    expect(figure.n).toBe(2)
    expect(check).toBe('agrees')
  })
})
