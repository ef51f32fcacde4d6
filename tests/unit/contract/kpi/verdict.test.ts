import { describe, expect, it } from 'vitest'
import { kpiById } from '../../../../contract/kpi/catalogue.ts'
import { evaluateKpi } from '../../../../contract/kpi/evaluate.ts'
import { THRESHOLDS, type Threshold, thresholdsAt } from '../../../../contract/kpi/thresholds.ts'
import { timeVerdict, verdictOf } from '../../../../contract/kpi/verdict.ts'
import { wilson } from '../../../../contract/kpi/wilson.ts'

const threshold = (id: string): Threshold => {
  const found = THRESHOLDS.find((each) => each.id === id)
  if (found === undefined) throw new Error(`no threshold ${id}`)
  return found
}

describe('Wilson’s interval of 95 %', () => {
  it('is that of the reference', () => {
    // n = 1500: at 95 % exactly [93.78, 95.99]; the lower end reaches 95 % with 1442
    expect(wilson(1_425, 1_500).lo).toBeCloseTo(0.9378, 4)
    expect(wilson(1_425, 1_500).hi).toBeCloseTo(0.9599, 4)
    expect(wilson(1_442, 1_500).lo).toBeGreaterThanOrEqual(0.95)
    expect(wilson(1_441, 1_500).lo).toBeLessThan(0.95)
  })

  it('stays within 0 and 1', () => {
    expect(wilson(0, 10)).toMatchObject({ lo: 0 })
    expect(wilson(10, 10)).toMatchObject({ hi: 1 })
    expect(wilson(0, 10).hi).toBeCloseTo(0.2775, 4)
  })
})

describe('thresholds', () => {
  const at = (day: string) => Date.parse(`${day}T12:00:00+07:00`)

  it('hold by date: the upload speed of the trial was 50 Mbit/s, of the regulation it is 30', () => {
    const upload = (day: string) => thresholdsAt('TestUlMean', at(day)).map(({ target, profile }) => [target, profile])
    expect(upload('2020-09-07')).toEqual([])
    expect(upload('2020-11-30')).toEqual([[50, 'decision-1529-2020']])
    expect(upload('2022-06-30')).toEqual([[50, 'decision-1529-2020']])
    expect(upload('2022-07-01')).toEqual([[30, 'qcvn-126-2021']])
    // a day begins at midnight in Vietnam
    expect(thresholdsAt('TestUlMean', Date.parse('2022-06-30T17:00:00Z'))).toMatchObject([{ target: 30 }])
    expect(thresholdsAt('TestUlMean', Date.parse('2022-06-30T16:59:59Z'))).toMatchObject([{ target: 50 }])
  })

  it('give a verdict on test samples alone; on counters the same line is a reference', () => {
    for (const each of THRESHOLDS) {
      expect(each.use, each.id).toBe(each.kpi.startsWith('Test') ? 'verdict' : 'reference')
      expect(kpiById(each.kpi), each.id).toBeDefined()
      expect(each.legalBasis.vi).not.toBe(each.legalBasis.en)
      if (each.target === null) expect(each.status).not.toBe('binding')
    }
    expect(new Set(THRESHOLDS.map(({ id }) => id)).size).toBe(THRESHOLDS.length)
    // 100 Mbit/s on a KPI in kbit/s
    expect(threshold('qcvn-126-2021/DlUeThroughput')).toMatchObject({ target: 100_000, use: 'reference' })
  })
})

describe('a verdict on test samples', () => {
  const share = (least: number, n: number) =>
    evaluateKpi(kpiById('TestDlShare30')!, new Map(Object.entries({ 'TestDlMean.n': n, 'TestDlMean.least': least })))
  const rule = threshold('qcvn-126-2021/TestDlShare30')

  it('passes by the point rule from 1 500 samples on, and says whether that is statistically safe', () => {
    expect(verdictOf(rule, share(1_425, 1_500))).toEqual({ verdict: 'pass', statisticallySafe: false })
    expect(verdictOf(rule, share(1_441, 1_500))).toEqual({ verdict: 'pass', statisticallySafe: false })
    expect(verdictOf(rule, share(1_442, 1_500))).toEqual({ verdict: 'pass', statisticallySafe: true })
    expect(verdictOf(rule, share(1_424, 1_500))).toEqual({ verdict: 'fail', statisticallySafe: false })
    expect(verdictOf(rule, share(1_300, 1_500))).toEqual({ verdict: 'fail', statisticallySafe: true })
  })

  it('is none with fewer samples, however good', () => {
    expect(verdictOf(rule, share(1_499, 1_499))).toEqual({ verdict: 'not-demonstrated', why: 'too-few-samples' })
    expect(verdictOf(rule, share(0, 0))).toEqual({ verdict: 'not-measurable', why: 'no-samples' })
  })

  it('of a mean has no interval', () => {
    const figure = { value: 100, lo: null, hi: null, n: 1_500 }
    expect(verdictOf(threshold('qcvn-126-2021/TestDlMean'), figure)).toEqual({ verdict: 'pass' })
    expect(verdictOf(threshold('qcvn-126-2021/TestAccessDelay'), { ...figure, value: 50.1 })).toEqual({
      verdict: 'fail',
    })
  })

  it('rests on no number from memory, on no draft, and on no counter', () => {
    const good = { value: 1, lo: 0.5, hi: 1.5, n: 5_000 }
    expect(verdictOf(threshold('qcvn-126-2021/TestDrop'), good)).toEqual({
      verdict: 'not-demonstrated',
      why: 'target-unverified',
    })
    expect(verdictOf(threshold('qcvn-126-2021-supplement-1/TestDlShare30'), good)).toEqual({
      verdict: 'not-measurable',
      why: 'not-in-force',
    })
    expect(verdictOf(threshold('qcvn-126-2021/UeThpDlShare30'), good)).toEqual({
      verdict: 'not-measurable',
      why: 'reference-only',
    })
  })
})

describe('a verdict on time', () => {
  const atLeast = { relation: 'at-least', target: 99.5 } as const

  it('holds whatever the unknown time was, or is none', () => {
    const of = (lo: number, hi: number) => timeVerdict(atLeast, { value: (lo + hi) / 2, lo, hi, n: 1 })
    expect(of(99.5, 99.9)).toEqual({ verdict: 'pass' })
    expect(of(99.1, 99.49)).toEqual({ verdict: 'fail' })
    expect(of(99.1, 99.7)).toEqual({ verdict: 'not-demonstrated', why: 'within-bounds' })
    expect(timeVerdict(atLeast, { value: null, lo: null, hi: null, n: 0 })).toMatchObject({ verdict: 'not-measurable' })
  })
})
