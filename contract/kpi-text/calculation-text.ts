import { accountOf } from '../kpi/account.ts'
import type { KpiDefinition, Linear } from '../kpi/definition.ts'
import type { Asked, KpiFigure } from '../kpi/figure.ts'
import { linear, reportableSeconds, type Sums } from '../kpi/sums.ts'
import { formulaText } from './formula-text.ts'
import type { Language } from './language.ts'
import { numberText } from './numbers.ts'
import { unitText } from './unit-text.ts'

/** The formula with what its sums come to in their places; undefined where it is words, as of a percentile. */
export function arithmeticText(kpi: KpiDefinition, sums: Sums, asked: Asked, language: Language): string | undefined {
  if (['percentile', 'busy-hour', 'extreme'].includes(kpi.formula.kind)) return undefined
  const write = (form: Linear) => numberText(linear(form, sums), language)
  return formulaText(kpi, language, write)
    .replace(/Σ (seconds due|số giây cần có số liệu)/, numberText(reportableSeconds(sums), language))
    .replace(/\bT\b/, numberText(asked.elapsedS, language))
    .replace(/licensed cap|giới hạn được cấp phép/, numberText(asked.licensedSites ?? 0, language))
}

/** A value with its unit as the language writes it. */
export function valueText(value: number, unit: string, language: Language): string {
  const number = numberText(value, language)
  return unit === 'count' ? number : `${number} ${unitText(unit, language)}`
}

/**
 * How a figure follows from its sums; undefined where it has no value. Stages without data are left out, as the figure leaves
 * them out.
 *
 * Example: `98 / 100 · 100 = 98 %`.
 */
export function calculationText(
  kpi: KpiDefinition,
  sums: Sums,
  { value }: Pick<KpiFigure, 'value'>,
  asked: Asked,
  language: Language,
): string | undefined {
  if (value === null) return undefined
  const whole = { ...kpi, formula: kpi.formula.kind === 'busy-hour' ? kpi.formula : accountOf(kpi, sums).formula }
  const steps = arithmeticText(whole, sums, asked, language) ?? formulaText(whole, language)
  const result = valueText(value, kpi.unit, language)
  return steps === numberText(value, language) ? result : `${steps} = ${result}`
}
