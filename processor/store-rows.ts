import { type FieldName, type Level, type PartKind, TIMELINE_FIELDS } from '../contract/mod.ts'
import type { KpiRow } from '../store/mod.ts'
import { STATION_ROW } from './cell.ts'
import { openGpS } from './clock.ts'
import { registryFields } from './registry-fields.ts'
import type { Parts } from './rows/parts.ts'
import { isRetired, labelsOf, NO_TIME, type Row } from './rows/row.ts'
import type { Times } from './rows/times.ts'
import { isZoneField } from './rows/zone-parts.ts'
import { parseRowKey, zoneTagsKey } from './state/keys.ts'
import type { StateReader } from './state/view.ts'
import { isSubCell, memberOfSubCell } from './sub-cell.ts'
import { readTagSet, type TagSet } from './tag-sets.ts'
import { weighed } from './weigh.ts'
import type { ZoneRow } from './zone-rows.ts'

/** The store rows of a `row/…` or `zone/…` key as the state says *now*: one for each tag set. Nothing for other keys. */
export function storeRowsOf(view: StateReader, key: string): KpiRow[] {
  if (key.startsWith('row/')) return cellRows(view, key)
  return key.startsWith('zone/') ? zoneRow(view, key) : []
}

function cellRows(view: StateReader, key: string): KpiRow[] {
  const row = view.get<Row>(key)
  if (row === undefined) return []
  const { level, t, station, cell } = parseRowKey(key)
  const isStation = cell === STATION_ROW
  const isSub = isSubCell(cell)
  const out: KpiRow[] = []
  for (const label of labelsOf(row)) {
    const set = readTagSet(view, label)
    const parts = row.sums.get(label)
    const times = row.times.get(label) ?? NO_TIME
    if (isSub) {
      if (parts !== undefined) out.push(memberRow(parts, set, { level, t, cell, row, label }))
      continue
    }
    const fields = fieldsOf(parts === undefined ? undefined : weighed(parts, set), times)
    if (isStation) Object.assign(fields, registryFields(view, station, t, times, set))
    out.push({
      table: isStation ? 'station_kpi' : 'cell_kpi',
      level,
      t,
      tags: set.tags,
      fields,
      rev: row.rev,
      gpS: openGpS(row.gpS),
      retired: row.rev > 0 && isRetired(row, label),
    })
  }
  return out
}

/** A row of one PLMN, slice or 5QI: no times, which are those of its cell. */
function memberRow(
  parts: Parts,
  set: TagSet,
  { level, t, cell, row, label }: { level: Level; t: number; cell: string; row: Row; label: string },
): KpiRow {
  const own = weighed(parts, set)
  const fields: Record<FieldName, number> = {}
  own.shape.fields.forEach((name, i) => {
    fields[name] = own.values[i] as number
  })
  const tags = { ...set.tags, ...memberOfSubCell(cell) }
  const retired = row.rev > 0 && isRetired(row, label)
  return { table: 'cell_kpi_sub', level, t, tags, fields, rev: row.rev, gpS: openGpS(row.gpS), retired }
}

function zoneRow(view: StateReader, key: string): KpiRow[] {
  const row = view.get<ZoneRow>(key)
  if (row === undefined) return []
  const [, level, t, zone] = key.split('/') as [string, Level, string, string]
  const tags = view.get<Record<string, string>>(zoneTagsKey(zone))
  if (tags === undefined) throw new Error(`zone tags ${zone} are not in the state`)
  const fields = fieldsOf(row.parts, row.times, isZoneField)
  return [{ table: 'zone_kpi', level, t: Number(t), tags, fields, rev: row.rev, gpS: openGpS(row.gpS), retired: false }]
}

/**
 * Fields by name: every slot that the row has, or once had – what fell to 0 must not stand in the store as it was – and the
 * five times.
 */
function fieldsOf(
  parts: Parts | undefined,
  times: Times,
  isKept: (kind: PartKind) => boolean = () => true,
): Record<FieldName, number> {
  const fields: Record<FieldName, number> = {}
  for (let i = 0; i < TIMELINE_FIELDS.length; i++) fields[TIMELINE_FIELDS[i] as FieldName] = times[i] as number
  if (parts === undefined) return fields
  const { fields: names, kinds, isAdditive } = parts.shape
  for (let i = 0; i < names.length; i++) {
    const value = parts.values[i] as number
    if (isAdditive || (!Number.isNaN(value) && isKept(kinds[i] as PartKind))) fields[names[i] as FieldName] = value
  }
  return fields
}
