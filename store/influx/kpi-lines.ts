import { CELL_TAGS, isSafeTagValue, LEVEL_MS, STATION_TAGS, ZONE_TAGS } from '../../contract/mod.ts'
import type { KpiRow, KpiTable } from '../port.ts'
import type { Line } from './line.ts'
import { encodePoint, type FieldValue, msTime, UnsafeRowError } from './line-protocol.ts'

export const TAGS_OF: Readonly<Record<KpiTable, readonly string[]>> = {
  cell_kpi: CELL_TAGS,
  station_kpi: STATION_TAGS,
  zone_kpi: ZONE_TAGS,
}

/** Columns of every KPI row beside its parts: integers, so that no sum of parts is taken for one of them. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['rev', 'gp', 'retired'])

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
  for (const [tag, value] of Object.entries(row.tags)) {
    if (!known.includes(tag)) throw new UnsafeRowError(`${row.table} has no tag ${JSON.stringify(tag)}`)
    // an empty tag would vanish, and with it what tells two rows apart
    if (!isSafeTagValue(value)) {
      throw new UnsafeRowError(
        `tag ${tag} is ${JSON.stringify(value.slice(0, 80))}: expected 1 to 64 characters, none of \\ , = " or white space`,
      )
    }
  }
  const missing = known.find((tag) => row.tags[tag] === undefined)
  if (missing !== undefined) throw new UnsafeRowError(`tag ${missing} is missing: expected 'unknown' where not known`)
  if (!(row.level in LEVEL_MS)) throw new UnsafeRowError(`there is no level ${JSON.stringify(row.level)}`)
  const fields: Record<string, FieldValue> = {}
  for (const [field, value] of Object.entries(row.fields)) {
    if (OWN_FIELDS.has(field)) throw new UnsafeRowError(`a part may not be called ${field}`)
    fields[field] = value
  }
  fields.rev = { int: row.rev }
  fields.gp = { int: row.gpS }
  fields.retired = { int: row.retired ? 1 : 0 }
  const text = encodePoint({ measurement: row.table, tags: row.tags, fields, time: msTime(row.t) })
  return { text, atMs: row.t, row: nameOf(row) }
}
