import { describe, expect, test } from 'vitest'
import { MEASUREMENTS, measurementByName } from '../../../../contract/measurement/catalogue.ts'
import { scaleOf } from '../../../../contract/measurement/unit.ts'

const spellings = MEASUREMENTS.flatMap((each) => [each.name, ...each.aliases].map((name) => name.toLowerCase()))

describe('measurement catalogue', () => {
  test('no spelling stands for two measurements', () => {
    expect(spellings.filter((name, i) => spellings.indexOf(name) !== i)).toEqual([])
  })

  test('no measurement hides behind a sub-counter of another', () => {
    const dotted = spellings.filter((name) => spellings.includes(name.slice(0, name.lastIndexOf('.'))))
    expect(dotted).toEqual([])
  })

  test.each(MEASUREMENTS.map((each) => [each.name, each] as const))('%s is whole', (_, each) => {
    expect(scaleOf(each.quantity, each.unit)).toBeDefined()
    expect(each.objects).not.toHaveLength(0)
    expect(each.source).not.toBe('')
    if (each.causes.length > 0) expect(each.dimensions).toContain('cause')
    if (each.name.startsWith('VS.')) expect(each.confidence).toBe('D')
    if (each.method === 'SI' && each.name !== 'PEE.Energy') expect(each.additive).toBe(false)
  })

  test.each([
    ['drb.pdcpsduvolumedl', 'DRB.PdcpSduVolumeDL'],
    ['DRB.PdcpSduVolumeDl', 'DRB.PdcpSduVolumeDL'],
    ['DRB.PdcpSduVolumeUL_Filter', 'DRB.PdcpSduVolumeUL'],
    ['QosFlow.PdcpSduVolumeDL', 'QosFlow.PdcpSduVolumeDl'],
    ['UECNTXT.ConnEstabAtt', 'UECNTX.ConnEstabAtt'],
    ['TB.InitialErrNbrDl', 'TB.IntialErrNbrDl'],
    ['VS.DRB.RlcSduDelayDlNbr', 'VS.DRB.RlcSduDelayDl.Nbr'],
    ['VS.ENDC.SGNBADDREQ', 'VS.EnDc.SgnbAddReq'],
  ])('%s is known as %s', (spelling, canonical) => {
    expect(measurementByName(spelling)?.name).toBe(canonical)
  })

  test('what no source establishes is not asserted as read in the standard', () => {
    expect(MEASUREMENTS.filter((each) => each.confidence === 'V').map((each) => each.name)).toEqual([
      'DRB.PdcpSduVolumeDL',
      'DRB.PdcpSduVolumeUL',
      'DRB.F1uPdcpSduVolumeDL',
      'DRB.F1uPdcpSduVolumeUL',
      'DRB.XnuPdcpSduVolumeDl',
      'DRB.XnuPdcpSduVolumeUl',
      'DRB.X2uPdcpSduVolumeDl',
      'DRB.X2uPdcpSduVolumeUl',
      'QosFlow.PdcpSduVolumeDl',
      'QosFlow.PdcpSduVolumeUl',
      'QosFlow.PdcpPduVolumeDL',
      'QosFlow.PdcpPduVolumeUL',
      'DRB.PdcpSduDelayDl',
      'PEE.Energy',
    ])
  })
})
