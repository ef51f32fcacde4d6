import { type KpiDefinition, observedField } from '../../contract/mod.ts'
import { type Scope, shown, sums } from './scope.ts'

/**
 * Σobs / seconds in which reports were due [%], at most 100: a report may cover seconds in which its cell is known
 * down. InfluxQL cannot take the lesser of two numbers, so each case is a statement of its own.
 */
export function coverageQuery(kpi: KpiDefinition, as: string, scope: Scope): string {
  const obs = observedField(kpi)
  const inner = sums([obs, 'exp', 'avail.down', 'avail.planned', 'avail.es'], { ...scope, modes: kpi.modes })
  const due = '("exp" - "avail.down" - "avail.planned" - "avail.es")'
  const part = `SELECT "${obs}" / ${due} * 100 AS "coverage" FROM (${inner}) WHERE ${due} > 0 AND "${obs}" <= ${due}`
  const whole = `SELECT "${obs}" / "${obs}" * 100 AS "coverage" FROM (${inner}) WHERE "${obs}" > 0 AND "${obs}" > ${due}`
  return shown([{ column: 'coverage', as }], `${part}), (${whole}`, scope)
}
