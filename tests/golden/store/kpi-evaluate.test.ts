import { describe, expect, it } from 'vitest'
import {
  applyFormula,
  evaluateKpi,
  type FieldName,
  type Formula,
  type KpiDefinition,
  kpiById,
  type StageRatio,
  type Sums,
} from '../../../contract/mod.ts'

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

  it('a product of ratios is of aggregated stages', () => {
    const stage = (id: string): StageRatio => ({
      kind: 'ratio',
      stage: id,
      num: { [`${id}.succ`]: 1 },
      den: { [`${id}.att`]: 1 },
      scale: 1,
    })
    const access: Formula = { kind: 'product', factors: [stage('rrc'), stage('ng'), stage('drb')], scale: 100 }
    const parts = { 'rrc.succ': 990, 'rrc.att': 1000, 'ng.succ': 985, 'ng.att': 990, 'drb.succ': 970, 'drb.att': 980 }
    // 990/1000 · 985/990 · 970/980 = 0.985 · 0.989 795 918… = 0.974 948 979…
    expect(applyFormula(access, sums(parts))).toBeCloseTo(97.494_897_959_183_67, 10)

    const handover: Formula = { kind: 'product', factors: [stage('exec'), stage('prep')], scale: 100 }
    // 630/1260 · 305/610 = 0.5 · 0.5 = 0.25; wrong: execution alone, 50
    expect(
      applyFormula(handover, sums({ 'exec.succ': 630, 'exec.att': 1260, 'prep.succ': 305, 'prep.att': 610 })),
    ).toBe(25)
    // one stage without attempts: no value, whatever the others are
    expect(
      applyFormula(handover, sums({ 'exec.succ': 630, 'exec.att': 1260, 'prep.succ': 0, 'prep.att': 0 })),
    ).toBeNull()
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
    const efficiency: Formula = { kind: 'ratio', num: { bit: 1 }, den: { mWh: 1 }, scale: 1 / 3.6 }
    // 10^6 Mbit = 10^12 bit; 50 kWh = 5·10^7 mWh = 1.8·10^8 J: 10^12 / 1.8·10^8 = 5 555.5556 bit/J
    expect(applyFormula(efficiency, sums({ bit: 1e12, mWh: 5e7 }))).toBeCloseTo(5_555.555_555_6, 6)
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
