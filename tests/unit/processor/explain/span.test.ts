import { describe, expect, it } from 'vitest'
import { Reduction } from '../../../support/reduce.ts'
import { Station } from '../../../support/station-says.ts'
import { explained } from './explained.ts'

const T = Date.UTC(2026, 9, 1, 5) // 12:00 in Việt Nam, start of an hour
const rrc = (att: number, succ: number) => ({ 'RRC.ConnEstabAtt': att, 'RRC.ConnEstabSucc': succ })
const minutes = (n: number) => T + n * 60_000

describe('one figure over a longer time', () => {
  it('is the sum of the longest windows that fit, the one that weighs most first; and says where there is no value', async () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0)
    station.reports(0, 60 * 15, 900, rrc(300, 297))
    // 12:15 to 12:30 has no report, 12:30 to 12:31 and 12:31 to 12:32 one each
    station
      .reports(60 * 30, 60 * 31, 60, rrc(100, 51))
      .reports(60 * 31, 60 * 32, 60, rrc(0, 0))
      .heartbeat(60 * 40)
    const asked = { kpi: 'RrcSetupSuccess', level: 'all', at: T, to: minutes(32) } as const
    const { figure, calculation, check, window, windows, parts } = await explained(run, asked)
    // (297 + 51) / (300 + 100) · 100 = 87
    expect([figure.value, calculation?.en, check]).toEqual([87, '348 / 400 · 100 = 87 %', 'agrees'])
    expect([window.level, window.from, window.to]).toEqual(['all', T, minutes(32)])
    expect(parts.find(({ field }) => field === 'RrcSetupSuccess.att')).toMatchObject({ value: 400, again: 400 })
    expect([windows?.total, windows?.valued]).toEqual([4, 2])
    expect(
      windows?.list.map(({ level, from, weight, share, without, figure: own }) => [
        level,
        from,
        weight,
        share,
        without,
        own.value,
      ]),
    ).toEqual([
      ['15m', T, 300, 0.75, 51, 99],
      ['1m', minutes(30), 100, 0.25, 99, 51],
    ])
    expect(windows?.empty).toEqual([
      { from: minutes(15), to: minutes(30), na: 'never-reported' },
      { from: minutes(31), to: minutes(32), na: 'zero-denominator' },
    ])
  })

  it('of all cells, of times, of a PLMN, slice or 5QI', async () => {
    const run = new Reduction()
    const volume = { 'DRB.PdcpSduVolumeDL.5qi1': 1, 'DRB.PdcpSduVolumeDL.5qi9': 4 }
    new Station(run, T, 'HN-0001').birth(0).reports(0, 60 * 20, 60, volume)
    new Station(run, T, 'HN-0002').birth(0).reports(0, 60 * 10, 60, volume)
    const asked = { level: 'all', at: T, to: minutes(20), where: {} } as const
    const traffic = await explained(run, { ...asked, kpi: 'TrafficVolumeDl' })
    expect([traffic.check, traffic.windows?.total, traffic.object.kind]).toEqual(['agrees', 6, 'group'])
    const up = await explained(run, { ...asked, kpi: 'CellAvail.Total' })
    expect(up.check).toBe('agrees')
    const nine = await explained(run, { ...asked, kpi: 'TrafficVolumeDl', where: { fiveqi: ['9'] } })
    // 4 Mbit in 20 and 10 minutes
    expect([nine.check, nine.parts.find(({ field }) => field === 'TrafficVolumeDl.vol')?.value]).toEqual([
      'agrees',
      120e6,
    ])
  })

  it('of a group names its cells too, over the whole time, the one that weighs most first', async () => {
    const run = new Reduction()
    new Station(run, T, 'HN-0001').birth(0).reports(0, 60 * 15, 900, rrc(300, 297))
    new Station(run, T, 'HN-0002')
      .birth(0)
      .reports(0, 60 * 15, 900, rrc(60, 30))
      .reports(60 * 15, 60 * 16, 60, rrc(40, 21))
    const asked = { kpi: 'RrcSetupSuccess', level: 'all', at: T, to: minutes(16), where: {} } as const
    const { figure, members, windows } = await explained(run, asked)
    // (297 + 30 + 21) / (300 + 60 + 40) · 100
    expect([figure.value, windows?.total, members?.total, members?.foreign]).toEqual([87, 2, 2, 0])
    expect(
      members?.list.map(({ station, cell, figure: own, weight, share, without }) => [
        ...[station, cell, own.value],
        ...[weight, share, without],
      ]),
    ).toEqual([
      ['HN-0001', '1', 99, 300, 0.75, 51],
      ['HN-0002', '1', 51, 100, 0.25, 99],
    ])
    const limited = await explained(run, { ...asked, limit: 1 })
    expect([limited.members?.list.length, limited.members?.notListed]).toEqual([1, 1])
    const one = await explained(run, { ...asked, where: { station: ['HN-0002'], cell: ['1'] } })
    expect(one.members).toBeNull()
    // it was heard for a minute longer
    const sites = await explained(run, { ...asked, kpi: 'SiteAvail' })
    expect(sites.members?.list.map(({ station, cell }) => [station, cell])).toEqual([
      ['HN-0002', ''],
      ['HN-0001', ''],
    ])
  })

  it('of greatest values, and busy hours, tells the windows and adds nothing up', async () => {
    const run = new Reduction()
    const day = Date.UTC(2026, 8, 30, 17)
    new Station(run, day)
      .birth(0)
      .reports(9 * 3600, 10 * 3600, 900, { 'DRB.PdcpSduVolumeDL': 25, 'DRB.PdcpSduVolumeUL': 1 })
    const to = day + 86_400_000
    const busy = await explained(run, { kpi: 'BH.zone.sum', level: 'all', at: day, to, where: {} })
    expect([busy.check, busy.parts, busy.windows?.list.map(({ level }) => level)]).toEqual(['not-checked', [], ['1d']])
    expect(busy.members).toBeNull()
  })

  it('needs an end', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 60, 60, rrc(1, 1))
    const asked = { kpi: 'RrcSetupSuccess', level: 'all', at: T } as const
    await expect(explained(run, asked)).rejects.toThrow(/expected 'to' behind that, got none/)
    await expect(explained(run, { ...asked, to: T })).rejects.toThrow(/expected 'to' behind that/)
  })
})
