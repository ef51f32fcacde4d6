import {
  CELL_SUB_TAGS,
  CELL_TAGS,
  fieldsOfObject,
  fieldsOfStage,
  KPIS,
  type Level,
  STATION_TAGS,
  ZONE_TAGS,
} from '../../contract/mod.ts'
import type {
  DeadLetterRow,
  EventRow,
  HistoryRow,
  KpiRow,
  KpiTable,
  LedgerRow,
  RegistryRow,
  StationRow,
  StoreBatch,
} from '../../store/mod.ts'
import { parts } from '../support/kpi-parts.ts'

/** Rows as a processor would write them, each with everything that a test does not name filled in. */

export const TAGS_OF: Readonly<Record<KpiTable, readonly string[]>> = {
  cell_kpi: CELL_TAGS,
  cell_kpi_sub: CELL_SUB_TAGS,
  station_kpi: STATION_TAGS,
  zone_kpi: ZONE_TAGS,
}

const USUAL_TAGS: Readonly<Record<string, string>> = {
  operator: 'op-a',
  province: 'HN',
  zone: 'hoa-lac',
  zone_type: 'it-park',
  station: 'HN-0001',
  cell: '1',
  vendor: 'vendor-x',
  software: '1.0.0',
  band: 'n41',
  mode: 'SA',
  phase: 'phase-1',
  partition: '0',
  split: 'plmn',
  member: '452-04',
}

export function tagsOf(table: KpiTable, differing: Readonly<Record<string, string>> = {}): Record<string, string> {
  const all = { ...USUAL_TAGS, ...differing }
  return Object.fromEntries(TAGS_OF[table].map((tag) => [tag, all[tag] ?? 'unknown']))
}

export interface RowSketch {
  readonly t: number
  readonly fields: Readonly<Record<string, number>>
  readonly table?: KpiTable
  readonly level?: Level
  readonly tags?: Readonly<Record<string, string>>
  readonly rev?: number
  readonly gpS?: number
  readonly retired?: boolean
}

export function kpiRow(sketch: RowSketch): KpiRow {
  const { table = 'cell_kpi', level = '1m', t, fields, rev = 0, gpS = 60, retired = false } = sketch
  return { table, level, t, tags: tagsOf(table, sketch.tags), ...parts(fields), rev, gpS, retired }
}

export function batch(parts: Partial<StoreBatch>): StoreBatch {
  return { kpi: [], stations: [], ledger: [], events: [], history: [], deadLetters: [], ...parts }
}

/** Every field that a report can bring: parts, `obs` and `sus` of each KPI. */
export const REPORT_FIELDS: readonly string[] = fieldsOfObject('cell')

/** Those of them that make throughput. */
export const SUMMED_FIELDS: readonly string[] = KPIS.filter(({ group }) => group === 'throughput').flatMap((kpi) =>
  kpi.stages.flatMap((stage) => fieldsOfStage(kpi, stage)),
)

export function stationRow(station: string, differing: Partial<StationRow> = {}): StationRow {
  return {
    station,
    type: 'station',
    operator: 'op-a',
    operatorName: 'Nhà mạng A',
    province: 'HN',
    zone: 'hoa-lac',
    zoneName: 'Khu công nghệ cao Hòa Lạc',
    zoneType: 'it-park',
    vendor: 'vendor-x',
    vendorName: 'Nhà sản xuất X',
    phase: 'phase-1',
    software: '1.0.0',
    site: 'Trạm số 1, đường "Láng", Hà Nội\\Việt Nam, ô=1',
    lat: 21.0137,
    lon: 105.5253,
    registered: true,
    cells: ['1', '2', '3'],
    connected: true,
    lastSeen: 1_790_000_000_123,
    silentSince: null,
    boot: '1790000000000-7',
    queued: 0,
    clockOffsetMs: -12,
    feed: {
      kinds: { pm: 1_789_999_980_000 },
      gps: { 10: 1_789_999_980_000 },
      heartbeatS: 60,
      filled: 3,
      storedS: 60,
      queuedMost: 12,
      clock: { source: 'gnss', state: 'locked' },
    },
    ...differing,
  }
}

export function registryRow(station: string, from: number, differing: Partial<RegistryRow['line']> = {}): RegistryRow {
  return {
    station,
    from,
    line: {
      station,
      from,
      type: 'station',
      operator: 'op-a',
      operatorName: 'Nhà mạng A, "A"',
      province: 'HN',
      zone: 'hoa-lac',
      zoneType: 'it-park',
      phase: '1',
      vendor: 'x',
      cells: ['1', '2'],
      lat: 21.01,
      ...differing,
    },
    by: 'Trần Nga',
    why: 'Phủ sóng "đợt 1", ô=1\\',
    at: 1_790_000_000_123,
  }
}

export function ledgerRow(station: string, differing: Partial<LedgerRow> = {}): LedgerRow {
  return {
    station,
    since: 1_790_000_000_000,
    received: 100,
    accepted: 90,
    duplicate: 5,
    conflict: 1,
    unreadable: 1,
    rejected: { 'bad-number': 2, 'gp-straddles': 1 },
    rejectedWithSeq: 2,
    published: 95,
    missing: 3,
    openEnd: false,
    late: 0,
    ...differing,
  }
}

export function eventRow(id: string, from: number, to: number | null, differing: Partial<EventRow> = {}): EventRow {
  return {
    id,
    type: 'outage',
    from,
    to,
    station: 'HN-0001',
    cell: '1',
    cause: 'Fault',
    text: 'Mất điện lưới, "máy phát" chưa chạy',
    ...differing,
  }
}

export function historyRow(t: number, rev: number, differing: Partial<HistoryRow> = {}): HistoryRow {
  return {
    level: '1m',
    t,
    station: 'HN-0001',
    cell: '1',
    rev,
    changedAt: t + 600_000 + rev,
    reason: 'late',
    offset: 4711 + rev,
    before: { 'TrafficVolumeDl.vol': 1_000_000, 'TrafficVolumeDl.obs': 50 },
    after: { 'TrafficVolumeDl.vol': 1_200_000, 'TrafficVolumeDl.obs': 60 },
    ...differing,
  }
}

export function deadLetterRow(
  offset: number,
  receivedAt: number,
  differing: Partial<DeadLetterRow> = {},
): DeadLetterRow {
  return {
    offset,
    receivedAt,
    station: 'HN-0001',
    topic: 'tram5g/v1/live/HN-0001/pm',
    code: 'not-json',
    detail: 'expected one JSON object, came "xin chào, \\"đây\\" là trạm\\n"',
    bytes: 37,
    resolved: false,
    ...differing,
  }
}
