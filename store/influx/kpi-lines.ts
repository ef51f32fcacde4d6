import { CELL_SUB_TAGS, CELL_TAGS, LEVEL_MS, STATION_TAGS, ZONE_TAGS } from '../../contract/mod.ts'
import type { KpiRow, KpiTable } from '../port.ts'
import type { Line } from './line.ts'
import { encodePoint, msTime, UnsafeRowError } from './line-protocol.ts'

export const TAGS_OF: Readonly<Record<KpiTable, readonly string[]>> = {
  cell_kpi: CELL_TAGS,
  cell_kpi_sub: CELL_SUB_TAGS,
  station_kpi: STATION_TAGS,
  zone_kpi: ZONE_TAGS,
}

/** Columns of every KPI row beside its parts: integers, so that no sum of parts is taken for one of them. */
const OWN_FIELDS = ['rev', 'gp', 'retired']

export function nameOf(row: KpiRow): string {
  const { station, cell, zone } = row.tags
  const who = station === undefined ? `zone ${zone ?? ''}` : `${station}${cell === undefined ? '' : `/${cell}`}`
  return `${row.table} ${row.level} ${row.t} ${who}`.slice(0, 200)
}

/**
 * A KPI row as a line: parts as floats always, `rev`, `gp` [s] and `retired` (0 or 1) as integers, time in ms.
 *
 * @throws {UnsafeRowError}
 */
export function kpiLine(row: KpiRow): Line {
  const known = TAGS_OF[row.table]
  for (const tag of known) {
    const value = row.tags[tag]
    // an empty tag would vanish, and with it what tells two rows apart
    if (value === undefined || value === '') {
      throw new UnsafeRowError(`tag ${tag} is missing or empty: expected 'unknown' where not known`)
    }
  }
  for (const tag in row.tags) {
    if (!known.includes(tag)) throw new UnsafeRowError(`${row.table} has no tag ${JSON.stringify(tag)}`)
  }
  if (!(row.level in LEVEL_MS)) throw new UnsafeRowError(`there is no level ${JSON.stringify(row.level)}`)
  const taken = OWN_FIELDS.find((own) => row.names.includes(own))
  if (taken !== undefined) throw new UnsafeRowError(`a part may not be called ${taken}`)
  const fields = { rev: { int: row.rev }, gp: { int: row.gpS }, retired: { int: row.retired ? 1 : 0 } }
  const time = msTime(row.t)
  const text = encodePoint({ measurement: row.table, tags: row.tags, parts: row, fields, time })
  return { text, atMs: row.t, row: nameOf(row) }
}
