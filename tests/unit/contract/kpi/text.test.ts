import { describe, expect, it } from 'vitest'
import { KPIS, kpiById } from '../../../../contract/kpi/catalogue.ts'
import { exampleText } from '../../../../contract/kpi-text/example-text.ts'
import { formulaText } from '../../../../contract/kpi-text/formula-text.ts'
import { kpiEntry } from '../../../../contract/kpi-text/kpi-entry.ts'
import { numberText, scaleText } from '../../../../contract/kpi-text/numbers.ts'

const kpi = (id: string) => kpiById(id)!

describe('numbers', () => {
  it('are written as the language does', () => {
    expect(numberText(82_727.273, 'en')).toBe('82 727.273')
    expect(numberText(82_727.273, 'vi')).toBe('82.727,273')
    expect(numberText(1e12, 'vi')).toBe('10¹²')
    expect(numberText(100, 'en')).toBe('100')
    expect(numberText(0.0005, 'vi')).toBe('0,0005')
    expect(numberText(-1_500, 'en')).toBe('-1 500')
  })

  it('say what a formula is multiplied by', () => {
    expect([1, 100, 1_000, 1e-3, 1e-6, 1 / 3600, 1 / 60].map((scale) => scaleText(scale, 'en'))).toEqual([
      '',
      ' · 100',
      ' · 1 000',
      ' / 1 000',
      ' · 10⁻⁶',
      ' / 3 600',
      ' / 60',
    ])
  })
})

describe('formulas', () => {
  it.each([
    ['DlUeThroughput', 'Σ vol / Σ time'],
    ['CellAvail.Equipment', 'Σ up / Σ (up + down − down by external causes) · 100'],
    ['EnergyEfficiency', 'Σ bits / Σ (3.6 · energy)'],
    ['UeThpDlShare30', 'Σ (bin16 … bin32) / Σ (bin0 … bin32) · 100'],
    ['GRANHOSR', '(Σ exec_succ / Σ exec_att) · (Σ prep_succ / Σ prep_att) · 100'],
    ['ConnTotal', '(Σ users / Σ obs) · (Σ seconds due / T) / 1 000'],
    ['LicensedCapUse', 'Σ onair / T / licensed cap · 100'],
    ['PowerMin', 'the least min / 1 000'],
    ['ConnMax', 'Σ over cells of the greatest max / 1 000'],
    ['UeThpDlP5', '5 % of bin0 … bin32, linear within a bin'],
    ['BH.zone.sum', 'max over hours (Σ vol) · 10⁻⁶'],
  ])('%s', (id, text) => {
    expect(formulaText(kpi(id), 'en')).toBe(text)
  })
})

describe('worked examples', () => {
  it.each([
    ['DlUeThroughput', 'vi', '910.000.000 / 11.000 = 82.727,273 kbit/s'],
    ['CellAvail.Total', 'en', '165 900 / 171 900 · 100 = 96.5096 %'],
    ['ConnTotal', 'en', '(16 200 000 / 1 800) · (2 700 / 900) / 1 000 = 27 UE'],
    ['LicensedCapUse', 'en', '252 000 / 3 600 / 140 · 100 = 50 %'],
    ['OutageCount', 'en', '40 s apart: 2'],
  ] as const)('%s in %s', (id, language, end) => {
    expect(exampleText(kpi(id), language).endsWith(end), exampleText(kpi(id), language)).toBe(true)
  })

  it('come out as the arithmetic that they write', () => {
    for (const each of KPIS) {
      if (!['ratio', 'product', 'ratio-sum'].includes(each.formula.kind)) continue
      const steps = exampleText(each, 'en').split(': ').at(-1)!.split(' = ')[0]!
      const sum = steps.replaceAll(/10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, power: string) => `1e${power.replaceAll(/./g, digitOf)}`)
      const expression = sum.replaceAll('·', '*').replaceAll(/(\d) (?=\d)/g, '$1')
      expect(expression).toMatch(/^[\d.e+*/() -]+$/)
      // what it says is what a reader's calculator says
      const value = calculate(expression)
      const digits = String(each.example.value).split('.')[1]?.length ?? 0
      expect(value, `${each.id}: ${steps}`).toBeCloseTo(each.example.value, digits)
    }
  })
})

const digitOf = (sign: string) => (sign === '⁻' ? '-' : String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign)))

/** Numbers, + * / and brackets, from left to right as on paper. */
function calculate(text: string): number {
  const tokens = text.match(/\d+(\.\d+)?(e-?\d+)?|[()+*/]/g) ?? []
  let at = 0
  const factor = (): number => {
    const token = tokens[at++]
    if (token !== '(') return Number(token)
    const inner = sum()
    at++
    return inner
  }
  const product = (): number => {
    let value = factor()
    while (tokens[at] === '*' || tokens[at] === '/') value = tokens[at++] === '*' ? value * factor() : value / factor()
    return value
  }
  const sum = (): number => {
    let value = product()
    while (tokens[at] === '+') {
      at++
      value += product()
    }
    return value
  }
  return sum()
}

describe('an entry', () => {
  it('has limits with their act, dates and status, and says what gives no verdict', () => {
    const text = kpiEntry(kpi('TestUlMean'), 'vi')
    expect(text).toContain('≥ 50 Mbit/s; n ≥ 1.500; Quyết định 1529/QĐ-BTTTT')
    expect(text).toContain('08/09/2020 – trước 01/07/2022; bắt buộc; dùng để kết luận')
    expect(kpiEntry(kpi('TestDrop'), 'en')).toContain('≤ 5 %')
    expect(kpiEntry(kpi('TestDrop'), 'en')).toContain('unverified, no verdict')
    expect(kpiEntry(kpi('TestDlShare30'), 'en')).toContain('limit not known')
    expect(kpiEntry(kpi('UlUeThroughput'), 'en')).toContain('≥ 30 000 kbit/s')
    expect(kpiEntry(kpi('UlUeThroughput'), 'en')).toContain('a reference without verdict')
  })

  it('leaves no word of one language in the other', () => {
    for (const each of KPIS) {
      expect(kpiEntry(each, 'en'), each.id).not.toMatch(/cộng|trạm|số liệu|không|mẫu số/)
      expect(kpiEntry(each, 'vi'), each.id).not.toMatch(/\b(decided|weighed|over|added|denominator|missing|sum of)\b/)
    }
  })
})
