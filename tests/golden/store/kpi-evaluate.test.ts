import { describe, expect, it } from 'vitest'
import { evaluateKpi, type FieldName, type KpiDefinition, kpiById, type Sums } from '../../../contract/mod.ts'

/**
 * Figures worked out by hand. The cases of the KPI standards' reference (golden vectors) come first, each with the
 * arithmetic; where a wrong way of averaging is tempting, its result is written beside it.
 */

const kpi = (id: string): KpiDefinition => {
  const found = kpiById(id)
  if (found === undefined) throw new Error(`the catalogue has no ${id}`)
  return found
}

const sums = (fields: Readonly<Record<FieldName, number>>): Sums => new Map(Object.entries(fields))

/** What a store does with rows: adds them field by field. */
const added = (...rows: readonly Readonly<Record<FieldName, number>>[]): Sums => {
  const total = new Map<FieldName, number>()
  for (const row of rows) {
    for (const [field, value] of Object.entries(row)) total.set(field, (total.get(field) ?? 0) + value)
  }
  return total
}

describe('golden vectors', () => {
  it('UE throughput of two cells is volume over time, not a mean of rates', () => {
    const a = { 'DlUeThroughput.vol': 900_000_000, 'DlUeThroughput.time': 10_000, 'DlUeThroughput.obs': 60, exp: 60 }
    const b = { 'DlUeThroughput.vol': 10_000_000, 'DlUeThroughput.time': 1_000, 'DlUeThroughput.obs': 60, exp: 60 }
    const figure = evaluateKpi(kpi('DlUeThroughput'), added(a, b))
    // (900 000 000 + 10 000 000) bit / (10 000 + 1 000) ms = 910 000 000 / 11 000 = 82 727.2727… kbit/s;
    // wrong: (90 000 + 10 000) / 2 = 50 000; weighed by volume (900·90 000 + 10·10 000) / 910 = 89 120.879
    expect(figure.value).toBeCloseTo(82_727.272_727_272_7, 8)
    expect(figure).toMatchObject({ lo: null, hi: null, boundKind: 'none', n: 11_000, coverage: 1, suspectShare: 0 })
    expect(figure.na).toBeUndefined()
  })

  it('UL throughput is the same with the other direction', () => {
    const figure = evaluateKpi(
      kpi('UlUeThroughput'),
      sums({ 'UlUeThroughput.vol': 910_000_000, 'UlUeThroughput.time': 11_000, 'UlUeThroughput.obs': 60 }),
    )
    expect(figure.value).toBeCloseTo(82_727.272_727_272_7, 8)
  })

  it('a success ratio of three cells is of all attempts, not a mean of ratios', () => {
    const cell = (succ: number, att: number) => ({
      'RrcSetupSuccess.succ': succ,
      'RrcSetupSuccess.att': att,
      'RrcSetupSuccess.obs': 900,
      exp: 900,
    })
    const figure = evaluateKpi(kpi('RrcSetupSuccess'), added(cell(98, 100), cell(1, 2), cell(950, 1000)))
    // (98 + 1 + 950) / (100 + 2 + 1000) = 1049 / 1102 = 0.951 905 6…; wrong: (98 + 50 + 95) / 3 = 81.0
    expect(figure.value).toBeCloseTo(95.190_562_613_430_13, 10)
    // nothing is missing, so it cannot be off
    expect(figure.lo).toBeCloseTo(95.190_562_613_430_13, 10)
    expect(figure.hi).toBeCloseTo(95.190_562_613_430_13, 10)
    expect(figure).toMatchObject({ boundKind: 'estimate', n: 1102, coverage: 1 })
  })

  it('DRB accessibility is the product of aggregated stages', () => {
    const id = 'DRBAccessibility'
    const stage = (name: string, succ: number, att: number) => ({
      [`${id}.${name}_succ`]: succ,
      [`${id}.${name}_att`]: att,
      [`${id}.obs_${name}`]: 900,
    })
    const all = { ...stage('rrc', 990, 1000), ...stage('ng', 985, 990), ...stage('drb', 970, 980), exp: 900 }
    const figure = evaluateKpi(kpi(id), sums(all))
    // 990/1000 · 985/990 · 970/980 = 0.985 · 0.989 795 918… = 0.974 948 979…
    expect(figure.value).toBeCloseTo(97.494_897_959_183_67, 10)
    // the least of 1000, 990 and 980
    expect(figure).toMatchObject({ n: 980, coverage: 1, boundKind: 'estimate' })
    expect(figure.partial).toBeUndefined()
    // two cells: each stage is summed first. 495/500 and 495/500, 490/495 and 495/495 …
    const half = (share: number) => ({
      ...stage('rrc', 495, 500),
      ...stage('ng', share, 495),
      ...stage('drb', 485, 490),
    })
    // 990/1000 · (490 + 495)/990 · 970/980, the same as above
    expect(evaluateKpi(kpi(id), added(half(490), half(495))).value).toBeCloseTo(97.494_897_959_183_67, 10)
  })

  it('handover success is execution times preparation', () => {
    const parts = { 'GRANHOSR.exec_succ': 630, 'GRANHOSR.exec_att': 1260, 'GRANHOSR.obs_exec': 900, exp: 900 }
    const prep = { 'GRANHOSR.prep_succ': 305, 'GRANHOSR.prep_att': 610, 'GRANHOSR.obs_prep': 900 }
    // 630/1260 · 305/610 = 0.5 · 0.5 = 0.25; wrong: execution alone, 50
    expect(evaluateKpi(kpi('GRANHOSR'), sums({ ...parts, ...prep }))).toMatchObject({ value: 25, n: 610 })
    // a stage without counters is left out, and the figure says so
    const partial = evaluateKpi(kpi('GRANHOSR'), sums(parts))
    expect(partial).toMatchObject({ value: 50, partial: ['prep'], n: 1260, coverage: 1 })
    // one that was observed and had no attempts is no stage left out: no value
    const none = { 'GRANHOSR.prep_succ': 0, 'GRANHOSR.prep_att': 0, 'GRANHOSR.obs_prep': 900 }
    const idle = evaluateKpi(kpi('GRANHOSR'), sums({ ...parts, ...none }))
    expect(idle).toMatchObject({ value: null, na: 'zero-denominator', n: 0 })
    expect(idle.partial).toBeUndefined()
    expect(evaluateKpi(kpi('GRANHOSR'), sums({ exp: 900 }))).toMatchObject({ value: null, na: 'never-reported' })
  })

  it('a product bounds each stage by its own missing time', () => {
    const exec = { 'GRANHOSR.exec_succ': 90, 'GRANHOSR.exec_att': 100, 'GRANHOSR.obs_exec': 900 }
    const prep = { 'GRANHOSR.prep_succ': 40, 'GRANHOSR.prep_att': 50, 'GRANHOSR.obs_prep': 450 }
    const figure = evaluateKpi(kpi('GRANHOSR'), sums({ ...exec, ...prep, exp: 900 }))
    // execution is whole; preparation misses 450 s at 50 / 450 a second = 50 attempts
    // lo = 0.9 · 40/100 = 36 %, hi = 0.9 · 90/100 = 81 %; the point is 0.9 · 0.8 = 72 %
    expect(figure.value).toBeCloseTo(72, 10)
    expect(figure.lo).toBeCloseTo(36, 10)
    expect(figure.hi).toBeCloseTo(81, 10)
    // as much as of the stage that has least
    expect(figure.coverage).toBe(0.5)
  })

  it('PRB utilisation of two cells is used over available, not a mean of percentages', () => {
    const cell = (used: number, avail: number) => ({
      'PrbUtilDl.used': used * 60_000,
      'PrbUtilDl.avail': avail * 60_000,
      'PrbUtilDl.obs': 60,
      exp: 60,
    })
    const figure = evaluateKpi(kpi('PrbUtilDl'), added(cell(120, 273), cell(20, 51)))
    // (120 + 20) / (273 + 51) = 140 / 324 = 0.432 098 7…; wrong: (⌊43.9⌋ + ⌊39.2⌋) / 2 = 41
    expect(figure.value).toBeCloseTo(43.209_876_543_209_88, 10)
    expect(figure).toMatchObject({ boundKind: 'estimate', n: 324 * 60_000 })
  })

  it('PRB of unlike spacing are weighed before they meet: 30 kHz counts twice', () => {
    // 100 of 200 PRB at 15 kHz, 100 of 100 at 30 kHz (weight 2), over 1 s: (100 + 200) / (200 + 200) = 0.75
    const at15 = { 'PrbUtilDl.used': 100_000, 'PrbUtilDl.avail': 200_000, 'PrbUtilDl.obs': 1, exp: 1 }
    const at30 = { 'PrbUtilDl.used': 200_000, 'PrbUtilDl.avail': 200_000, 'PrbUtilDl.obs': 1, exp: 1 }
    expect(evaluateKpi(kpi('PrbUtilDl'), added(at15, at30)).value).toBe(75)
  })

  it('energy per bit is a ratio of sums', () => {
    const parts = { 'EnergyEfficiency.bits': 1e12, 'EnergyEfficiency.energy': 5e7, 'EnergyEfficiency.obs': 3600 }
    // 10^6 Mbit = 10^12 bit; 50 kWh = 5·10^7 mWh = 1.8·10^8 J: 10^12 / 1.8·10^8 = 5 555.5556 bit/J
    const figure = evaluateKpi(kpi('EnergyEfficiency'), sums({ ...parts, exp: 3600 }))
    expect(figure.value).toBeCloseTo(5_555.555_555_6, 6)
    // the identity of the reference: (Mbit / kWh) / 3.6
    expect(figure.value).toBeCloseTo(1e6 / 50 / 3.6, 6)
  })

  it('a quarter of an hour without data leaves the point and widens the bounds', () => {
    const figure = evaluateKpi(
      kpi('RrcSetupSuccess'),
      sums({
        'RrcSetupSuccess.succ': 980,
        'RrcSetupSuccess.att': 1000,
        'RrcSetupSuccess.obs': 2700,
        exp: 3600,
        'avail.up': 2700,
        'avail.unknown': 900,
      }),
    )
    // 1000 attempts in 2700 s → 333.33 in the 900 s missing.
    // lo = 980 / 1333.33 = 73.5; hi = (980 + 333.33) / 1333.33 = 98.5; coverage = 2700 / 3600
    expect(figure.value).toBe(98)
    expect(figure.lo).toBeCloseTo(73.5, 10)
    expect(figure.hi).toBeCloseTo(98.5, 10)
    expect(figure).toMatchObject({ boundKind: 'estimate', n: 1000, coverage: 0.75 })
  })

  describe('availability of two cells over 24 h: fault 600 s, planned 1800 s, energy saving 3600 s, unknown 900 s', () => {
    // exp = 2 · 86 400 = 172 800; up = 172 800 − 600 − 1800 − 3600 − 900 = 165 900
    const day = sums({
      exp: 172_800,
      'avail.up': 165_900,
      'avail.down': 600,
      'avail.planned': 1_800,
      'avail.es': 3_600,
      'avail.unknown': 900,
    })

    it('all causes count', () => {
      const figure = evaluateKpi(kpi('CellAvail.Total'), day)
      // 165 900 / (165 900 + 600 + 1800 + 3600) = 165 900 / 171 900 = 0.965 095 986…
      expect(figure.value).toBeCloseTo(96.509_598_603_839_44, 10)
      // unknown all down: 165 900 / 172 800; all up: 166 800 / 172 800
      expect(figure.lo).toBeCloseTo(96.006_944_444_444_44, 10)
      expect(figure.hi).toBeCloseTo(96.527_777_777_778, 10)
      // (172 800 − 900) / 172 800
      expect(figure.coverage).toBeCloseTo(0.994_791_666_666_67, 12)
      expect(figure).toMatchObject({ boundKind: 'exact', n: 171_900, suspectShare: null })
    })

    it('planned work and energy saving leave both sides', () => {
      const figure = evaluateKpi(kpi('CellAvail.ExPlanned'), day)
      // 165 900 / (165 900 + 600) = 165 900 / 166 500 = 0.996 396 396…
      expect(figure.value).toBeCloseTo(99.639_639_639_639_64, 10)
      // unknown all down: 165 900 / 167 400 = 99.103 942 7; all up: 166 800 / 167 400 = 99.641 577 1
      expect(figure.lo).toBeCloseTo(99.103_942_652_329_75, 10)
      expect(figure.hi).toBeCloseTo(99.641_577_060_931_9, 10)
      expect(figure.n).toBe(166_500)
    })
  })
})

describe('availability, as the policies read the same time', () => {
  // 24 h of one cell: 600 s fault, 1200 s mains power away, 1800 s planned, 900 s energy saving, 300 s unknown
  const day = sums({
    exp: 86_400,
    'avail.up': 81_600,
    'avail.down': 1_800,
    'avail.down_external': 1_200,
    'avail.planned': 1_800,
    'avail.es': 900,
    'avail.unknown': 300,
  })

  it('of the equipment: what lies outside of it leaves both sides', () => {
    const figure = evaluateKpi(kpi('CellAvail.Equipment'), day)
    // 81 600 / (81 600 + 1 800 − 1 200) = 81 600 / 82 200
    expect(figure.value).toBeCloseTo(99.270_072_992_7, 9)
    // unknown all down: 81 600 / 82 500; all up: 81 900 / 82 500
    expect(figure.lo).toBeCloseTo(98.909_090_909_09, 9)
    expect(figure.hi).toBeCloseTo(99.272_727_272_73, 9)
  })

  it('of the service: planned work counts, energy saving leaves both sides', () => {
    const figure = evaluateKpi(kpi('CellAvail.Service'), day)
    // 81 600 / (81 600 + 1 800 + 1 800) = 81 600 / 85 200
    expect(figure.value).toBeCloseTo(95.774_647_887_32, 9)
    // 81 600 / 85 500, 81 900 / 85 500
    expect(figure.lo).toBeCloseTo(95.438_596_491_2, 9)
    expect(figure.hi).toBeCloseTo(95.789_473_684_2, 9)
  })

  it('outages: their number, the time between them, the time to restore', () => {
    const two = new Map([...day, ['outage.started', 2], ['outage.closed', 1], ['outage.closed_s', 600]] as const)
    expect(evaluateKpi(kpi('OutageCount'), two)).toMatchObject({ value: 2, lo: 2, hi: null, n: 86_100 })
    // 81 600 s / 2 / 3600
    expect(evaluateKpi(kpi('Mtbf'), two).value).toBeCloseTo(11.333_333_333, 8)
    // 600 s / 1 / 60; the open one is left out
    expect(evaluateKpi(kpi('Mttr'), two).value).toBe(10)
    // without an outage there is no mean time between them, and that is not 0
    expect(evaluateKpi(kpi('Mtbf'), day)).toMatchObject({ value: null, na: 'zero-denominator' })
    expect(evaluateKpi(kpi('OutageCount'), day).value).toBe(0)
  })
})

describe('delays and losses are of packets', () => {
  it('weighed by the packets behind each mean', () => {
    const cell = (us: number, n: number) => ({
      'DlDelayNr.du_time': us * n,
      'DlDelayNr.du_n': n,
      'DlDelayNr.obs_du': 900,
      exp: 900,
    })
    // (2 ms · 900 + 12 ms · 100) / 1000 = 3 ms; wrong: (2 + 12) / 2 = 7
    expect(evaluateKpi(kpi('DLDelay_gNBDU'), added(cell(2_000, 900), cell(12_000, 100)))).toMatchObject({
      value: 3,
      n: 1_000,
      coverage: 1,
    })
  })

  it('one behind the other, each with its own packets; a way without counters is named', () => {
    const du = { 'DlDelayNr.du_time': 3_000_000, 'DlDelayNr.du_n': 1_000, 'DlDelayNr.obs_du': 900 }
    const air = { 'DlDelayNr.air_time': 2_000_000, 'DlDelayNr.air_n': 500, 'DlDelayNr.obs_air': 450 }
    const figure = evaluateKpi(kpi('DlDelayNr'), sums({ ...du, ...air, exp: 900 }))
    // 3 000 µs + 4 000 µs = 7 ms; wrong: 5 000 000 / 1 500 = 3.33 ms
    expect(figure).toMatchObject({ value: 7, partial: ['cuup', 'f1u'], n: 500, coverage: 0.5 })
  })

  it('a loss is of all packets', () => {
    const cell = (ppm: number, n: number) => ({
      'PacketLossUl.lost': ppm * n,
      'PacketLossUl.n': n,
      'PacketLossUl.obs': 900,
    })
    // (1 000 · 900 000 + 10 000 · 100 000) · 10^-6 / 1 000 000 = 0.19 %; wrong: (0.1 + 1) / 2 = 0.55
    expect(evaluateKpi(kpi('PacketLossUl'), added(cell(1_000, 900_000), cell(10_000, 100_000))).value).toBeCloseTo(
      0.19,
      12,
    )
  })

  it('says where another weight was used', () => {
    const figure = evaluateKpi(
      kpi('PacketLossUl'),
      sums({ 'PacketLossUl.lost': 1, 'PacketLossUl.n': 1, 'PacketLossUl.obs': 900, 'PacketLossUl.alt_volume': 450 }),
    )
    expect(figure.variants).toEqual(['volume'])
  })
})

describe('numbers of users', () => {
  it('mean of a cell, of all cells, and the greatest', () => {
    // 3 cells over 900 s: 12 UE, 6 UE, and one that did not report; a fourth was down all the time
    const parts = sums({ exp: 3_600, 'avail.down': 900, 'ConnMean.users': 16_200_000, 'ConnMean.obs': 1_800 })
    expect(evaluateKpi(kpi('ConnMean'), parts)).toMatchObject({ value: 9, n: 1_800 })
    expect(evaluateKpi(kpi('ConnMean'), parts).coverage).toBeCloseTo(2 / 3, 12)
    // 9 a cell, of (3 600 − 900) / 900 = 3 cells that served
    expect(evaluateKpi(kpi('ConnTotal'), parts, undefined, { elapsedS: 900 }).value).toBeCloseTo(27, 10)
    expect(evaluateKpi(kpi('ConnTotal'), parts)).toMatchObject({ value: null, na: 'zero-denominator' })
  })
})

describe('samples of active tests', () => {
  it('have an interval by their number, and no coverage', () => {
    const figure = evaluateKpi(
      kpi('TestDlShare30'),
      sums({ 'TestDlMean.n': 1_500, 'TestDlMean.least': 1_425, exp: 900 }),
    )
    // 95 % of 1 500: Wilson [93.78, 95.99]
    expect(figure).toMatchObject({ value: 95, n: 1_500, coverage: null, suspectShare: null, boundKind: 'estimate' })
    expect(figure.lo).toBeCloseTo(93.78, 2)
    expect(figure.hi).toBeCloseTo(95.99, 2)
    expect(evaluateKpi(kpi('TestDlShare30'), sums({ exp: 900 }))).toMatchObject({
      value: null,
      na: 'never-reported',
      n: 0,
    })
  })
})

describe('levels that meet (each second once)', () => {
  it('900 Mbit in 900 s are 900 Mbit, 1 000 kbit/s, with coverage 1', () => {
    const quarter = sums({
      'TrafficVolumeDl.vol': 900_000_000,
      'TrafficVolumeDl.obs': 900,
      'CellThpDl.vol': 900_000_000,
      'CellThpDl.obs': 900,
      exp: 900,
    })
    // 900 000 000 bit · 10^-6 = 900 Mbit; 900 000 000 bit / 900 s / 1000 = 1 000 kbit/s
    expect(evaluateKpi(kpi('TrafficVolumeDl'), quarter)).toEqual({
      value: 900,
      lo: 900,
      hi: null,
      boundKind: 'exact',
      n: 900,
      coverage: 1,
      suspectShare: 0,
    })
    expect(evaluateKpi(kpi('CellThpDl'), quarter)).toMatchObject({ value: 1000, n: 900, coverage: 1 })
  })

  it('eighty of ninety 10 s reports are 800 Mbit with coverage 0.889, and a rate that is not lowered', () => {
    const part = sums({
      'TrafficVolumeUl.vol': 800_000_000,
      'TrafficVolumeUl.obs': 800,
      'CellThpUl.vol': 800_000_000,
      'CellThpUl.obs': 800,
      exp: 900,
    })
    const volume = evaluateKpi(kpi('TrafficVolumeUl'), part)
    expect(volume).toMatchObject({ value: 800, lo: 800, hi: null })
    // 800 / 900
    expect(volume.coverage).toBeCloseTo(0.888_888_888_888_89, 12)
    expect(evaluateKpi(kpi('CellThpUl'), part).value).toBe(1000)
  })
})

describe('bounds per cell', () => {
  const cell = (succ: number, att: number, obs: number, exp: number) => ({
    'RrcSetupSuccess.succ': succ,
    'RrcSetupSuccess.att': att,
    'RrcSetupSuccess.obs': obs,
    exp,
  })

  it('missing time has the attempts of the cell that misses it', () => {
    // a busy cell, whole: 9 900 of 10 000 in 3600 s; a quiet one, half missing: 50 of 100 in 1800 s of 3600 s
    const busy = cell(9_900, 10_000, 3600, 3600)
    const quiet = cell(50, 100, 1800, 3600)
    const figure = evaluateKpi(kpi('RrcSetupSuccess'), added(busy, quiet), [sums(busy), sums(quiet)])
    // usual = 1800 s · 100 / 1800 s = 100 attempts: lo = 9 950 / 10 200, hi = 10 050 / 10 200
    expect(figure.value).toBeCloseTo((9_950 / 10_100) * 100, 10)
    expect(figure.lo).toBeCloseTo(97.549_019_607_843_14, 10)
    expect(figure.hi).toBeCloseTo(98.529_411_764_705_88, 10)
    // taken as one cell the group would miss 1800 s at 10 100 / 5400 a second = 3 366.67: lo = 9 950 / 13 466.67
    const asOne = evaluateKpi(kpi('RrcSetupSuccess'), added(busy, quiet))
    expect(asOne.lo).toBeCloseTo(73.886_138_613_861_39, 8)
  })

  it('a cell that never reported is given the rate of its group', () => {
    const one = cell(980, 1000, 3600, 3600)
    const none = { exp: 3600, 'avail.unknown': 3600 }
    const figure = evaluateKpi(kpi('RrcSetupSuccess'), added(one, none), [sums(one), sums(none)])
    // 1000 attempts more: lo = 980 / 2000 = 49, hi = 1980 / 2000 = 99
    expect(figure).toMatchObject({ value: 98, coverage: 0.5 })
    expect(figure.lo).toBeCloseTo(49, 10)
    expect(figure.hi).toBeCloseTo(99, 10)
  })

  it('time known down, planned or saving energy is not missing', () => {
    const figure = evaluateKpi(
      kpi('RrcSetupSuccess'),
      sums({ ...cell(980, 1000, 2700, 3600), 'avail.down': 300, 'avail.planned': 400, 'avail.es': 200 }),
    )
    expect(figure).toMatchObject({ value: 98, coverage: 1 })
    expect(figure.lo).toBeCloseTo(98, 10)
    expect(figure.hi).toBeCloseTo(98, 10)
  })

  it('utilisation: missing time at 0 and at 100 %', () => {
    const figure = evaluateKpi(
      kpi('PrbUtilDl'),
      sums({ 'PrbUtilDl.used': 30, 'PrbUtilDl.avail': 100, 'PrbUtilDl.obs': 30, exp: 60 }),
    )
    // 30 of 60 s missing → 100 PRB more: 30 / 200 = 15 %, 130 / 200 = 65 %
    expect(figure).toMatchObject({ value: 30, coverage: 0.5, boundKind: 'estimate' })
    expect(figure.lo).toBeCloseTo(15, 10)
    expect(figure.hi).toBeCloseTo(65, 10)
  })

  it('a non-stand-alone success ratio is bounded in the same way', () => {
    const figure = evaluateKpi(
      kpi('SgnbAddSuccess'),
      sums({ 'SgnbAddSuccess.succ': 980, 'SgnbAddSuccess.att': 1000, 'SgnbAddSuccess.obs': 2700, exp: 3600 }),
    )
    expect(figure.value).toBe(98)
    expect(figure.lo).toBeCloseTo(73.5, 10)
    expect(figure.hi).toBeCloseTo(98.5, 10)
  })
})

describe('no value, with the reason', () => {
  it('zero attempts are neither 0 % nor 100 %', () => {
    const figure = evaluateKpi(
      kpi('RrcSetupSuccess'),
      sums({ 'RrcSetupSuccess.succ': 0, 'RrcSetupSuccess.att': 0, 'RrcSetupSuccess.obs': 60, exp: 60 }),
    )
    expect(figure).toMatchObject({ value: null, na: 'zero-denominator', n: 0, coverage: 1, lo: 0, hi: 100 })
  })

  it('nothing observed: never reported, or silent where the seconds are known as silence', () => {
    const waiting = evaluateKpi(kpi('DlUeThroughput'), sums({ exp: 60, 'avail.unknown': 60 }))
    expect(waiting).toEqual({
      value: null,
      lo: null,
      hi: null,
      boundKind: 'none',
      n: 0,
      coverage: 0,
      suspectShare: null,
      na: 'never-reported',
    })
    const silent = evaluateKpi(
      kpi('DlUeThroughput'),
      sums({ exp: 60, 'avail.unknown': 60, 'avail.unknown_silent': 60 }),
    )
    expect(silent.na).toBe('silent')
  })

  it('an availability of which nothing is known may be anything', () => {
    const figure = evaluateKpi(
      kpi('CellAvail.Total'),
      sums({ exp: 600, 'avail.unknown': 600, 'avail.unknown_silent': 600 }),
    )
    expect(figure).toEqual({
      value: null,
      lo: 0,
      hi: 100,
      boundKind: 'exact',
      n: 0,
      coverage: 0,
      suspectShare: null,
      na: 'silent',
    })
  })

  it('a cell planned down all the time has no availability without planned time', () => {
    const planned = sums({ exp: 600, 'avail.planned': 600 })
    expect(evaluateKpi(kpi('CellAvail.ExPlanned'), planned)).toMatchObject({
      value: null,
      na: 'zero-denominator',
      coverage: 1,
    })
    expect(evaluateKpi(kpi('CellAvail.Total'), planned)).toMatchObject({ value: 0, lo: 0, hi: 0 })
  })

  it('more successes than attempts: the guard speaks, and nothing is bounded', () => {
    const figure = evaluateKpi(
      kpi('RrcSetupSuccess'),
      sums({ 'RrcSetupSuccess.succ': 101, 'RrcSetupSuccess.att': 100, 'RrcSetupSuccess.obs': 60, exp: 60 }),
    )
    expect(figure).toMatchObject({ value: null, na: 'guard', lo: null, hi: null, boundKind: 'none', n: 100 })
  })

  it('nothing at all', () => {
    const empty = evaluateKpi(kpi('TrafficVolumeDl'), new Map())
    expect(empty).toMatchObject({ value: null, na: 'never-reported', n: 0, coverage: null, suspectShare: null })
  })
})

describe('how much data is behind it', () => {
  it('coverage never exceeds 1, though a report may cover seconds known as down', () => {
    const figure = evaluateKpi(
      kpi('TrafficVolumeDl'),
      sums({ 'TrafficVolumeDl.vol': 1e6, 'TrafficVolumeDl.obs': 60, exp: 60, 'avail.down': 20 }),
    )
    expect(figure.coverage).toBe(1)
  })

  it('data from a cell that nobody expected is whole', () => {
    const figure = evaluateKpi(kpi('TrafficVolumeDl'), sums({ 'TrafficVolumeDl.vol': 1e6, 'TrafficVolumeDl.obs': 60 }))
    expect(figure).toMatchObject({ value: 1, coverage: 1 })
  })

  it('the suspect share is of the seconds observed', () => {
    const figure = evaluateKpi(
      kpi('TrafficVolumeDl'),
      sums({ 'TrafficVolumeDl.vol': 1e6, 'TrafficVolumeDl.obs': 60, 'TrafficVolumeDl.sus': 15, exp: 120 }),
    )
    expect(figure).toMatchObject({ coverage: 0.5, suspectShare: 0.25 })
  })
})
