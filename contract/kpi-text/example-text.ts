import type { KpiDefinition, Linear } from '../kpi/definition.ts'
import { linear } from '../kpi/sums.ts'
import { formulaText } from './formula-text.ts'
import type { Language } from './language.ts'
import { numberText } from './numbers.ts'

/** What happened, then the formula with its numbers, then the result. */
export function exampleText(kpi: KpiDefinition, language: Language): string {
  const { story, sums, value } = kpi.example
  const result = `${numberText(value, language)}${kpi.unit === 'count' ? '' : ` ${kpi.unit}`}`
  const told = story[language]
  if (['percentile', 'busy-hour', 'extreme'].includes(kpi.formula.kind)) return `${told} = ${result}`
  const steps = arithmetic(kpi, new Map(Object.entries(sums)), language)
  return steps === numberText(value, language) ? `${told}: ${result}` : `${told}: ${steps} = ${result}`
}

function arithmetic(kpi: KpiDefinition, sums: ReadonlyMap<string, number>, language: Language): string {
  const { windowS = 0, cap = 0, sums: given } = kpi.example
  const write = (form: Linear) => numberText(linear(form, sums), language)
  const due = (given.exp ?? 0) - (given['avail.down'] ?? 0) - (given['avail.planned'] ?? 0) - (given['avail.es'] ?? 0)
  return formulaText(kpi, language, write)
    .replace(/Σ (seconds due|số giây cần có số liệu)/, numberText(due, language))
    .replace(/\bT\b/, numberText(windowS, language))
    .replace(/licensed cap|giới hạn được cấp phép/, numberText(cap, language))
}
