import { createHash } from 'node:crypto'
import { LEVEL_MS, REJECT_CODES } from '../../contract/mod.ts'
import type { DeadLetterRow, EventRow, HistoryRow, LedgerRow, RegistryRow, StationRow, StoreMeta } from '../port.ts'
import { type FieldValue, nsTime, type Point } from './line-protocol.ts'

/**
 * The tables beside the KPIs as points. InfluxDB knows a point by measurement, tags and time; each table is laid so
 * that writing a row again replaces it, two rows never share a point, and the number of tag sets stays small: an id
 * never becomes a tag, it goes into the nanoseconds instead. Times are nanoseconds in the policy `autogen`, kept for ever.
 *
 * | table | tags | time | read it |
 * |---|---|---|---|
 * | `stations`, `ledger`, `meta` | station | 1970-01-01: one point each, the newest write stands | without a time filter |
 * | `zones` | zone | as `stations`: the name of each zone that a station is or was in | without a time filter |
 * | `registry` | station | `from` | without a time filter |
 * | `events` | type, station, cell | `from`, and below a second a hash of the id | by time: annotations |
 * | `history` | station, cell, level | `changedAt`, and below a second window and offset | by time |
 * | `dead_letters` | none | `receivedAt`, and below a millisecond the offset | by time |
 *
 * The course of the ledger is `ledger_trend` in the policy `15m`: one point a station and 15 min, last value in it.
 *
 * A union of fields is what an overwritten point has: nothing may be left out to say *none*. Where no number can say
 * it, a boolean beside does: `located`, `clock_known`; −1 says it for times and counts, which are never negative.
 */
export const EPOCH = '0'

const orNone = (value: number | null): FieldValue => ({ int: value ?? -1 })

export function stationPoint(row: StationRow): Point {
  return {
    measurement: 'stations',
    tags: { station: row.station },
    fields: {
      type: row.type,
      operator: row.operator,
      operator_name: row.operatorName,
      province: row.province,
      zone: row.zone,
      zone_name: row.zoneName,
      zone_type: row.zoneType,
      vendor: row.vendor,
      vendor_name: row.vendorName,
      phase: row.phase,
      software: row.software,
      site: row.site,
      located: row.lat !== null && row.lon !== null,
      lat: row.lat ?? 0,
      lon: row.lon ?? 0,
      registered: row.registered,
      cells: JSON.stringify(row.cells),
      connected: row.connected,
      last_seen: orNone(row.lastSeen),
      silent_since: orNone(row.silentSince),
      boot: row.boot,
      queued: orNone(row.queued),
      clock_known: row.clockOffsetMs !== null,
      clock_offset_ms: row.clockOffsetMs ?? 0,
      feed: JSON.stringify(row.feed),
    },
    time: EPOCH,
  }
}

/** The name of a zone by its id, which is what KPI rows have: one point each, so that a dashboard can put it there. */
export function zonePoint({ zone, zoneName }: Pick<StationRow, 'zone' | 'zoneName'>): Point {
  return { measurement: 'zones', tags: { zone }, fields: { zone_name: zoneName || zone }, time: EPOCH }
}

export function registryPoint({ station, from, line, by, why, at }: RegistryRow): Point {
  return {
    measurement: 'registry',
    tags: { station },
    fields: { line: JSON.stringify(line), by, why, at: { int: at } },
    time: nsTime(from, 0),
  }
}

/** Every reject code is there, as 0 where none: a field that is left out would keep its old value. */
function ledgerFields(row: LedgerRow): Record<string, FieldValue> {
  const rejected: Record<string, FieldValue> = {}
  for (const code of Object.keys(REJECT_CODES)) rejected[`rejected.${code}`] = { int: 0 }
  let sum = 0
  for (const [code, count] of Object.entries(row.rejected)) {
    rejected[`rejected.${code}`] = { int: count }
    sum += count
  }
  return {
    since: { int: row.since },
    received: { int: row.received },
    accepted: { int: row.accepted },
    duplicate: { int: row.duplicate },
    conflict: { int: row.conflict },
    unreadable: { int: row.unreadable },
    rejected: { int: sum },
    ...rejected,
    rejected_with_seq: { int: row.rejectedWithSeq },
    published: { int: row.published },
    missing: { int: row.missing },
    open_end: row.openEnd,
    late: { int: row.late },
  }
}

export function ledgerPoint(row: LedgerRow): Point {
  return { measurement: 'ledger', tags: { station: row.station }, fields: ledgerFields(row), time: EPOCH }
}

/** Start of the 15 min [epoch ms] whose ledger point an account at this instant replaces. */
export function trendTime(atMs: number): number {
  return Math.floor(atMs / LEVEL_MS['15m']) * LEVEL_MS['15m']
}

export function ledgerTrendPoint(row: LedgerRow, atMs: number): Point {
  return { ...ledgerPoint(row), measurement: 'ledger_trend', time: String(trendTime(atMs)) }
}

/** 48 bits from an id, to ask for it by: an id may hold what no InfluxQL literal can. */
export function idKey(id: string): number {
  return createHash('sha256').update(id).digest().readUIntBE(0, 6)
}

/** Two events of one type, station, cell and instant are one in 10⁹ to share a point. */
const idNs = (id: string) => idKey(id) % 1_000_000_000

export function eventTime(event: Pick<EventRow, 'id' | 'from'>): string {
  return nsTime(event.from, idNs(event.id))
}

/** `written` orders two points of one id while an event that moved has both. */
export function eventPoint(row: EventRow, written: number): Point {
  return {
    measurement: 'events',
    tags: { type: row.type, station: row.station, cell: row.cell },
    fields: {
      id: row.id,
      id_key: { int: idKey(row.id) },
      start: { int: row.from },
      to: orNone(row.to),
      cause: row.cause,
      attribution: row.attribution ?? '',
      overrun: row.overrun === true,
      text: row.text,
      window: row.window === undefined ? '' : JSON.stringify(row.window),
      written: { int: written },
    },
    time: eventTime(row),
  }
}

/**
 * One change a window and entry: 5,000 windows (more than any horizon has) · 200,000 entries fill the second after
 * `changedAt` without two on one point, even where the realm clock stands still while a backlog is read.
 */
function historyNs(row: HistoryRow): number {
  const window = Math.floor(row.t / LEVEL_MS[row.level])
  return mod(window, 5_000) * 200_000 + mod(row.offset, 200_000)
}

const mod = (value: number, by: number) => ((value % by) + by) % by

export function historyPoint(row: HistoryRow): Point {
  return {
    measurement: 'history',
    tags: { station: row.station, cell: row.cell, level: row.level },
    fields: {
      t: { int: row.t },
      rev: { int: row.rev },
      changed_at: { int: row.changedAt },
      reason: row.reason,
      offset: { int: row.offset },
      before: JSON.stringify(row.before),
      after: JSON.stringify(row.after),
    },
    time: nsTime(row.changedAt, historyNs(row)),
  }
}

/** What a stranger sent makes no tags; and a letter run again may get another code, but stays the same letter. */
export function deadLetterPoint(row: DeadLetterRow): Point {
  return {
    measurement: 'dead_letters',
    tags: {},
    fields: {
      offset: { int: row.offset },
      received_at: { int: row.receivedAt },
      station: row.station,
      code: row.code,
      topic: row.topic,
      detail: row.detail,
      bytes: { int: row.bytes },
      resolved: row.resolved,
    },
    time: nsTime(row.receivedAt, mod(row.offset, 1_000_000)),
  }
}

export function metaPoint(meta: StoreMeta): Point {
  return {
    measurement: 'meta',
    tags: {},
    fields: {
      realm: meta.realm,
      catalogue: meta.catalogue,
      realm_clock: { int: meta.realmClock },
      applied_offset: { int: meta.appliedOffset },
    },
    time: EPOCH,
  }
}
