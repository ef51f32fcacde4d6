import { describe, expect, it } from 'vitest'
import {
  CATALOGUE_VERSION,
  fieldsOfObject,
  KPIS,
  kpiById,
  observedField,
  ownerOf,
  partFields,
} from '../../../../contract/kpi/catalogue.ts'
import type { Formula, KpiDefinition, Linear } from '../../../../contract/kpi/definition.ts'
import { EDGES } from '../../../../contract/kpi/edges.ts'
import { evaluateKpi } from '../../../../contract/kpi/evaluate.ts'
import { TIMELINE_FIELDS } from '../../../../contract/kpi/timeline-fields.ts'

const each = KPIS.map((kpi): [string, KpiDefinition] => [kpi.id, kpi])

function linearsOf(formula: Formula): Linear[] {
  switch (formula.kind) {
    case 'ratio':
    case 'population':
      return [formula.num, formula.den]
    case 'product':
      return formula.factors.flatMap(({ num, den }) => [num, den])
    case 'ratio-sum':
      return formula.terms.flatMap(({ num, den }) => [num, den])
    case 'sum':
    case 'mean-count':
    case 'busy-hour':
      return [formula.of]
    case 'percentile':
      return [Object.fromEntries(EDGES[formula.edges].edges.map((_, i) => [`${formula.bins}${i}`, 1]))]
    case 'extreme':
      return [{ [formula.field]: 1 }]
  }
}

describe('the catalogue', () => {
  it('has what the trial reports on, under the names of the standard where it has one', () => {
    const ids = KPIS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(
      expect.arrayContaining([
        ...['CellAvail.Total', 'CellAvail.ExPlanned', 'CellAvail.Equipment', 'CellAvail.Service', 'SiteAvail'],
        ...['OutageCount', 'Mtbf', 'Mttr', 'AvailDisagreement'],
        ...['DlUeThroughput', 'UlUeThroughput', 'UnresVolShareDl', 'UnresVolShareUl', 'CellThpDl', 'CellThpUl'],
        ...['UeThpDlP5', 'UeThpDlP50', 'UeThpDlP95', 'UeThpDlShare30', 'UeThpDlShare100'],
        ...['TrafficVolumeDl', 'TrafficVolumeUl', 'BH.cell.bouncing', 'BH.zone.sum', 'BH.timeConsistent'],
        ...['PrbUtilDl', 'PrbUtilUl', 'RrcSetupSuccess', 'NgSignallingSuccess', 'PduSessionSetupSuccess'],
        ...['QosFlowSetupSuccess', 'DRBAccessibility', 'SgnbAddSuccess'],
        ...['QoSRetain_R1', 'QoSRetain_R2', 'DRBRetain', 'DrbDropRate', 'ScgAbnormalRelease'],
        ...['GRANHOSR', '5GSEPHOSR', 'PSCellChangeSuccess'],
        ...['DlDelayNr', 'DLDelay_gNBDU', 'DLLat_gNBDU', 'AirIfDelayDlP95', 'RlcSduLatencyDlWithin50'],
        ...['PacketLossUl', 'F1uPacketLossDl', 'F1uPacketLossUl', 'PdcpDropDl', 'RlcDropDl'],
        ...['EnergyEfficiency', 'Energy', 'PowerMean', 'PowerMax', 'PowerMin', 'TemperatureMean', 'TemperatureMax'],
        ...['ConnMean', 'ConnTotal', 'ConnMax', 'ActiveUeDlMean', 'ActiveUeUlTotal', 'ActiveUeDlMax'],
        ...['InfraShareRatio', 'DomesticShare', 'StationsOnAir', 'LicensedCapUse'],
        ...['TestSignalShare', 'TestAccessFail', 'TestAccessDelay', 'TestDrop', 'TestDlMean', 'TestUlMean'],
        'TestDlShare30',
      ]),
    )
    expect(CATALOGUE_VERSION).toMatch(/^\d+$/)
  })

  it('gives no field to two parts', () => {
    const fields = [...TIMELINE_FIELDS, ...fieldsOfObject('cell'), ...fieldsOfObject('station')]
    expect(fields.filter((field, i) => fields.indexOf(field) !== i)).toEqual([])
    // what the stores take as a name of a column
    for (const field of fields) expect(field).toMatch(/^[A-Za-z0-9_.]{1,64}$/)
  })
})

describe.each(each)('%s', (_, kpi) => {
  it('is told in both languages', () => {
    for (const text of [kpi.title, kpi.description, kpi.example.story]) {
      expect(text.vi.trim()).not.toBe('')
      expect(text.en.trim()).not.toBe('')
    }
    expect(kpi.title.vi).not.toBe(kpi.title.en)
    for (const { note } of kpi.stages.flatMap((stage) => stage.variants)) {
      if (note !== undefined) expect(note.vi).not.toBe(note.en)
    }
    // what is taken from no work was decided here, and says so
    if (kpi.source === '') expect(kpi.sourceNote !== undefined || kpi.confidence === 'D').toBe(true)
    if (kpi.sourceNote !== undefined) expect(kpi.sourceNote.vi).not.toBe(kpi.sourceNote.en)
    // words that the glossary keeps for something else
    if (kpi.id !== 'TestSignalShare') expect(kpi.title.vi.toLowerCase()).not.toContain('sẵn sàng')
    expect(kpi.title.vi.toLowerCase()).not.toContain('băng thông')
  })

  it('uses fields that rows of its object have', () => {
    const owner = ownerOf(kpi)
    expect(owner.stages.length === 0).toBe(kpi.basis === 'timeline')
    expect(kpi.object).toBe(owner.object)
    if (kpi.partsOf !== undefined) expect(kpi.stages).toEqual([])
    const known = new Set<string>([...TIMELINE_FIELDS, ...fieldsOfObject(kpi.object)])
    for (const field of linearsOf(kpi.formula).flatMap((form) => Object.keys(form))) {
      expect(known.has(field), field).toBe(true)
    }
  })

  it('fills every part in every variant, and guards parts that it has', () => {
    const ids = kpi.stages.flatMap(({ variants }) => variants.map(({ id }) => id)).filter((id) => id !== '')
    expect(new Set(ids).size).toBe(ids.length)
    for (const { parts, variants, atMost = [] } of kpi.stages) {
      const names = parts.map(({ id }) => id)
      expect(variants.length > 0).toBe(kpi.basis === 'report')
      for (const [i, { id, takes, note }] of variants.entries()) {
        expect(Object.keys(takes).sort()).toEqual([...names].sort())
        expect(id === '').toBe(i === 0)
        // a figure made in another way says so
        expect(note !== undefined).toBe(i > 0)
      }
      for (const pair of atMost) for (const part of pair) expect(names).toContain(part)
    }
  })

  it('comes to what its worked example says', () => {
    const { sums, value, windowS, cap } = kpi.example
    if (kpi.formula.kind === 'busy-hour') return expect(sums).toEqual({})
    const owner = ownerOf(kpi)
    const given = new Set(Object.keys(sums))
    // whatever has parts in the example was observed
    const observed = owner.stages
      .filter((stage) => stage.parts.some((part) => partFields(owner, part).some((field) => given.has(field))))
      .map((stage): [string, number] => [observedField(owner, stage.id), 900])
    const figure = evaluateKpi(kpi, new Map([...observed, ...Object.entries(sums)]), undefined, {
      elapsedS: windowS ?? 0,
      ...(cap !== undefined && { licensedSites: cap }),
    })
    const digits = String(value).split('.')[1]?.length ?? 0
    expect(figure.value).toBeCloseTo(value, digits)
    expect(figure.partial).toBeUndefined()
  })
})

it('finds a KPI by its id alone', () => {
  expect(kpiById('CellAvail.Total')?.group).toBe('availability')
  expect(kpiById('cellavail.total')).toBeUndefined()
})
