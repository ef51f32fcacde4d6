import { describe, expect, test } from 'vitest'
import { cellOf, PM, refusedCell, sound } from './sample-messages.ts'

describe('measurement values', () => {
  test('units of u, of the catalogue, as numbers and as strings', () => {
    expect(
      cellOf(
        {
          'drb.pdcpsduvolumedl': '9007199254740991',
          'DRB.PdcpSduVolumeUL': 1.5,
          'RRC.ConnMean': 12.3456,
          'RRU.CellUnavailableTime': 7,
          'QF.SessionTimeUE': 1_500,
          'DRB.RlcSduDelayDl': 35.27,
          'DRB.AirIfDelayDl': 3.5,
          'RRU.PrbTotDl': 43,
          'CARR.MaxTxPwr': -3.25,
        },
        { 'DRB.PdcpSduVolumeDL': 'bit', 'QF.SessionTimeUE': 'ms', 'DRB.AirIfDelayDl': 'ms' },
      ).entries,
    ).toEqual({
      'DRB.PdcpSduVolumeDL': 9_007_199_254_740_991,
      'DRB.PdcpSduVolumeUL': 1_500_000,
      'RRC.ConnMean': 12_346,
      'RRU.CellUnavailableTime': 7_000,
      'QF.SessionTimeUE': 1_500,
      'DRB.RlcSduDelayDl': 3_527,
      'DRB.AirIfDelayDl': 3_500,
      'RRU.PrbTotDl': 430_000,
      'CARR.MaxTxPwr': -3_250,
    })
  })

  test('the unit of a total holds for its parts that have none of their own', () => {
    const u = { 'drb.pdcpsduvolumedl.SUM': 'kbit', 'DRB.PdcpSduVolumeDL.5qi1': 'bit' }
    expect(cellOf({ 'DRB.PdcpSduVolumeDL.5qi9': 2, 'DRB.PdcpSduVolumeDL.5qi1': 500 }, u).entries).toEqual({
      'DRB.PdcpSduVolumeDL': 2_500,
      'DRB.PdcpSduVolumeDL.5qi9': 2_000,
      'DRB.PdcpSduVolumeDL.5qi1': 500,
    })
  })

  test('null is not available: as if absent', () => {
    expect(cellOf({ 'RRC.ConnMax': null, 'RRC.ConnMean': 0 }).entries).toEqual({ 'RRC.ConnMean': 0 })
  })

  test('foreign names are counted, whatever they hold, and their units too', () => {
    const cell = cellOf({ 'X.Y': 1, 'X.Z': 'text', 'X.W': { a: [true] }, 'RRC.ConnMax': 3 }, { 'X.Y': 'furlong' })
    expect(cell).toMatchObject({ foreignNames: 3, entries: { 'RRC.ConnMax': 3_000 }, suspect: false })
  })

  test('a negative value is kept: others judge what is impossible', () => {
    expect(cellOf({ 'RRC.ConnEstabAtt': -1 }).entries).toEqual({ 'RRC.ConnEstabAtt': -1 })
  })

  test.each<[{ m: unknown; u?: unknown }, string]>([
    [{ m: { 'RRC.ConnMax': '' } }, 'wrong-type'],
    [{ m: { 'RRC.ConnMax': [1] } }, 'wrong-type'],
    [{ m: { 'RRC.ConnMax': '12 ' } }, 'wrong-type'],
    [{ m: [] }, 'wrong-type'],
    [{ m: {}, u: 'kbit' }, 'wrong-type'],
    [{ m: {}, u: { 'RRC.ConnMax': 1 } }, 'wrong-type'],
    [{ m: {}, u: { 'DRB.UEThpDl.7': 'kbit/s' } }, 'ambiguous-subcounter'],
    [{ m: {}, u: { 'DRB.UEThpDl': 'kbit/s', 'DRB.UEThpDl.sum': 'kbit/s' } }, 'duplicate-name'],
    [{ m: {}, u: { 'RRU.PrbUsedDl': '%' } }, 'unknown-unit'],
    [{ m: {}, u: { 'PEE.Energy': 'kwh' } }, 'unknown-unit'],
    [{ m: { 'DRB.PdcpSduVolumeDL': 9_007_199_255 } }, 'bad-number'],
  ])('%j is refused: %s', ({ m, u }, code) => {
    expect(refusedCell(m, u).code).toBe(code)
  })

  test('2,000 names are taken, 2,001 are not', () => {
    const names = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`V.N${i}`, i]))
    expect(cellOf(names(2_000)).foreignNames).toBe(2_000)
    expect(refusedCell(names(2_001))).toEqual({
      code: 'wrong-type',
      detail: 'cells[0].m: expected at most 2000 names, got more',
    })
  })

  test('the station has values, units, suspicion and totals of its own', () => {
    const message = sound('pm', {
      ...PM,
      rev: 3,
      src: 'DU.1',
      total: ['PEE.ENERGY', 'Foreign.X', 'pee.energy.sum', 'DRB.PdcpSduVolumeDL.5QI9'],
      cells: [],
      station: {
        m: { 'PEE.Energy': 3_600_000, 'PEE.AvgPower': 350, 'X.Y': 1 },
        u: { 'pee.energy': 'J' },
        suspect: true,
      },
    })
    expect(message).toMatchObject({
      id: { src: 'DU.1' },
      rev: 3,
      cells: [],
      station: {
        suspect: true,
        values: new Map([['PEE.AvgPower', 350_000]]),
        totals: new Map([['PEE.Energy', { value: 1_000_000n, wrapsAt: undefined }]]),
      },
      hasTotals: true,
      foreignNames: 1,
    })
  })
})
