import { type FieldName, LEVELS, quoted, windowStart } from '../../contract/mod.ts'
import type { KpiRow, KpiTable } from '../port.ts'
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
  const { names, values } = row
  if (names.length !== values.length)
    return `expected a value for each of ${names.length} fields, came ${values.length}`
  const unknown = unknownAmong(names, row.table)
  if (unknown !== undefined)
    return `this catalogue has no field ${quoted(unknown)} of ${row.table}; write with the version that knows it`
  const odd = values.findIndex((value) => !Number.isFinite(value))
  return odd < 0 ? undefined : `expected ${names[odd]} to be a finite number, came ${values[odd]}`
}

/** Rows alike share one list of names, which need be looked through once. */
const faultless: Readonly<Record<KpiTable, WeakSet<readonly FieldName[]>>> = {
  cell_kpi: new WeakSet(),
  station_kpi: new WeakSet(),
  zone_kpi: new WeakSet(),
  cell_kpi_sub: new WeakSet(),
}

function unknownAmong(names: readonly FieldName[], table: KpiTable): FieldName | undefined {
  if (faultless[table].has(names)) return undefined
  const unknown = names.find((name) => !FIELD_SETS[table].has(name))
  if (unknown === undefined) faultless[table].add(names)
  return unknown
}

/** Names a row in a report to people: `cell_kpi 1m 2026-11-22T01:00:00.000Z HN-0001/2`. */
export function rowName(row: KpiRow): string {
  const when = Number.isFinite(row.t) && Math.abs(row.t) <= 8.64e15 ? new Date(row.t).toISOString() : String(row.t)
  const { station, cell, zone } = row.tags
  const who = station === undefined ? zone : cell === undefined ? station : `${station}/${cell}`
  return `${row.table} ${row.level} ${when} ${quoted(who ?? '')}`
}
