import { describe, expect, it } from 'vitest'
import { kpiById } from '../../../contract/kpi/catalogue.ts'
import { evaluateKpi } from '../../../contract/kpi/evaluate.ts'
import { Reduction } from '../../support/reduce.ts'
import { Station } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const STATION = 'HN-0001'

function kpiOf(id: string) {
  const kpi = kpiById(id)
  if (kpi === undefined) throw new Error(`the catalogue has no ${id}`)
  return kpi
}

/** Parts of the minute of one report of 60 s with these counters. */
function minuteOf(m: Record<string, unknown>, station?: Record<string, unknown>) {
  const run = new Reduction()
  const own = station === undefined ? {} : { station: { m: station } }
  new Station(run, T).birth(0).reports(0, 60, 60, m, own)
  return {
    run,
    cell: run.cell('1m', T, STATION, '1'),
    station: run.cell('1m', T, STATION, ''),
    set: run.events('quarantine').map(({ cause, text, cell }) => `${cell}: ${cause}: ${text}`),
  }
}

describe('what is impossible alone is quarantined: no seconds observed, and an event (semantics §9)', () => {
  it.each([
    [{ 'DRB.PdcpSduVolumeDL': -1 }, 'TrafficVolumeDl', '1: below-zero: DRB.PdcpSduVolumeDL: -1000000 bit'],
    // the weight of a fall-back, not what is weighed
    [
      { 'DRB.UEThpDl': 50_000, 'DRB.MeanActiveUeDl': -2 },
      'DlUeThroughput',
      '1: below-zero: DRB.MeanActiveUeDl: -2000 mUE',
    ],
    [{ 'RRU.PrbUsedDl': 274, 'RRU.PrbAvailDl': 273 }, 'PrbUtilDl', '1: above-100-percent: RRU.PrbUsedDl: 274000 mPRB'],
    [
      { 'DRB.UEUnresVolDl': 101, 'DRB.PdcpSduVolumeDL': 5 },
      'UnresVolShareDl',
      '1: above-100-percent: DRB.UEUnresVolDl: 1010000 1e-6',
    ],
    [
      { 'DRB.PacketLossRateUl': 1_000_001, 'VS.DRB.PacketLossRateUlNbr': 10 },
      'PacketLossUl',
      '1: above-100-percent: DRB.PacketLossRateUl: 1000001 1e-6',
    ],
  ])('%j', (m, kpi, event) => {
    const { cell, set } = minuteOf(m)
    expect(cell[`${kpi}.obs`] ?? 0).toBe(0)
    expect(set).toEqual([event])
  })

  it.each([
    [{ 'RRU.CellUnavailableTime': 61 }, '1: above-period: RRU.CellUnavailableTime: 61000 ms'],
    [{ 'RRU.CellUnavailableTime': -1 }, '1: below-zero: RRU.CellUnavailableTime: -1000 ms'],
    [
      { 'RRU.CellUnavailableTime.sum': 10, 'RRU.CellUnavailableTime.Fault': 7 },
      '1: unlike-causes: RRU.CellUnavailableTime: 10000 ms',
    ],
  ])('the counter of unavailable time: %j', (m, event) => {
    const { run, set } = minuteOf(m)
    run.settle()
    expect(run.times('1m', T, STATION, '1')['avail.down'] ?? 0).toBe(0)
    expect(set).toEqual([event])
  })

  it('what passes 2^53 when it is made: 9 Tbit/s of 2,000 UE over 60 s are more than 10^18 bit', () => {
    const { cell, set } = minuteOf({ 'DRB.UEThpDl': 9e9, 'DRB.MeanActiveUeDl': 2_000 })
    expect(cell['DlUeThroughput.obs'] ?? 0).toBe(0)
    expect(set).toEqual(['1: too-big: DRB.MeanActiveUeDl: 2000000 mUE', '1: too-big: DRB.UEThpDl: 9000000000000 bit/s'])
  })

  it('bins beyond the edges of the catalogue make no distribution', () => {
    const { cell } = minuteOf({ 'DRB.UEThpDlDist.bin3': 5, 'DRB.UEThpDlDist.bin99': 1 })
    expect(cell['UeThpDlDist.obs'] ?? 0).toBe(0)
    expect(minuteOf({ 'DRB.UEThpDlDist.bin3': 5 }).cell['UeThpDlDist.obs']).toBe(60)
  })

  it('below zero is no fault of a temperature', () => {
    const { station, set } = minuteOf({}, { 'PEE.AvgTemperature': -7 })
    expect(station['Temperature.obs'] ?? station['TemperatureMean.obs']).toBe(60)
    expect(set).toEqual([])
  })

  it('the other counters of the report count', () => {
    const { cell } = minuteOf({ 'DRB.PdcpSduVolumeDL': -1, 'DRB.PdcpSduVolumeUL': 3 })
    expect(cell['TrafficVolumeUl.vol']).toBe(3_000_000)
  })

  it('one event a station, measurement, reason and day, however many reports, in whatever order they come', () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0)
    station.reports(3600, 4200, 10, { 'DRB.PdcpSduVolumeDL': -2 })
    station.reports(0, 10, 10, { 'DRB.PdcpSduVolumeDL': -9 })
    const first = { from: T, to: T + 4_500_000, text: 'DRB.PdcpSduVolumeDL: -9000000 bit' }
    expect(run.events('quarantine')).toMatchObject([first])
    station.reports(86_400, 86_410, 10, { 'DRB.PdcpSduVolumeDL': -2 })
    station.reports(86_400, 86_410, 10, { 'DRB.PdcpSduVolumeUL': -2 })
    expect(run.events('quarantine')).toHaveLength(3)
  })
})

describe('what cannot be together is kept, and suspect', () => {
  const suspectOf = (m: Record<string, unknown>, kpi: string, station?: Record<string, unknown>) => {
    const { cell, station: whole } = minuteOf(m, station)
    const parts = station === undefined ? cell : whole
    return [parts[`${kpi}.obs`], parts[`${kpi}.sus`]]
  }

  it('more successes than attempts in one period: events may fall on either side of a boundary', () => {
    expect(suspectOf({ 'RRC.ConnEstabAtt': 9, 'RRC.ConnEstabSucc': 10 }, 'RrcSetupSuccess')).toEqual([60, 60])
    expect(suspectOf({ 'RRC.ConnEstabAtt': 10, 'RRC.ConnEstabSucc': 10 }, 'RrcSetupSuccess')).toEqual([60, 0])
  })

  it('energy that is not mean power times time: 500 W over 60 s are 8.333 Wh, give or take a tenth and 1 Wh', () => {
    const energy = (kWh: number) => suspectOf({}, 'Energy', { 'PEE.Energy': kWh, 'PEE.AvgPower': 500 })
    expect(energy(0.0083)).toEqual([60, 0])
    expect(energy(0.0065)).toEqual([60, 60])
    expect(energy(0.03)).toEqual([60, 60])
  })

  it('a mean above the greatest value', () => {
    expect(suspectOf({ 'RRC.ConnMean': 12, 'RRC.ConnMax': 11 }, 'ConnMean')).toEqual([60, 60])
    expect(suspectOf({ 'RRC.ConnMean': 11, 'RRC.ConnMax': 11 }, 'ConnMean')).toEqual([60, 0])
  })
})

describe('what is no fault', () => {
  it('a counter above 2^31', () => {
    const { cell, set } = minuteOf({ 'RRC.ConnEstabAtt': 3_000_000_000, 'RRC.ConnEstabSucc': 2_999_999_999 })
    expect([cell['RrcSetupSuccess.att'], set]).toEqual([3_000_000_000, []])
  })

  it('an idle cell: its throughput has no value, and its availability is 100 %', () => {
    const { run, cell } = minuteOf({ 'VS.DRB.UEThpVolDl': 0, 'VS.DRB.UEThpTimeDl': 0 })
    run.settle()
    const sums = new Map(Object.entries({ ...cell, ...run.times('1m', T, STATION, '1') }))
    expect(evaluateKpi(kpiOf('DlUeThroughput'), sums)).toMatchObject({ value: null, na: 'zero-denominator' })
    expect(evaluateKpi(kpiOf('CellAvail.Total'), sums).value).toBe(100)
  })
})

describe('over what is asked', () => {
  it('Σ successes > Σ attempts is no value, with the reason', () => {
    const sums = new Map(
      Object.entries({ 'RrcSetupSuccess.att': 9, 'RrcSetupSuccess.succ': 10, 'RrcSetupSuccess.obs': 60, exp: 60 }),
    )
    expect(evaluateKpi(kpiOf('RrcSetupSuccess'), sums)).toMatchObject({ value: null, na: 'guard', lo: null, hi: null })
  })
})

describe('one cell told by several units, and what is not NR', () => {
  it('CU and DU of one cell are not both summed; what only one of them tells counts', () => {
    const run = new Reduction()
    const say = (src: string, m: Record<string, unknown>) =>
      run.send(STATION, 'pm', {
        boot: '1790000000000-7',
        src,
        seq: 0,
        end: T + 60_000,
        gp: 60,
        cells: [{ cell: '1', m }],
      })
    say('cu', { 'DRB.PdcpSduVolumeDL': 100, 'RRC.ConnEstabAtt': 10, 'RRC.ConnEstabSucc': 9 })
    say('du', { 'DRB.PdcpSduVolumeDL': 100, 'RRU.PrbUsedDl': 50, 'RRU.PrbAvailDl': 100 })
    const cell = run.cell('1m', T, STATION, '1')
    expect([cell['TrafficVolumeDl.vol'], cell['RrcSetupSuccess.att'], cell['PrbUtilDl.obs']]).toEqual([
      100_000_000, 10, 60,
    ])
  })

  it('the same period of two units with the same seq: the same one stands whichever came first', () => {
    const volumes = [
      ['cu', 'du'],
      ['du', 'cu'],
    ].map((order) => {
      const run = new Reduction()
      for (const src of order) {
        run.send(STATION, 'pm', {
          boot: '1790000000000-7',
          src,
          seq: 0,
          end: T + 60_000,
          gp: 60,
          cells: [{ cell: '1', m: { 'DRB.PdcpSduVolumeDL': src === 'cu' ? 100 : 90 } }],
        })
      }
      return run.cell('1m', T, STATION, '1')['TrafficVolumeDl.vol']
    })
    expect(volumes[0]).toBe(volumes[1])
  })

  it('counters of LTE are not those of NR: their names are foreign, and in no figure', () => {
    const { cell, set } = minuteOf({ 'DRB.IPVolDl': 5, 'ERAB.EstabInitAttNbr.sum': 3, 'DRB.PdcpSduBitrateDl.QCI9': 4 })
    expect(Object.entries(cell).filter(([field, value]) => field.endsWith('.obs') && value !== 0)).toEqual([])
    expect(set).toEqual([])
  })
})
