import { describe, expect, it } from 'vitest'
import type { PercentileFormula } from '../../../../contract/kpi/definition.ts'
import { percentile } from '../../../../contract/kpi/percentile.ts'

const of = (q: number): PercentileFormula => ({ kind: 'percentile', bins: 'X.bin', edges: 'throughput', q })
const bins = (counts: Readonly<Record<number, number>>) =>
  new Map(Object.entries(counts).map(([bin, count]) => [`X.bin${bin}`, count]))

describe('percentile', () => {
  it('is linear within its bin, and says how wide that is', () => {
    // bin 11 lies from 10 to 12 Mbit/s: half of 100 samples → 10 + 0.5 · 2
    expect(percentile(of(0.5), bins({ 11: 100 }))).toEqual({ value: 11_000, binWidth: 2_000 })
    // 60 below, 40 in bin 11: the 95th of 100 is the 35th of 40 → 10 + 35/40 · 2
    expect(percentile(of(0.95), bins({ 3: 60, 11: 40 }))).toEqual({ value: 11_750, binWidth: 2_000 })
  })

  it('begins at 0 below the first edge', () => {
    expect(percentile(of(0.05), bins({ 0: 10 }))).toEqual({ value: 50, binWidth: 1_000 })
  })

  it('is the last edge where it lies beyond it, without a width', () => {
    expect(percentile(of(0.95), bins({ 0: 1, 32: 99 }))).toEqual({ value: 1_200_000, binWidth: null })
  })

  it('stays in a bin that has samples', () => {
    expect(percentile(of(0.5), bins({ 3: 50, 11: 50 }))).toEqual({ value: 2_000, binWidth: 500 })
  })

  it('is nothing without samples', () => {
    expect(percentile(of(0.5), bins({ 3: 0 }))).toBeUndefined()
    expect(percentile(of(0.5), new Map())).toBeUndefined()
  })
})
