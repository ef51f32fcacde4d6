import type { Formula, KpiDefinition, Linear, RatioFormula } from '../kpi/definition.ts'
import { kindOfField } from '../kpi/field-kinds.ts'
import { fieldWords } from './field-words.ts'
import type { Language } from './language.ts'
import { numberText, scaleText } from './numbers.ts'

/** How a linear form is written: with the names of its fields, or with what they come to in an example. */
export type WriteLinear = (form: Linear, kpi: KpiDefinition, language: Language) => string

/** `{ vol: 1 }` → `Σ vol`; several → `Σ (up + down)`; bins in a row → `Σ (bin16 … bin32)`. */
export const withNames: WriteLinear = (form, kpi, language) => {
  const terms = runsOf(Object.entries(form).map(([field, weight]) => [fieldWords(field, kpi, language), weight]))
  const text = terms
    .map(({ name, weight }, i) => {
      const size = Math.abs(weight)
      const term = size === 1 ? name : `${numberText(size, language)} · ${name}`
      if (i === 0) return weight < 0 ? `−${term}` : term
      return weight < 0 ? ` − ${term}` : ` + ${term}`
    })
    .join('')
  return terms.length === 1 && terms[0]?.weight === 1 && !text.includes('…') ? `Σ ${text}` : `Σ (${text})`
}

interface Term {
  readonly name: string
  readonly weight: number
}

/** Bins that follow each other as one term. */
function runsOf(terms: readonly (readonly [string, number])[]): Term[] {
  const bins = terms.map(([name]) => /^bin(\d+)$/.exec(name)?.[1])
  const isRun = terms.length > 2 && bins.every((bin, i) => bin !== undefined && Number(bin) === Number(bins[0]) + i)
  if (!isRun) return terms.map(([name, weight]) => ({ name, weight }))
  return [{ name: `bin${bins[0]} … bin${bins.at(-1)}`, weight: 1 }]
}

const T: Readonly<Record<Language, string>> = { vi: 'T', en: 'T' }
const DUE: Readonly<Record<Language, string>> = { vi: 'Σ số giây cần có số liệu', en: 'Σ seconds due' }
const CAP: Readonly<Record<Language, string>> = { vi: 'giới hạn được cấp phép', en: 'licensed cap' }

/** The formula as one reads it; `write` says what stands for its sums. */
export function formulaText(kpi: KpiDefinition, language: Language, write: WriteLinear = withNames): string {
  const { formula } = kpi
  const of = (form: Linear) => write(form, kpi, language)
  const ratio = ({ num, den }: Pick<RatioFormula, 'num' | 'den'>) => `${of(num)} / ${of(den)}`
  const scaled = (text: string, scale: number) => `${text}${scaleText(scale, language)}`
  switch (formula.kind) {
    case 'ratio':
      return scaled(ratio(formula), formula.scale)
    case 'product':
      return scaled(formula.factors.map((factor) => `(${ratio(factor)})`).join(' · '), formula.scale)
    case 'ratio-sum':
      return scaled(`(${formula.terms.map(ratio).join(' + ')})`, formula.scale)
    case 'sum':
      return scaled(of(formula.of), formula.scale)
    case 'population':
      return scaled(`(${ratio(formula)}) · (${DUE[language]} / ${T[language]})`, formula.scale)
    case 'mean-count': {
      const things = `${of(formula.of)} / ${T[language]}`
      return scaled(formula.cap === undefined ? things : `${things} / ${CAP[language]}`, formula.scale)
    }
    case 'extreme':
    case 'percentile':
    case 'busy-hour':
      return wordsOf(kpi, formula, language)
  }
}

type InWords = Extract<Formula, { kind: 'extreme' | 'percentile' | 'busy-hour' }>

function wordsOf(kpi: KpiDefinition, formula: InWords, language: Language): string {
  const isVi = language === 'vi'
  if (formula.kind === 'percentile') {
    const q = formula.q * 100
    return isVi
      ? `phân vị ${q} % của bin0 … bin32, tuyến tính trong khoảng`
      : `${q} % of bin0 … bin32, linear within a bin`
  }
  if (formula.kind === 'extreme') {
    const field = fieldWords(formula.field, kpi, language)
    const kind = kindOfField(formula.field)
    const greatest = isVi ? `giá trị ${field} lớn nhất` : `the greatest ${field}`
    const least = isVi ? `giá trị ${field} nhỏ nhất` : `the least ${field}`
    const ofCells = isVi ? `Σ theo cell của ${greatest}` : `Σ over cells of ${greatest}`
    const text = kind === 'sum-of-max' ? ofCells : kind === 'min' ? least : greatest
    return `${text}${scaleText(formula.scale, language)}`
  }
  const traffic = withNames(formula.of, kpi, language)
  const words = {
    'cell-bouncing': {
      vi: `Σ theo cell của max theo giờ (${traffic})`,
      en: `Σ over cells of max over hours (${traffic})`,
    },
    group: { vi: `max theo giờ (${traffic})`, en: `max over hours (${traffic})` },
    'time-consistent': {
      vi: `max theo giờ trong ngày của trung bình theo ngày (${traffic})`,
      en: `max over hours of the clock of the mean over days (${traffic})`,
    },
  }[formula.scope]
  return `${words[language]}${scaleText(formula.scale, language)}`
}
