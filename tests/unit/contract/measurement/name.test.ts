import { describe, expect, test } from 'vitest'
import { lookUpName } from '../../../../contract/measurement/name.ts'

const keyOf = (name: string) => {
  const found = lookUpName(name)
  return found.kind === 'known' ? found.key : found.kind
}

describe('lookUpName', () => {
  test.each([
    ['RRC.ConnEstabAtt', 'RRC.ConnEstabAtt'],
    ['RRC.ConnEstabAtt.sum', 'RRC.ConnEstabAtt'],
    ['rrc.connestabatt.SUM', 'RRC.ConnEstabAtt'],
    ['DRB.PdcpSduVolumeDl_filter.5QI9', 'DRB.PdcpSduVolumeDL.5qi9'],
    ['DRB.UEThpDl.PLMN452-04', 'DRB.UEThpDl.plmn452-04'],
    ['DRB.UEThpDl.snssai1-0000AB', 'DRB.UEThpDl.snssai1-0000ab'],
    ['DRB.UEThpDl.snssai1', 'DRB.UEThpDl.snssai1'],
    ['DRB.UEThpDlDist.Bin3', 'DRB.UEThpDlDist.bin3'],
    ['RRU.CellUnavailableTime.Fault', 'RRU.CellUnavailableTime.causeFault'],
    ['RRU.CellUnavailableTime.causefault', 'RRU.CellUnavailableTime.causeFault'],
    ['RRU.CellUnavailableTime.CAUSEManualIntervention', 'RRU.CellUnavailableTime.causeManualIntervention'],
    ['RRC.ConnEstabFailCause.NoReply', 'RRC.ConnEstabFailCause.causeNoReply'],
    ['RRC.ConnEstabAtt.causemo-Data', 'RRC.ConnEstabAtt.causemo-data'],
    ['VS.DRB.RlcSduDelayDl.Nbr', 'VS.DRB.RlcSduDelayDl.Nbr'],
    ['VS.DRB.RlcSduDelayDl.Nbr.5qi9', 'VS.DRB.RlcSduDelayDl.Nbr.5qi9'],
  ])('%s → %s', (name, key) => {
    expect(keyOf(name)).toBe(key)
  })

  test.each([
    'RRC.ConnEstabAtt.9',
    'DRB.UEThpDl.09',
    'DRB.UEThpDl.452-04',
    'DRB.UEThpDl.1-000001',
    'RRU.CellUnavailableTime.3',
    'RRU.PrbUsedDl.3',
  ])('%s does not say what it counts by', (name) => {
    expect(keyOf(name)).toBe('ambiguous-subcounter')
  })

  test.each([
    '',
    '.',
    'sum',
    '9',
    'Vendor.Thing',
    'Vendor.Thing.9', // what the number means is nobody's business here
    'RRC.ConnEstabAtt.',
    'RRC.ConnEstabAtt.mo-Data', // free causes need their type
    'RRU.PrbUsedDl.5qi9', // no such dimension
    'DRB.UEThpDl.5qi256',
    'DRB.UEThpDl.5qi09',
    'DRB.UEThpDl.snssai256-000001',
    'DRB.UEThpDl.snssai1-00001',
    'DRB.UEThpDl.plmn45204',
    'DRB.UEThpDlDist.bin03',
    'RRC.ConnEstabAtt.cause',
    'RRC.ConnEstabAtt.causea=b',
    `RRC.ConnEstabAtt.cause${'x'.repeat(65)}`,
    'DRB.UEThpDl.plmn452-04.5qi9', // two dimensions at once
    '__proto__',
    'constructor',
    'DRB.UEThpDl.constructor',
  ])('%j is foreign', (name) => {
    expect(keyOf(name)).toBe('foreign')
  })

  test('a known name tells its measurement, its part and the scale of its unit', () => {
    const found = lookUpName('DRB.PdcpSduVolumeDL.5qi9')
    expect(found).toMatchObject({
      kind: 'known',
      measurement: { name: 'DRB.PdcpSduVolumeDL', unit: 'Mbit' },
      sub: { dimension: '5qi', text: '5qi9' },
      scale: { num: 1_000_000, den: 1 },
    })
  })

  test('answers do not change when more names came than are remembered', () => {
    expect(keyOf('drb.uethpdl')).toBe('DRB.UEThpDl')
    for (let i = 0; i < 25_000; i++) expect(keyOf(`Vendor.N${i}`)).toBe('foreign')
    expect(keyOf('drb.uethpdl')).toBe('DRB.UEThpDl')
    expect(keyOf('Vendor.N0')).toBe('foreign')
  })
})
