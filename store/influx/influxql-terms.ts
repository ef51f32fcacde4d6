import type { Linear } from '../../contract/mod.ts'
import { identifier } from './influxql.ts'

export function groupBy(parts: readonly string[]): string {
  return parts.length === 0 ? '' : ` GROUP BY ${parts.join(', ')}`
}

export function sumOf(field: string): string {
  return `sum(${identifier(field)})`
}

/** Σ weight · sum of each field. */
export function linear(form: Linear): string {
  return Object.entries(form)
    .map(([field, weight], i) => {
      const size = Math.abs(weight)
      const term = size === 1 ? sumOf(field) : `${decimal(size)} * ${sumOf(field)}`
      const sign = weight < 0 ? '-' : '+'
      if (i > 0) return `${sign} ${term}`
      return weight < 0 ? `${decimal(weight)} * ${sumOf(field)}` : term
    })
    .join(' ')
}

export function scaled(term: string, scale: number): string {
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
