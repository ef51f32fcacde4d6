import { type Level, TIMELINE_FIELDS } from '../contract/mod.ts'
import type { KpiRow } from '../store/mod.ts'
import { STATION_ROW } from './cell.ts'
import { openGpS } from './clock.ts'
import { REGISTRY_FIELDS, registryValues } from './registry-fields.ts'
import { FieldList } from './row-fields.ts'
import { NO_PARTS } from './rows/parts.ts'
import { isRetired, labelsOf, NO_TIME, type Row } from './rows/row.ts'
import { NO_ROWS, type StationRows } from './rows/station-rows.ts'
import { isZoneField } from './rows/zone-parts.ts'
import { parseRowsKey, type RowsAddress, zoneTagsKey } from './state/keys.ts'
import type { StateReader } from './state/view.ts'
import { isSubCell, memberOfSubCell } from './sub-cell.ts'
import { readTagSet, scsWeight } from './tag-sets.ts'
import type { ZoneRow } from './zone-rows.ts'

const OF_CELLS = new FieldList(TIMELINE_FIELDS)
const OF_STATIONS = new FieldList([...TIMELINE_FIELDS, ...REGISTRY_FIELDS])
const OF_ZONES = new FieldList(TIMELINE_FIELDS, isZoneField)
/** Of one PLMN, slice or 5QI: no times, which are those of its cell. */
const OF_MEMBERS = new FieldList([])

/**
 * The store rows of a `row/…` or `zone/…` key as the state says *now*: of each cell one for each tag set. Nothing for other
 * keys.
 */
export function storeRowsOf(view: StateReader, key: string): KpiRow[] {
  if (key.startsWith('row/')) return stationRows(view, key)
  return key.startsWith('zone/') ? zoneRow(view, key) : []
}

function stationRows(view: StateReader, key: string): KpiRow[] {
  const { cells, rows } = view.get<StationRows>(key) ?? NO_ROWS
  const address = parseRowsKey(key)
  const out: KpiRow[] = []
  for (let i = 0; i < cells.length; i++) addRows(out, view, address, cells[i] as string, rows[i] as Row)
  return out
}

/** One store row for each tag set that was in force in the window. */
function addRows(out: KpiRow[], view: StateReader, address: RowsAddress, cell: string, row: Row): void {
  for (const label of labelsOf(row)) {
    const made = tableRow(view, address, cell, row, label)
    if (made === undefined) continue
    const { table, tags, names, values } = made
    const { level, t } = address
    const retired = row.rev > 0 && isRetired(row, label)
    out.push({ table, level, t, tags, names, values, rev: row.rev, gpS: openGpS(row.gpS), retired })
  }
}

function tableRow(
  view: StateReader,
  { level, t, station }: RowsAddress,
  cell: string,
  row: Row,
  label: string,
): Pick<KpiRow, 'table' | 'tags' | 'names' | 'values'> | undefined {
  const set = readTagSet(view, label)
  const told = row.sums.get(label)
  const parts = told ?? NO_PARTS
  const weight = scsWeight(set)
  if (isSubCell(cell)) {
    if (told === undefined) return undefined
    const { names, values } = OF_MEMBERS.of(parts, [], weight)
    return { table: 'cell_kpi_sub', tags: { ...set.tags, ...memberOfSubCell(cell) }, names, values }
  }
  const times = row.times.get(label) ?? NO_TIME
  if (cell !== STATION_ROW) {
    const { names, values } = OF_CELLS.of(parts, times, weight)
    return { table: 'cell_kpi', tags: set.tags, names, values }
  }
  const registry = registryValues(view, { station, level, t, label, times })
  const { names, values } = OF_STATIONS.of(parts, times.concat(registry), weight)
  return { table: 'station_kpi', tags: set.tags, names, values }
}

function zoneRow(view: StateReader, key: string): KpiRow[] {
  const row = view.get<ZoneRow>(key)
  if (row === undefined) return []
  const [, level, t, zone] = key.split('/') as [string, Level, string, string]
  const tags = view.get<Record<string, string>>(zoneTagsKey(zone))
  if (tags === undefined) throw new Error(`zone tags ${zone} are not in the state`)
  const { names, values } = OF_ZONES.of(row.parts, row.times)
  const gpS = openGpS(row.gpS)
  return [{ table: 'zone_kpi', level, t: Number(t), tags, names, values, rev: row.rev, gpS, retired: false }]
}
