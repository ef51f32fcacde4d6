import { type FieldName, kindOfField, type PartKind, type Sums } from '../../contract/mod.ts'

/** What is put together: rows of one window, or one thing's windows. They differ for a `sum-of-max` alone. */
export type Along = 'space' | 'time'

/** Puts parts together, each field as its kind says; a field is there as soon as one of them has it. */
export function addUp(parts: readonly Sums[], along: Along = 'space'): Sums {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const total = new Map<FieldName, number>()
  for (const part of parts) {
    for (const [field, value] of part) {
      const before = total.get(field)
      total.set(field, before === undefined ? value : together(kindOfField(field), along, before, value))
    }
  }
  return total
}

function together(kind: PartKind, along: Along, a: number, b: number): number {
  switch (kind) {
    case 'max':
      return Math.max(a, b)
    case 'min':
      return Math.min(a, b)
    case 'sum-of-max':
      return along === 'time' ? Math.max(a, b) : a + b
    case 'sum':
      return a + b
  }
}
