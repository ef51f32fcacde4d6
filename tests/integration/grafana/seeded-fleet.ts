import { KPIS, observedField, partFields, suspectField, TIMELINE_FIELDS, windowStart } from '../../../contract/mod.ts'
import type { KpiRow, StationRow, StoreBatch } from '../../../store/mod.ts'
import { parts, partsOf } from '../../support/kpi-parts.ts'

/** Two zones of two operators, three stations of two cells each, an hour at 1 min and the quarter hours above it. */
export const FROM = 1_790_002_800_000
export const MINUTES = 60
export const TO = FROM + MINUTES * 60_000

interface Cell {
  readonly station: string
  readonly cell: string
  readonly operator: string
  readonly zone: string
  readonly vendor: string
  readonly mode: 'SA' | 'NSA'
}

const STATIONS = [
  { station: 'HN-0001', operator: 'op-a', zone: 'hoa-lac', vendor: 'vendor-x' },
  { station: 'HN-0002', operator: 'op-b', zone: 'hoa-lac', vendor: 'vendor-y' },
  { station: 'HCM-0001', operator: 'op-a', zone: 'sai-gon.q1', vendor: 'vendor-x' },
] as const

export const CELLS: readonly Cell[] = STATIONS.flatMap((station) => [
  { ...station, cell: '1', mode: 'SA' as const },
  { ...station, cell: '2', mode: 'NSA' as const },
])

/** HN-0002 does not speak for ten minutes, and its second cell, which never said much, for forty. */
function isSilent({ station, cell }: Cell, minute: number): boolean {
  if (station !== 'HN-0002') return false
  return cell === '2' ? minute < 40 : minute >= 20 && minute < 30
}

/** Whole numbers without a pattern of their own, the same at every run. */
function spread(seed: string, most: number): number {
  let hash = 2_166_136_261
  for (const char of seed) hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619) >>> 0
  return hash % (most + 1)
}

function fieldsOf(cell: Cell, minute: number): Record<string, number> {
  const fields: Record<string, number> = Object.fromEntries(TIMELINE_FIELDS.map((field) => [field, 0]))
  const id = `${cell.station}/${cell.cell}/${minute}`
  fields.exp = 60
  if (isSilent(cell, minute)) {
    fields['avail.unknown'] = 60
    fields['avail.unknown_silent'] = 60
    return fields
  }
  const down = cell.station === 'HN-0001' && minute >= 40 && minute < 45 ? spread(`${id} down`, 60) : 0
  const planned = cell.station === 'HCM-0001' && minute >= 10 && minute < 14 ? spread(`${id} planned`, 60 - down) : 0
  fields['avail.down'] = down
  fields['avail.planned'] = planned
  fields['avail.up'] = 60 - down - planned
  for (const kpi of KPIS) {
    if (kpi.basis !== 'report' || (kpi.modes !== 'all' && kpi.modes !== cell.mode)) continue
    const parts = kpi.stages
      .flatMap((stage) => stage.parts)
      .map((part) => spread(`${id} ${kpi.id} ${part.id}`, 1_000_000) + 1)
    // a share of something is at most the whole of it
    if (kpi.bounds === 'success-ratio') parts.sort((a, b) => b - a)
    else if (kpi.bounds === 'utilisation') parts.sort((a, b) => a - b)
    kpi.stages
      .flatMap((stage) => stage.parts)
      .forEach((part, i) => {
        fields[partFields(kpi, part)[0] as string] = parts[i] ?? 0
      })
    // a full minute, but for one that covers seconds known down, and one in eleven that is not whole
    fields[observedField(kpi)] = minute % 11 === 0 ? 50 : 60
    fields[suspectField(kpi)] = 0
  }
  return fields
}

const FINE = { level: '1m', sizeMs: 60_000 } as const

function summed(rows: readonly KpiRow[], keyOf: (row: KpiRow) => string, make: (first: KpiRow) => KpiRow): KpiRow[] {
  const groups = new Map<string, KpiRow>()
  for (const row of rows) {
    const key = keyOf(row)
    const known = groups.get(key)
    const target = known ?? { ...make(row), ...parts({}) }
    const fields = partsOf(target)
    for (const [field, value] of Object.entries(partsOf(row))) fields[field] = (fields[field] ?? 0) + value
    groups.set(key, { ...target, ...parts(fields) })
  }
  return [...groups.values()]
}

function cellRows(): KpiRow[] {
  const minutes = Array.from({ length: MINUTES }, (_, minute) => minute)
  return minutes
    .filter((minute) => minute !== 50) // a minute of which nobody knows anything at all
    .flatMap((minute) =>
      CELLS.map((cell) => ({
        table: 'cell_kpi' as const,
        level: FINE.level,
        t: FROM + minute * FINE.sizeMs,
        tags: {
          ...cell,
          province: 'VN-HN',
          zone_type: 'it-park',
          software: '1.0.0',
          band: 'n41',
          phase: 'phase-1',
        },
        ...parts(fieldsOf(cell, minute)),
        rev: 0,
        gpS: 60,
        retired: false,
      })),
    )
}

function kpiRows(): KpiRow[] {
  const cells = cellRows()
  const zones = summed(
    cells,
    ({ t, tags }) => `${t} ${tags.operator} ${tags.zone} ${tags.vendor} ${tags.mode}`,
    (row) => {
      const { station, cell, software, ...tags } = row.tags
      return { ...row, table: 'zone_kpi', tags: { ...tags, partition: '0' } }
    },
  )
  return [[...cells, ...zones], above([...cells, ...zones], '15m'), above([...cells, ...zones], '1h')].flat()
}

/** The same rows at a coarser level. */
function above(rows: readonly KpiRow[], level: '15m' | '1h'): KpiRow[] {
  const raised = rows.map((row) => ({ ...row, level, t: windowStart(level, row.t) }))
  return summed(
    raised,
    (row) => `${row.table} ${row.t} ${JSON.stringify(row.tags)}`,
    (row) => row,
  )
}

function stationRow(place: number): StationRow {
  const { station, operator, zone, vendor } = STATIONS[place]!
  return {
    station,
    type: 'station',
    operator,
    operatorName: 'Nhà mạng A',
    province: 'VN-HN',
    zone,
    zoneName: 'Khu công nghệ cao',
    zoneType: 'it-park',
    vendor,
    vendorName: 'Nhà sản xuất X',
    phase: 'phase-1',
    software: '1.0.0',
    site: station,
    lat: null,
    lon: null,
    registered: place !== 2,
    cells: ['1', '2'],
    connected: place !== 1,
    lastSeen: TO,
    silentSince: place === 1 ? FROM : null,
    boot: '1790000000000-7',
    queued: 0,
    clockOffsetMs: 5,
    feed: null,
  }
}

const event = (id: string, type: 'outage' | 'maintenance', from: number, to: number | null) => ({
  id,
  type,
  from,
  to,
  station: 'HN-0001',
  cell: type === 'outage' ? '1' : '',
  cause: 'Fault',
  ...(type === 'outage' && { attribution: 'power' as const }),
  text: `${id} của trạm`,
})

export function seed(realm: string): StoreBatch {
  return {
    kpi: kpiRows(),
    stations: [0, 1, 2].map(stationRow),
    ledger: STATIONS.map(({ station }, i) => ({
      station,
      since: FROM,
      received: 100 + i,
      accepted: 90,
      duplicate: 5 + i,
      conflict: 1,
      unreadable: 1,
      rejected: { 'not-json': 2, 'unknown-key': 1 },
      rejectedWithSeq: 1,
      published: 94,
      missing: 3,
      openEnd: false,
      late: 0,
    })),
    events: [
      event('one', 'outage', FROM + 60_000, FROM + 180_000),
      event('two', 'outage', FROM + 600_000, null),
      event('three', 'maintenance', FROM + 900_000, FROM + 1_800_000),
      // turned out not to have been; and taken back by the operator
      { ...event('four', 'outage', FROM + 240_000, FROM + 240_000), cause: 'withdrawn' },
      { ...event('five', 'maintenance', FROM + 300_000, FROM + 300_000), cause: 'taken-back' },
    ],
    history: [],
    deadLetters: [1, 2, 3].map((offset) => ({
      offset,
      receivedAt: FROM + offset * 1000,
      station: 'HN-0001',
      topic: `tram5g/v1/${realm}/HN-0001/pm`,
      code: 'not-json',
      detail: 'no JSON',
      bytes: 17,
      resolved: offset === 3,
    })),
    meta: { realm, catalogue: '1', realmClock: TO, appliedOffset: 4711 },
  }
}
