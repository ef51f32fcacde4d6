import type { FieldName, Linear } from './definition.ts'

/** Parts over whatever was asked for, each as its kind says: mostly their sums. A field that no row has is absent. */
export type Sums = ReadonlyMap<FieldName, number>

export function linear(form: Linear, sums: Sums): number {
  let total = 0
  for (const [field, weight] of Object.entries(form)) total += weight * (sums.get(field) ?? 0)
  return total
}

/** Seconds in which reports were due: in service, and not known down, planned or energy saving. */
export function reportableSeconds(sums: Sums): number {
  const get = (field: FieldName) => sums.get(field) ?? 0
  return Math.max(0, get('exp') - get('avail.down') - get('avail.planned') - get('avail.es'))
}
