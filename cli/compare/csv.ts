import { csvCell } from '../output/csv-cell.ts'
import { isoInstant } from '../output/iso-instant.ts'
import type { Difference } from './difference.ts'

const COLUMNS = ['before', 'after', 'difference', 'before_lo', 'after_lo', 'before_hi', 'after_hi'] as const
const SHARES = ['before_coverage', 'after_coverage', 'before_na', 'after_na', 'status', 'reason'] as const

/** A line of names; tags as they were asked for. */
export const CSV_HEADER = (by: readonly string[]): string =>
  ['kpi', 'unit', 'level', 't', 'time', ...by, ...COLUMNS, ...SHARES].join(',')

/** One difference; empty where there is no value. */
export function csvLine(by: readonly string[], d: Difference): string {
  const { before, after } = d
  return [
    d.kpi,
    d.unit,
    d.level,
    d.t,
    isoInstant(d.t),
    ...by.map((tag) => d.by[tag]),
    before?.value,
    after?.value,
    d.difference,
    before?.lo,
    after?.lo,
    before?.hi,
    after?.hi,
    before?.coverage,
    after?.coverage,
    before?.na,
    after?.na,
    (after ?? before)?.status,
    d.reason,
  ]
    .map((value) => csvCell(value == null ? '' : String(value)))
    .join(',')
}
