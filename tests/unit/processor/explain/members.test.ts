import { describe, expect, it } from 'vitest'
import { Reduction } from '../../../support/reduce.ts'
import { Station } from '../../../support/station-says.ts'
import { explained } from './explained.ts'

const T = Date.UTC(2026, 9, 1, 5)
const VOLUME = 'DRB.PdcpSduVolumeDL'
const cellWith = (fiveqi: string) => ({ station: ['HN-0001'], cell: ['1'], fiveqi: [fiveqi] })

describe('a figure of one PLMN, slice or 5QI', () => {
  it('of a cell is made again from its own counters', async () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0)
    station.reports(0, 60, 60, { [`${VOLUME}.5qi1`]: 2, [`${VOLUME}.5qi9`]: 8 })
    station.reports(60, 120, 60, { [`${VOLUME}.5qi9`]: 5 })
    const asked = { kpi: 'TrafficVolumeDl', level: '15m', at: T } as const
    const nine = await explained(run, { ...asked, where: cellWith('9') })
    expect([nine.check, nine.object.kind, nine.reports?.counts]).toEqual(['agrees', 'cell', { counts: 2 }])
    // 8 + 5 Mbit
    expect(nine.parts.find(({ field }) => field === 'TrafficVolumeDl.vol')).toMatchObject({ value: 13e6, again: 13e6 })
    expect(nine.reports?.list[0]?.counters).toEqual([{ name: `${VOLUME}.5qi9`, value: 8e6, unit: 'bit' }])
    const one = await explained(run, { ...asked, where: cellWith('1') })
    expect([one.check, one.reports?.counts]).toEqual(['agrees', { counts: 1, 'missing-counters': 1 }])
    expect(one.reports?.list[1]?.stages[0]?.missing).toEqual([`${VOLUME}.5qi1`])
    expect(one.parts.find(({ field }) => field === 'TrafficVolumeDl.vol')?.again).toBe(2e6)
  })

  it('that nothing told of has no value and is no difference', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 60, 60, { [`${VOLUME}.5qi9`]: 8 })
    const none = await explained(run, { kpi: 'TrafficVolumeDl', level: '1m', at: T, where: cellWith('5') })
    expect([none.figure.value, none.figure.na, none.check]).toEqual([null, 'never-reported', 'not-checked'])
    expect(none.reports?.gaps.map(({ reason }) => reason)).toEqual(['missing-counters'])
  })

  it('of running totals too', async () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0)
    const total = { total: [`${VOLUME}.5qi1`, `${VOLUME}.5qi9`] }
    station.reports(0, 60, 60, { [`${VOLUME}.5qi1`]: 2, [`${VOLUME}.5qi9`]: 8 }, total)
    station.reports(60, 120, 60, { [`${VOLUME}.5qi1`]: 3, [`${VOLUME}.5qi9`]: 18 }, total)
    const asked = { kpi: 'TrafficVolumeDl', level: '1m', at: T + 60_000 } as const
    const nine = await explained(run, { ...asked, where: cellWith('9') })
    expect([nine.check, nine.reports?.counts]).toEqual(['agrees', { counts: 1 }])
    // 18 − 8 Mbit, and nothing of the other 5QI
    expect(nine.reports?.list[0]?.differences.map(({ name, adds }) => [name, adds])).toEqual([[`${VOLUME}.5qi9`, 10e6]])
  })

  it('of several cells names each cell with each member, and their sum is that of the store', async () => {
    const run = new Reduction()
    const m = (one: number, nine: number) => ({ [`${VOLUME}.5qi1`]: one, [`${VOLUME}.5qi9`]: nine })
    new Station(run, T, 'HN-0001').birth(0).reports(0, 60, 60, m(1, 8))
    new Station(run, T, 'HN-0002').birth(0).reports(0, 60, 60, m(2, 4))
    const asked = { kpi: 'TrafficVolumeDl', level: '1m', at: T } as const
    const nine = await explained(run, { ...asked, where: { fiveqi: ['9'] } })
    expect([nine.check, nine.object.kind, nine.figure.coverage]).toEqual(['agrees', 'group', 1])
    expect(nine.members?.list.map(({ station, cell, member, weight }) => [station, cell, member, weight])).toEqual([
      ['HN-0001', '1', '9', 8e6],
      ['HN-0002', '1', '9', 4e6],
    ])
    const both = await explained(run, { ...asked, where: { station: ['HN-0001'], cell: ['1'], fiveqi: ['1', '9'] } })
    expect([both.check, both.members?.list.map(({ member }) => member)]).toEqual(['agrees', ['9', '1']])
  })

  it('of which there are no counters is refused with what there is', async () => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 60, 60)
    const asked = { kpi: 'CellAvail.Total', level: '1m', at: T, where: cellWith('9') } as const
    await expect(explained(run, asked)).rejects.toThrow(/CellAvail.Total cannot be told by fiveqi/)
  })
})
