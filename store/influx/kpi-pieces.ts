import { type KpiDefinition, type Linear, observedField, ownerOf, type RatioFormula } from '../../contract/mod.ts'
import { linear, scaled, sumOf } from './influxql-terms.ts'
import { cannotSay, type KpiInfluxQlOptions } from './kpi-influxql-options.ts'

/** The pieces of a statement: sums of the inner one, guards and value of the outer one. */
export interface Pieces {
  readonly sums: readonly string[]
  readonly guards: readonly string[]
  readonly value: string
  /** All linear forms, which say how the inner statement is filled. */
  readonly forms: readonly Linear[]
}

export function piecesOf(kpi: KpiDefinition, { windowSeconds }: KpiInfluxQlOptions): Pieces {
  const { formula } = kpi
  switch (formula.kind) {
    case 'ratio':
      return stagesQl(kpi, [{ ...formula, scale: 1 }], ' * ', formula.scale)
    case 'product':
      return stagesQl(kpi, formula.factors, ' * ', formula.scale)
    case 'ratio-sum':
      return stagesQl(kpi, formula.terms, ' + ', formula.scale)
    case 'sum':
      return {
        sums: [`${linear(formula.of)} AS n0`, ...observedSum(kpi, '', 0)],
        guards: observedGuard(kpi, 0),
        value: scaled('n0', formula.scale),
        forms: [formula.of],
      }
    case 'population': {
      const stages = stagesQl(kpi, [{ ...formula, kind: 'ratio', scale: 1 }], ' * ', formula.scale)
      const due = DUE.map(({ name, field }) => `${sumOf(field)} AS ${name}`)
      return {
        ...stages,
        sums: [...stages.sums, ...due],
        value: `${stages.value} * (e - x0 - x1 - x2) / ${seconds(kpi, windowSeconds)}`,
        // several fields, of which a group may lack some
        forms: [...stages.forms, Object.fromEntries(DUE.map(({ field }) => [field, 1]))],
      }
    }
    case 'mean-count': {
      if (formula.cap !== undefined) throw cannotSay(kpi, 'the number of licensed sites is in no row')
      const svc = `${ownerOf(kpi).id}.svc`
      return {
        sums: [`${linear(formula.of)} AS n0`, `${sumOf(svc)} AS o`],
        guards: ['o > 0'],
        value: scaled(`n0 / ${seconds(kpi, windowSeconds)}`, formula.scale),
        forms: [formula.of],
      }
    }
    case 'percentile':
    case 'busy-hour':
    case 'extreme':
      throw cannotSay(kpi, `it has no form for a ${formula.kind}`)
  }
}

/** From which the time in which reports were due is made: `exp` without what is known down, planned, energy saving. */
const DUE = [
  { name: 'e', field: 'exp' },
  { name: 'x0', field: 'avail.down' },
  { name: 'x1', field: 'avail.planned' },
  { name: 'x2', field: 'avail.es' },
] as const

function seconds(kpi: KpiDefinition, windowSeconds: string | undefined): string {
  if (windowSeconds === undefined) throw cannotSay(kpi, 'it needs the seconds of the window (windowSeconds)')
  return windowSeconds
}

function stagesQl(kpi: KpiDefinition, stages: readonly RatioFormula[], joined: ' * ' | ' + ', scale: number): Pieces {
  const value = stages.map((stage, i) => scaled(`n${i} / d${i}`, stage.scale)).join(joined)
  return {
    sums: stages.flatMap((stage, i) => [
      `${linear(stage.num)} AS n${i}`,
      `${linear(stage.den)} AS d${i}`,
      ...observedSum(kpi, stage.stage ?? '', i),
    ]),
    guards: stages.flatMap((_, i) => [
      ...observedGuard(kpi, i),
      `d${i} > 0`,
      ...(kpi.bounds === 'success-ratio' ? [`n${i} <= d${i}`] : []),
    ]),
    value: scaled(stages.length > 1 && scale !== 1 ? `(${value})` : value, scale),
    forms: stages.flatMap((stage) => [stage.num, stage.den]),
  }
}

const observedName = (i: number) => (i === 0 ? 'o' : `o${i}`)

const KNOWN_TIMES: readonly string[] = ['avail.up', 'avail.down', 'avail.down_external', 'avail.planned', 'avail.es']

/**
 * Seconds observed. Samples are counted, so what their denominator holds was observed; and so was what a denominator of
 * known times holds.
 */
function observedSum(kpi: KpiDefinition, stage: string, i: number): string[] {
  if (kpi.basis === 'report') return [`${sumOf(observedField(kpi, stage))} AS ${observedName(i)}`]
  return asksForKnown(kpi) ? [`${sumOf('exp')} - ${sumOf('avail.unknown')} AS ${observedName(i)}`] : []
}

function observedGuard(kpi: KpiDefinition, i: number): string[] {
  return kpi.basis === 'report' || asksForKnown(kpi) ? [`${observedName(i)} > 0`] : []
}

function asksForKnown({ basis, formula }: KpiDefinition): boolean {
  if (basis !== 'timeline') return false
  return formula.kind !== 'ratio' || !Object.keys(formula.den).every((field) => KNOWN_TIMES.includes(field))
}
