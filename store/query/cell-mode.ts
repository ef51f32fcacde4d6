import type { KpiDefinition } from '../../contract/mod.ts'

/**
 * Whether a cell of this mode takes part in the KPI. A stand-alone counter of a cell that is only non-stand-alone is
 * neither a gap nor a zero, and the other way round; `SA+NSA` and a mode not known take part in both.
 */
export function takesPart(kpi: KpiDefinition, mode: string): boolean {
  if (kpi.modes === 'SA') return mode !== 'NSA'
  if (kpi.modes === 'NSA') return mode !== 'SA'
  return true
}
