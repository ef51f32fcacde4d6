import { LEVELS, quoted, windowStart } from '../../contract/mod.ts'
import type { KpiRow } from '../port.ts'
import { FIELD_SETS, KPI_TABLES } from './kpi-tables.ts'

/** Why this row can never be stored, tags apart; `undefined` where it can. */
export function rowFault(row: KpiRow): string | undefined {
  if (!KPI_TABLES.includes(row.table))
    return `expected one of the tables ${KPI_TABLES.join(', ')}, came ${quoted(row.table)}`
  if (!LEVELS.includes(row.level)) return `expected one of the levels ${LEVELS.join(', ')}, came ${quoted(row.level)}`
  if (!Number.isSafeInteger(row.t) || windowStart(row.level, row.t) !== row.t) {
    return `expected t to be the start of a window of ${row.level} [epoch ms], came ${row.t}`
  }
  if (!Number.isSafeInteger(row.rev) || row.rev < 0) return `expected rev to be a whole number from 0, came ${row.rev}`
  if (!Number.isFinite(row.gpS) || row.gpS < 0) return `expected gpS to be a number of seconds from 0, came ${row.gpS}`
  for (const field in row.fields) {
    if (!FIELD_SETS[row.table].has(field))
      return `this catalogue has no field ${quoted(field)} of ${row.table}; write with the version that knows it`
    const value = row.fields[field]
    if (typeof value !== 'number' || !Number.isFinite(value))
      return `expected ${field} to be a finite number, came ${value}`
  }
  return undefined
}

/** Names a row in a report to people: `cell_kpi 1m 2026-11-22T01:00:00.000Z HN-0001/2`. */
export function rowName(row: KpiRow): string {
  const when = Number.isFinite(row.t) && Math.abs(row.t) <= 8.64e15 ? new Date(row.t).toISOString() : String(row.t)
  const { station, cell, zone } = row.tags
  const who = station === undefined ? zone : cell === undefined ? station : `${station}/${cell}`
  return `${row.table} ${row.level} ${when} ${quoted(who ?? '')}`
}
