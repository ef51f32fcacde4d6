import { type FieldName, type Level, type PartKind, TIMELINE_FIELDS } from '../contract/mod.ts'
import type { KpiRow } from '../store/mod.ts'
import { STATION_ROW } from './cell.ts'
import { openGpS } from './clock.ts'
import { REGISTRY_FIELDS, registryValues } from './registry-fields.ts'
import { NO_PARTS, type Parts } from './rows/parts.ts'
import { isRetired, labelsOf, NO_TIME, type Row } from './rows/row.ts'
import type { Shape } from './rows/shape.ts'
import { NO_ROWS, type StationRows } from './rows/station-rows.ts'
import type { Times } from './rows/times.ts'
import { isZoneField } from './rows/zone-parts.ts'
import { parseRowsKey, type RowsAddress, zoneTagsKey } from './state/keys.ts'
import type { StateReader } from './state/view.ts'
import { readTagSet } from './tag-sets.ts'
import { weighed } from './weigh.ts'
import type { ZoneRow } from './zone-rows.ts'

/** The store rows of a `row/…` or `zone/…` key as the state says *now*: of each cell one for each tag set. Nothing for other keys. */
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
function addRows(out: KpiRow[], view: StateReader, { level, t, station }: RowsAddress, cell: string, row: Row): void {
  const isStation = cell === STATION_ROW
  for (const label of labelsOf(row)) {
    const set = readTagSet(view, label)
    const parts = row.sums.get(label)
    const times = row.times.get(label) ?? NO_TIME
    const told = parts === undefined ? NO_PARTS : weighed(parts, set)
    const fields = isStation
      ? fieldsOf(told, times, ofStations, registryValues(view, station, t, times, set))
      : fieldsOf(told, times, ofCells)
    out.push({
      table: isStation ? 'station_kpi' : 'cell_kpi',
      level,
      t,
      tags: set.tags,
      names: fields.names,
      values: fields.values,
      rev: row.rev,
      gpS: openGpS(row.gpS),
      retired: row.rev > 0 && isRetired(row, label),
    })
  }
}

function zoneRow(view: StateReader, key: string): KpiRow[] {
  const row = view.get<ZoneRow>(key)
  if (row === undefined) return []
  const [, level, t, zone] = key.split('/') as [string, Level, string, string]
  const tags = view.get<Record<string, string>>(zoneTagsKey(zone))
  if (tags === undefined) throw new Error(`zone tags ${zone} are not in the state`)
  const fields = fieldsOf(row.parts, row.times, ofZones)
  return [
    { table: 'zone_kpi', level, t: Number(t), tags, ...fields, rev: row.rev, gpS: openGpS(row.gpS), retired: false },
  ]
}

type NamedValues = Pick<KpiRow, 'names' | 'values'>

/** Which places of a shape a table has; of all rows of one shape the same, so that they share their names. */
class Kept {
  readonly #isKept: (kind: PartKind) => boolean
  readonly #also: readonly FieldName[]
  readonly #byShape = new Map<Shape, { readonly places: readonly number[]; readonly names: readonly FieldName[] }>()

  /** @param also fields of every row of the table, behind the times */
  constructor(isKept: (kind: PartKind) => boolean, also: readonly FieldName[] = []) {
    this.#isKept = isKept
    this.#also = also
  }

  of(shape: Shape): { readonly places: readonly number[]; readonly names: readonly FieldName[] } {
    let kept = this.#byShape.get(shape)
    if (kept === undefined) {
      const places = [...shape.fields.keys()].filter((place) => this.#isKept(shape.kinds[place] as PartKind))
      const names = places.map((place) => shape.fields[place] as FieldName)
      kept = { places, names: [...TIMELINE_FIELDS, ...this.#also, ...names] }
      this.#byShape.set(shape, kept)
    }
    return kept
  }
}

const ofCells = new Kept(() => true)
const ofStations = new Kept(() => true, REGISTRY_FIELDS)
const ofZones = new Kept(isZoneField)

/**
 * The five times and every slot that the row has, or once had: what fell to 0 must not stand in the store as it was. A greatest
 * or least value that is not there has no field.
 */
function fieldsOf(
  { shape, values: parts }: Parts,
  times: Times,
  kept: Kept,
  also: readonly number[] = [],
): NamedValues {
  const { places, names } = kept.of(shape)
  const values = times.concat(also)
  for (let i = 0; i < places.length; i++) values.push(parts[places[i] as number] as number)
  return shape.isAdditive || !values.includes(Number.NaN) ? { names, values } : withoutNone(names, values)
}

function withoutNone(names: readonly FieldName[], values: readonly number[]): NamedValues {
  return {
    names: names.filter((_, i) => !Number.isNaN(values[i])),
    values: values.filter((value) => !Number.isNaN(value)),
  }
}
