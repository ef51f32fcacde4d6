import { type KpiDefinition, type Level, type Linear, observedField, type RatioFormula } from '../../contract/mod.ts'
import type { KpiTable } from '../port.ts'
import { identifier, source, timeBucket } from './influxql.ts'

export interface KpiInfluxQlOptions {
  readonly table: KpiTable
  readonly level: Level
  /** Tags, one series for each of their values. */
  readonly groupBy: readonly string[]
  /** Conditions in InfluxQL as they stand: `$timeFilter AND "zone" =~ /^$zone$/`. */
  readonly where: string
  /** `$__interval`, or a length such as `10s`, `1d`; left out: one figure for all the time asked for. */
  readonly window?: string
  /** Name of the answer's column; default `value`. */
  readonly alias?: string
}

/**
 * A KPI as InfluxQL in the only form allowed. InfluxQL answers 0 for x / 0, so every denominator is guarded outside the
 * division; sums are made before it, never means of ratios; a period nobody observed is no value, and neither are more
 * successes than attempts. What `evaluateKpi` says of the same sums, this says too.
 *
 * Example: `SELECT n0 / d0 * 100 AS "value" FROM (SELECT sum("RrcSetupSuccess.succ") AS n0,
 * sum("RrcSetupSuccess.att") AS d0, sum("RrcSetupSuccess.obs") AS o FROM "1m"."zone_kpi" WHERE $timeFilter
 * GROUP BY "zone", time($__interval, -7h) fill(none)) WHERE o > 0 AND d0 > 0 AND n0 <= d0 GROUP BY "zone"`.
 */
export function kpiToInfluxQl(kpi: KpiDefinition, options: KpiInfluxQlOptions): string {
  const formula = formulaInQl(kpi)
  const sums: string[] = []
  const guards: string[] = []
  let value: string
  if (kpi.basis === 'report') {
    // the five times of a timeline add up to `exp`: what its denominator holds was observed
    sums.push(`${sumOf(observedField(kpi))} AS o`)
    guards.push('o > 0')
  }
  if (formula.kind === 'sum') {
    sums.push(`${linear(formula.of)} AS n0`)
    value = scaled('n0', formula.scale)
  } else {
    const stages = formula.kind === 'ratio' ? [{ ...formula, scale: 1 }] : formula.factors
    stages.forEach((stage, i) => {
      sums.push(`${linear(stage.num)} AS n${i}`, `${linear(stage.den)} AS d${i}`)
      guards.push(`d${i} > 0`)
      if (kpi.bounds === 'success-ratio') guards.push(`n${i} <= d${i}`)
    })
    value = scaled(stages.map((stage, i) => scaled(`n${i} / d${i}`, stage.scale)).join(' * '), formula.scale)
  }
  const tags = options.groupBy.map(identifier)
  const windows = options.window === undefined ? [] : [timeBucket(options.window)]
  const from = source(options.level, options.table)
  const inner = `SELECT ${sums.join(', ')} FROM ${from} WHERE ${options.where}${groupBy([...tags, ...windows])} fill(${fillOf(formula)})`
  const where = guards.length === 0 ? '' : ` WHERE ${guards.join(' AND ')}`
  return `SELECT ${value} AS ${identifier(options.alias ?? 'value')} FROM (${inner})${where}${groupBy(tags)}`
}

type QlFormula = Extract<KpiDefinition['formula'], { kind: 'sum' | 'ratio' | 'product' }>

/** @throws RangeError for a formula that InfluxQL cannot say. */
function formulaInQl({ id, formula }: KpiDefinition): QlFormula {
  if (formula.kind === 'sum' || formula.kind === 'ratio' || formula.kind === 'product') return formula
  throw new RangeError(`${id}: a formula of kind ${formula.kind} cannot be said in InfluxQL`)
}

function groupBy(parts: readonly string[]): string {
  return parts.length === 0 ? '' : ` GROUP BY ${parts.join(', ')}`
}

function sumOf(field: string): string {
  return `sum(${identifier(field)})`
}

/**
 * A sum of several fields is null in InfluxQL where a group lacks one of them; `fill(0)` makes that one 0, as it is,
 * and the windows that it makes up are taken away by the guards.
 */
function fillOf(formula: QlFormula): 'none' | '0' {
  const forms: Linear[] =
    formula.kind === 'sum' ? [formula.of] : stagesOf(formula).flatMap((stage) => [stage.num, stage.den])
  return forms.every((form) => Object.keys(form).length === 1) ? 'none' : '0'
}

function stagesOf(formula: Exclude<QlFormula, { kind: 'sum' }>): readonly RatioFormula[] {
  return formula.kind === 'ratio' ? [formula] : formula.factors
}

function linear(form: Linear): string {
  return Object.entries(form)
    .map(([field, weight]) => (weight === 1 ? sumOf(field) : `${decimal(weight)} * ${sumOf(field)}`))
    .join(' + ')
}

function scaled(term: string, scale: number): string {
  return scale === 1 ? term : `${term} * ${decimal(scale)}`
}

/** InfluxQL knows no exponents: 1e-6 is `0.000001`. */
export function decimal(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e')
  if (exponent === undefined) return mantissa
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const point = whole.length + Number(exponent)
  const digits = whole + fraction
  const text =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : point >= digits.length
        ? digits.padEnd(point, '0')
        : `${digits.slice(0, point)}.${digits.slice(point)}`
  return value < 0 ? `-${text}` : text
}
