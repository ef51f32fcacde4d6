import type { KpiDefinition } from '../kpi/definition.ts'
import { arithmeticText } from './calculation-text.ts'
import type { Language } from './language.ts'
import { numberText } from './numbers.ts'

/** What happened, then the formula with its numbers, then the result. */
export function exampleText(kpi: KpiDefinition, language: Language): string {
  const { story, sums, value, windowS = 0, cap = 0 } = kpi.example
  const result = `${numberText(value, language)}${kpi.unit === 'count' ? '' : ` ${kpi.unit}`}`
  const told = story[language]
  const asked = { elapsedS: windowS, licensedSites: cap }
  const steps = arithmeticText(kpi, new Map(Object.entries(sums)), asked, language)
  if (steps === undefined) return `${told} = ${result}`
  return steps === numberText(value, language) ? `${told}: ${result}` : `${told}: ${steps} = ${result}`
}
