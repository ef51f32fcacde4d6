import { observedField, ownerOf, suspectField, variantField } from './catalogue.ts'
import type { Formula, KpiDefinition } from './definition.ts'
import { linear, reportableSeconds, type Sums } from './sums.ts'

/** How much data is behind a figure. */
export interface Account {
  /** Seconds; samples of an active test. Nothing observed, no value. */
  readonly observed: number
  readonly coverage: number | null
  readonly suspectShare: number | null
  /** Stages without data. */
  readonly absent: readonly string[]
  /** The formula without those. */
  readonly formula: Formula
  /** Variants other than the first that took part. */
  readonly variants: readonly string[]
}

/** Stages that a formula asks for. */
export function stagesOf(formula: Formula): readonly string[] {
  if (formula.kind === 'product') return formula.factors.map(({ stage }) => stage)
  if (formula.kind === 'ratio-sum') return formula.terms.map(({ stage }) => stage)
  return [formula.kind === 'ratio' ? (formula.stage ?? '') : '']
}

function withoutStages(formula: Formula, absent: readonly string[]): Formula {
  const isPresent = ({ stage }: { stage: string }) => !absent.includes(stage)
  if (formula.kind === 'product') return { ...formula, factors: formula.factors.filter(isPresent) }
  if (formula.kind === 'ratio-sum') return { ...formula, terms: formula.terms.filter(isPresent) }
  return formula
}

export function accountOf(kpi: KpiDefinition, sums: Sums): Account {
  const whole = { absent: [], formula: kpi.formula, variants: [] }
  const exp = sums.get('exp') ?? 0
  switch (kpi.basis) {
    case 'timeline': {
      const known = exp - (sums.get('avail.unknown') ?? 0)
      return { ...whole, observed: known, coverage: exp === 0 ? null : known / exp, suspectShare: null }
    }
    case 'test': {
      const samples = kpi.formula.kind === 'ratio' ? linear(kpi.formula.den, sums) : 0
      // nobody expects a number of samples
      return { ...whole, observed: samples, coverage: null, suspectShare: null }
    }
    case 'registry': {
      const inService = sums.get(`${ownerOf(kpi).id}.svc`) ?? 0
      // what the registry says it says of all
      return { ...whole, observed: inService, coverage: inService > 0 ? 1 : null, suspectShare: null }
    }
    case 'report':
      return ofReports(kpi, sums)
  }
}

function ofReports(kpi: KpiDefinition, sums: Sums): Account {
  const observedOf = (stage: string) => sums.get(observedField(kpi, stage)) ?? 0
  const stages = stagesOf(kpi.formula)
  const present = stages.filter((stage) => observedOf(stage) > 0)
  const isWanting = present.length === 0 || (stages.includes('') && !present.includes(''))
  const absent = isWanting ? [] : stages.filter((stage) => !present.includes(stage))
  const observed = isWanting ? 0 : Math.min(...present.map(observedOf))
  const due = reportableSeconds(sums)
  const all = present.reduce((seconds, stage) => seconds + observedOf(stage), 0)
  const suspect = present.reduce((seconds, stage) => seconds + (sums.get(suspectField(kpi, stage)) ?? 0), 0)
  return {
    observed,
    // a report may cover seconds in which its cell is known down: never more than whole
    coverage: due === 0 ? (observed > 0 ? 1 : null) : Math.min(1, observed / due),
    suspectShare: observed === 0 ? null : suspect / all,
    absent,
    formula: withoutStages(kpi.formula, absent),
    variants: ownerOf(kpi)
      .stages.filter(({ id }) => present.includes(id))
      .flatMap(({ variants }) => variants)
      .filter(({ id }) => id !== '' && (sums.get(variantField(kpi, id)) ?? 0) > 0)
      .map(({ id }) => id),
  }
}
