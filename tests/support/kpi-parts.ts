import type { KpiRow } from '../../store/mod.ts'

/** The parts of a row by name, as a test is best read. */
export function partsOf({ names, values }: Pick<KpiRow, 'names' | 'values'>): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, values[i] as number]))
}

/** Parts by name as a row has them. */
export function parts(byName: Readonly<Record<string, number>>): Pick<KpiRow, 'names' | 'values'> {
  return { names: Object.keys(byName), values: Object.values(byName) }
}
