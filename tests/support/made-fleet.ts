import { LEVEL_MS, type Level, windowStart } from '../../contract/mod.ts'
import type { EventRow, KpiRow, LedgerRow, StationRow, StoreBatch } from '../../store/mod.ts'
import { parts, partsOf } from './kpi-parts.ts'

/**
 * A made fleet of 12 stations with 3 cells each in 4 zones, its figures as the processor would write them: enough for
 * every panel, every level of the console's ranges, and every one of the five times. The same clock gives the same fleet.
 */
export interface MadeFleet {
  readonly batch: StoreBatch
  readonly clockMs: number
  readonly stations: readonly StationRow[]
}

const ZONES = [
  { id: 'hoa-lac', name: 'Khu CNC Hòa Lạc', type: 'it-park', province: 'VN-HN' },
  { id: 'yen-phong', name: 'KCN Yên Phong', type: 'industrial-park', province: 'VN-56' },
  { id: 'bach-khoa', name: 'ĐH Bách khoa Hà Nội', type: 'university', province: 'VN-HN' },
  { id: 'quan-1', name: 'Trung tâm Quận 1', type: 'city-centre', province: 'VN-SG' },
] as const

const CELLS = ['1', '2', '3'] as const

/** How far back each level is made [ms]: what the console's ranges ask of it. */
const SPANS: readonly (readonly [Level, number])[] = [
  ['10s', 15 * 60_000],
  ['1m', 6 * 3_600_000],
  ['15m', 24 * 3_600_000],
  ['1h', 7 * 86_400_000],
]

type TimeKind = 'down' | 'planned' | 'es' | 'unknown'

interface Incident {
  readonly station: string
  readonly cell?: string
  readonly kind: TimeKind
  /** Before the clock [ms]. */
  readonly fromAgo: number
  readonly toAgo: number
}

const MINUTE = 60_000
const INCIDENTS: readonly Incident[] = [
  { station: 'HN-0002', kind: 'down', fromAgo: 47 * MINUTE, toAgo: 35 * MINUTE },
  { station: 'HN-0005', kind: 'planned', fromAgo: 28 * MINUTE, toAgo: 8 * MINUTE },
  { station: 'BN-0003', cell: '2', kind: 'down', fromAgo: 9 * MINUTE, toAgo: 0 },
  { station: 'HCM-0002', kind: 'unknown', fromAgo: 14 * MINUTE, toAgo: 0 },
  { station: 'BN-0001', cell: '3', kind: 'es', fromAgo: 300 * MINUTE, toAgo: 60 * MINUTE },
  { station: 'HN-0001', kind: 'down', fromAgo: 20 * 60 * MINUTE, toAgo: 19 * 60 * MINUTE },
  { station: 'HCM-0001', kind: 'planned', fromAgo: 50 * 60 * MINUTE, toAgo: 47 * 60 * MINUTE },
]

const STATION_IDS: readonly (readonly [string, (typeof ZONES)[number]])[] = [
  ['HN-0001', ZONES[0]],
  ['HN-0002', ZONES[0]],
  ['HN-0003', ZONES[0]],
  ['BN-0001', ZONES[1]],
  ['BN-0002', ZONES[1]],
  ['BN-0003', ZONES[1]],
  ['HN-0004', ZONES[2]],
  ['HN-0005', ZONES[2]],
  ['HN-0006', ZONES[2]],
  ['HCM-0001', ZONES[3]],
  ['HCM-0002', ZONES[3]],
  ['HCM-0003', ZONES[3]],
]

export function makeFleet(realm: string, clockMs: number): MadeFleet {
  const stations = STATION_IDS.map(([id, zone], place) => stationRow(id, zone, place, clockMs))
  const cellRows = SPANS.flatMap(([level, spanMs]) => rowsOfLevel(level, spanMs, clockMs, stations))
  return {
    clockMs,
    stations,
    batch: {
      kpi: [...cellRows, ...zoneRows(cellRows)],
      stations,
      ledger: stations.map((row, place) => ledgerRow(row, place, clockMs)),
      events: eventRows(clockMs),
      history: [
        {
          level: '1m',
          t: windowStart('1m', clockMs - 40 * MINUTE),
          station: 'HN-0002',
          cell: '1',
          rev: 1,
          changedAt: clockMs - 30 * MINUTE,
          reason: 'late',
          offset: 812_345,
          before: { 'avail.unknown': 60 },
          after: { 'avail.down': 60 },
        },
      ],
      deadLetters: [
        {
          offset: 812_001,
          receivedAt: clockMs - 50 * MINUTE,
          station: 'BN-0002',
          topic: `tram5g/v1/${realm}/BN-0002/pm`,
          code: 'not-json',
          detail: 'The payload is not JSON in UTF-8.',
          bytes: 42,
          resolved: false,
        },
      ],
      meta: { realm, catalogue: '1', realmClock: clockMs, appliedOffset: 912_345 },
    },
  }
}

function stationRow(id: string, zone: (typeof ZONES)[number], place: number, clockMs: number): StationRow {
  const silent = id === 'HCM-0002'
  return {
    station: id,
    type: 'station',
    operator: place % 2 === 0 ? 'nm-a' : 'nm-b',
    operatorName: place % 2 === 0 ? 'Nhà mạng A' : 'Nhà mạng B',
    province: zone.province,
    zone: zone.id,
    zoneName: zone.name,
    zoneType: zone.type,
    vendor: place % 3 === 0 ? 'nsx-x' : 'nsx-y',
    vendorName: place % 3 === 0 ? 'Nhà sản xuất X' : 'Nhà sản xuất Y',
    phase: 'thuong-mai',
    software: '2.4.1',
    site: id,
    lat: null,
    lon: null,
    registered: true,
    cells: [...CELLS],
    connected: !silent,
    lastSeen: silent ? clockMs - 14 * MINUTE : clockMs - 4000 - place * 700,
    silentSince: silent ? clockMs - 11 * MINUTE : null,
    boot: `${clockMs - 3 * 86_400_000}-7`,
    queued: silent ? null : 0,
    clockOffsetMs: silent ? null : 35 + place,
    feed: null,
  }
}

/** A number in [0, 1) that is always the same for the same place. */
function noise(seed: number): number {
  let x = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35) >>> 0
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32
}

/** How busy a cell is [0..1]: least at 04:00, most at 20:00 in Vietnam. */
function busyness(atMs: number, place: number): number {
  const hour = ((atMs / 3_600_000 + 7) % 24) + place * 0.05
  const wave = 0.5 - 0.5 * Math.cos(((hour - 4) / 24) * 2 * Math.PI)
  return Math.min(1, 0.15 + 0.6 * wave + 0.2 * noise(Math.floor(atMs / MINUTE) * 31 + place))
}

function rowsOfLevel(level: Level, spanMs: number, clockMs: number, stations: readonly StationRow[]): KpiRow[] {
  const sizeMs = LEVEL_MS[level]
  const rows: KpiRow[] = []
  for (let t = windowStart(level, clockMs) - spanMs + sizeMs; t <= clockMs; t += sizeMs) {
    for (const [place, station] of stations.entries()) {
      for (const cell of CELLS) {
        const fields = fieldsOf(station.station, cell, t, Math.min(t + sizeMs, clockMs), clockMs, place)
        const mode = place % 4 === 3 ? 'NSA' : 'SA'
        rows.push({
          table: 'cell_kpi',
          level,
          t,
          tags: {
            operator: station.operator,
            province: station.province,
            zone: station.zone,
            zone_type: station.zoneType,
            station: station.station,
            cell,
            vendor: station.vendor,
            software: station.software,
            band: 'n77',
            mode,
            phase: station.phase,
          },
          ...parts(mode === 'NSA' ? rename(fields, 'RrcSetupSuccess', 'SgnbAddSuccess') : fields),
          rev: 0,
          gpS: 10,
          retired: false,
        })
      }
    }
  }
  return rows
}

function rename(fields: Record<string, number>, from: string, to: string): Record<string, number> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.replace(from, to), value]))
}

function fieldsOf(station: string, cell: string, t: number, end: number, clockMs: number, place: number) {
  const exp = Math.round((end - t) / 1000)
  const times = { down: 0, planned: 0, es: 0, unknown: 0 }
  for (const incident of INCIDENTS) {
    if (incident.station !== station || (incident.cell !== undefined && incident.cell !== cell)) continue
    const overlap = Math.min(end, clockMs - incident.toAgo) - Math.max(t, clockMs - incident.fromAgo)
    times[incident.kind] += Math.max(0, Math.round(overlap / 1000))
  }
  const up = Math.max(0, exp - times.down - times.planned - times.es - times.unknown)
  const busy = busyness(t, place)
  const dl = Math.round(up * busy * 180e6)
  const ul = Math.round(up * busy * 22e6)
  const att = Math.round(up * busy * 3)
  const report = (kpi: string, parts: Record<string, number>) => ({
    ...Object.fromEntries(Object.entries(parts).map(([part, value]) => [`${kpi}.${part}`, value])),
    [`${kpi}.obs`]: up,
    [`${kpi}.sus`]: 0,
  })
  return {
    exp,
    'avail.up': up,
    'avail.down': times.down,
    'avail.planned': times.planned,
    'avail.es': times.es,
    'avail.unknown': times.unknown,
    'avail.down_fault': times.down,
    'avail.down_transport': 0,
    'avail.down_manual': 0,
    'avail.overrun': 0,
    'avail.unknown_silent': times.unknown,
    'avail.unknown_collector': 0,
    'avail.inferred': 0,
    ...report('DlUeThroughput', { vol: Math.round(dl * 0.8), time: Math.round((dl * 0.8) / (420e3 * (1.25 - busy))) }),
    ...report('UlUeThroughput', { vol: Math.round(ul * 0.8), time: Math.round((ul * 0.8) / (58e3 * (1.25 - busy))) }),
    ...report('CellThpDl', { vol: dl }),
    ...report('CellThpUl', { vol: ul }),
    ...report('TrafficVolumeDl', { vol: dl }),
    ...report('TrafficVolumeUl', { vol: ul }),
    ...report('PrbUtilDl', { used: Math.round(up * 1000 * 273 * busy * 0.7), avail: up * 1000 * 273 }),
    ...report('RrcSetupSuccess', { att, succ: Math.round(att * (0.985 + 0.014 * noise(place * 7 + t / 1000))) }),
  }
}

/** The same additive parts summed by the tags of `zone_kpi`. */
function zoneRows(cellRows: readonly KpiRow[]): KpiRow[] {
  const rows = new Map<string, { readonly first: KpiRow; readonly sums: Record<string, number> }>()
  for (const row of cellRows) {
    const { station: _station, cell: _cell, software: _software, ...zoneTags } = row.tags
    const key = `${row.level}|${row.t}|${Object.values(zoneTags).join('|')}`
    const first = { ...row, table: 'zone_kpi' as const, tags: { ...zoneTags, partition: '0' } }
    const { sums } = rows.get(key) ?? rows.set(key, { first, sums: {} }).get(key)!
    for (const [name, value] of Object.entries(partsOf(row))) sums[name] = (sums[name] ?? 0) + value
  }
  return [...rows.values()].map(({ first, sums }) => ({ ...first, ...parts(sums) }))
}

function ledgerRow(row: StationRow, place: number, clockMs: number): LedgerRow {
  const accepted = 61_000 + place * 137
  const notJson = row.station === 'BN-0002' ? 3 : 0
  const wrongType = row.station === 'HN-0004' ? 2 : 0
  const duplicate = place * 2
  const missing = row.station === 'HCM-0002' ? 12 : 0
  return {
    station: row.station,
    since: clockMs - 7 * 86_400_000,
    received: accepted + duplicate + notJson + wrongType,
    accepted,
    duplicate,
    conflict: 0,
    unreadable: 0,
    rejected: { ...(notJson > 0 && { 'not-json': notJson }), ...(wrongType > 0 && { 'wrong-type': wrongType }) },
    rejectedWithSeq: wrongType,
    published: accepted + wrongType + missing,
    missing,
    openEnd: true,
    late: 0,
  }
}

function eventRows(clockMs: number): EventRow[] {
  return INCIDENTS.map((incident, place) => ({
    id: `event-${place}`,
    type: incident.kind === 'planned' ? 'maintenance' : incident.kind === 'unknown' ? 'silence' : 'outage',
    from: clockMs - incident.fromAgo,
    to: incident.toAgo === 0 ? null : clockMs - incident.toAgo,
    station: incident.station,
    cell: incident.cell ?? '',
    cause: incident.kind,
    text: '',
  }))
}
