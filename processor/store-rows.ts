import type { Level } from '../contract/mod.ts'
import { type FieldName, TIMELINE_FIELDS } from '../contract/mod.ts'
import type { KpiRow } from '../store/mod.ts'
import { openGpS, weighed, type ZoneRow } from './publish.ts'
import { LAYOUT } from './rows/layout.ts'
import { isRetired, labelsOf, NO_TIME, type Row } from './rows/row.ts'
import type { Vector } from './rows/vector.ts'
import { parseRowKey, zoneTagsKey } from './state/keys.ts'
import type { StateReader } from './state/view.ts'
import { readTagSet } from './tag-sets.ts'

/** The store rows of a `row/…` or `zone/…` key as the state says *now*: one for each tag set. Nothing for other keys. */
export function storeRowsOf(view: StateReader, key: string): KpiRow[] {
  if (key.startsWith('row/')) return cellRows(view, key)
  return key.startsWith('zone/') ? zoneRow(view, key) : []
}

function cellRows(view: StateReader, key: string): KpiRow[] {
  const row = view.get<Row>(key)
  if (row === undefined) return []
  const { level, t } = parseRowKey(key)
  const out: KpiRow[] = []
  for (const label of labelsOf(row)) {
    const set = readTagSet(view, label)
    const retired = row.rev > 0 && isRetired(row, label)
    const value = row.sums.get(label)
    // a window amended once, or emptied, is written whole: what fell to 0 must not stand in the store as it was
    const isWhole = retired || row.rev > 0
    out.push({
      table: 'cell_kpi',
      level,
      t,
      tags: set.tags,
      fields: fieldsOf(value === undefined ? undefined : weighed(value, set), row.times.get(label) ?? NO_TIME, isWhole),
      rev: row.rev,
      gpS: openGpS(row.gpS),
      retired,
    })
  }
  return out
}

function zoneRow(view: StateReader, key: string): KpiRow[] {
  const row = view.get<ZoneRow>(key)
  if (row === undefined) return []
  const [, level, t, zone] = key.split('/') as [string, Level, string, string]
  const tags = view.get<Record<string, string>>(zoneTagsKey(zone))
  if (tags === undefined) throw new Error(`zone tags ${zone} are not in the state`)
  const fields = fieldsOf(row.value, row.time, true)
  return [{ table: 'zone_kpi', level, t: Number(t), tags, fields, rev: row.rev, gpS: openGpS(row.gpS), retired: false }]
}

/** Fields by name; a KPI of which nothing was observed is left out, unless the row is written whole. */
function fieldsOf(value: Vector | undefined, time: Vector, isWhole: boolean): Record<FieldName, number> {
  const fields: Record<FieldName, number> = {}
  for (const slot of LAYOUT.slots) {
    if (!isWhole && (value?.[slot.obs] ?? 0) === 0) continue
    for (let i = slot.start; i < slot.end; i++) fields[LAYOUT.fields[i] as FieldName] = value?.[i] ?? 0
  }
  TIMELINE_FIELDS.forEach((field, i) => {
    fields[field] = time[i] as number
  })
  return fields
}
