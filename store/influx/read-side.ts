import { isSafeTagValue, type Level } from '../../contract/mod.ts'
import type {
  Attribution,
  DeadLetterRow,
  EventRow,
  EventType,
  HistoryFilter,
  HistoryRow,
  LedgerRow,
  RegistryRow,
  StationRow,
  StoreMeta,
} from '../port.ts'
import { identifier, literal, source, timeWithin } from './influxql.ts'
import { idKey } from './side-points.ts'

/** A row of an answer by column; a column that the point lacks is null. */
type Cells = Readonly<Record<string, unknown>>

const text = (cells: Cells, column: string): string => String(cells[column] ?? '')
const number = (cells: Cells, column: string): number => Number(cells[column] ?? 0)
const flag = (cells: Cells, column: string): boolean => cells[column] === true
/** −1 says none. */
const orNull = (cells: Cells, column: string): number | null => {
  const value = number(cells, column)
  return value < 0 ? null : value
}
const json = <T>(cells: Cells, column: string): T => JSON.parse(text(cells, column)) as T

const select = (columns: readonly string[], table: string, conditions: readonly string[], rest = ''): string =>
  `SELECT ${columns.map(identifier).join(', ')} FROM ${source('autogen', table)}${
    conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  }${rest}`

const bySelf = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const STATIONS_QL = `SELECT * FROM ${source('autogen', 'stations')}`

export function stationsOf(answer: readonly Cells[]): StationRow[] {
  return answer.map(stationOf).sort((a, b) => bySelf(a.station, b.station))
}

function stationOf(cells: Cells): StationRow {
  const located = flag(cells, 'located')
  return {
    station: text(cells, 'station'),
    type: text(cells, 'type') as StationRow['type'],
    operator: text(cells, 'operator'),
    operatorName: text(cells, 'operator_name'),
    province: text(cells, 'province'),
    zone: text(cells, 'zone'),
    zoneName: text(cells, 'zone_name'),
    zoneType: text(cells, 'zone_type'),
    vendor: text(cells, 'vendor'),
    vendorName: text(cells, 'vendor_name'),
    phase: text(cells, 'phase'),
    software: text(cells, 'software'),
    site: text(cells, 'site'),
    lat: located ? number(cells, 'lat') : null,
    lon: located ? number(cells, 'lon') : null,
    registered: flag(cells, 'registered'),
    cells: json(cells, 'cells'),
    connected: flag(cells, 'connected'),
    lastSeen: orNull(cells, 'last_seen'),
    silentSince: orNull(cells, 'silent_since'),
    boot: text(cells, 'boot'),
    queued: orNull(cells, 'queued'),
    clockOffsetMs: flag(cells, 'clock_known') ? number(cells, 'clock_offset_ms') : null,
    feed: text(cells, 'feed') === '' ? null : json(cells, 'feed'),
  }
}

/** `undefined` where no station can have that name. */
export function registryQl(station: string | undefined): string | undefined {
  const all = `SELECT * FROM ${source('autogen', 'registry')}`
  if (station === undefined) return all
  return isSafeTagValue(station) ? `${all} WHERE "station" = ${literal(station)}` : undefined
}

export function registryOf(answer: readonly Cells[]): RegistryRow[] {
  return answer
    .map((cells) => {
      const line = json<RegistryRow['line']>(cells, 'line')
      return {
        station: text(cells, 'station'),
        from: line.from,
        line,
        by: text(cells, 'by'),
        why: text(cells, 'why'),
        at: number(cells, 'at'),
      }
    })
    .sort((a, b) => bySelf(a.station, b.station) || a.from - b.from)
}

/** `undefined` where no station can have that name. */
export function ledgerQl(station: string | undefined): string | undefined {
  if (station === undefined) return `SELECT * FROM ${source('autogen', 'ledger')}`
  if (!isSafeTagValue(station)) return undefined
  return `SELECT * FROM ${source('autogen', 'ledger')} WHERE "station" = ${literal(station)}`
}

const REJECTED = 'rejected.'

export function ledgerOf(answer: readonly Cells[]): LedgerRow[] {
  return answer
    .map((cells) => ({
      station: text(cells, 'station'),
      since: number(cells, 'since'),
      received: number(cells, 'received'),
      accepted: number(cells, 'accepted'),
      duplicate: number(cells, 'duplicate'),
      conflict: number(cells, 'conflict'),
      unreadable: number(cells, 'unreadable'),
      rejected: Object.fromEntries(
        Object.keys(cells)
          .filter((column) => column.startsWith(REJECTED) && number(cells, column) > 0)
          .map((column) => [column.slice(REJECTED.length), number(cells, column)]),
      ),
      rejectedWithSeq: number(cells, 'rejected_with_seq'),
      published: number(cells, 'published'),
      missing: number(cells, 'missing'),
      openEnd: flag(cells, 'open_end'),
      late: number(cells, 'late'),
    }))
    .sort((a, b) => bySelf(a.station, b.station))
}

const EVENT_COLUMNS = [
  'id',
  'start',
  'to',
  'cause',
  'attribution',
  'overrun',
  'text',
  'window',
  'written',
  'type',
  'station',
  'cell',
]
/** Points of events, history and letters may lie up to this much [ms] after the instant that they are about. */
const BELOW_A_SECOND_MS = 1_000

/** Events that touch [fromMs, toMs), open ones and instants too; however long ago they began. */
export function eventsQl(fromMs: number, toMs: number): string {
  const from = Math.ceil(fromMs)
  return select(EVENT_COLUMNS, 'events', [
    timeWithin(Number.NEGATIVE_INFINITY, toMs + BELOW_A_SECOND_MS),
    `"start" < ${Math.ceil(toMs)}`,
    `("to" < 0 OR "to" > ${from} OR "start" >= ${from})`,
  ])
}

/** Points of the events with these ids, among those of these stations. */
export function eventsByIdQl(ids: readonly string[], stations: readonly string[]): string {
  return select(EVENT_COLUMNS, 'events', [
    `(${stations.map((station) => `"station" = ${literal(station)}`).join(' OR ')})`,
    `(${ids.map((id) => `"id_key" = ${idKey(id)}`).join(' OR ')})`,
  ])
}

export interface StoredEvent {
  readonly event: EventRow
  readonly written: number
}

export function storedEventsOf(answer: readonly Cells[]): StoredEvent[] {
  return answer.map((cells) => ({
    written: number(cells, 'written'),
    event: {
      id: text(cells, 'id'),
      type: text(cells, 'type') as EventType,
      from: number(cells, 'start'),
      to: orNull(cells, 'to'),
      station: text(cells, 'station'),
      cell: text(cells, 'cell'),
      cause: text(cells, 'cause'),
      ...(text(cells, 'attribution') !== '' && { attribution: text(cells, 'attribution') as Attribution }),
      ...(flag(cells, 'overrun') && { overrun: true as const }),
      text: text(cells, 'text'),
      ...(text(cells, 'window') !== '' && { window: json(cells, 'window') }),
    },
  }))
}

/** Of two points of one id the one written last. */
export function eventsOf(answer: readonly Cells[]): EventRow[] {
  const newest = new Map<string, StoredEvent>()
  for (const stored of storedEventsOf(answer)) {
    const other = newest.get(stored.event.id)
    if (other === undefined || other.written <= stored.written) newest.set(stored.event.id, stored)
  }
  return [...newest.values()].map(({ event }) => event).sort((a, b) => a.from - b.from || bySelf(a.id, b.id))
}

const HISTORY_COLUMNS = ['t', 'rev', 'changed_at', 'reason', 'offset', 'before', 'after', 'level', 'station', 'cell']

/**
 * `from` and `to` are about the window, not about when it changed; newest first. `undefined` where no station or cell
 * can have that name.
 */
export function historyQl(filter: HistoryFilter): string | undefined {
  const conditions: string[] = []
  for (const tag of ['station', 'cell', 'level'] as const) {
    const value = filter[tag]
    if (value !== undefined && value !== '' && !isSafeTagValue(value)) return undefined
    if (value !== undefined) conditions.push(`${identifier(tag)} = ${literal(value)}`)
  }
  // nothing changes before it begins
  if (filter.from !== undefined) {
    conditions.push(timeWithin(filter.from, Number.POSITIVE_INFINITY), `"t" >= ${Math.ceil(filter.from)}`)
  }
  if (filter.to !== undefined) conditions.push(`"t" < ${Math.ceil(filter.to)}`)
  return select(HISTORY_COLUMNS, 'history', conditions, newestFirst(filter.limit))
}

/** Without a GROUP BY the limit is over all tag sets; `LIMIT 0` would be no limit. */
function newestFirst(limit: number): string {
  return ` ORDER BY time DESC LIMIT ${Math.max(1, Math.floor(limit))}`
}

export function historyOf(answer: readonly Cells[]): HistoryRow[] {
  return answer.map((cells) => ({
    level: text(cells, 'level') as Level,
    t: number(cells, 't'),
    station: text(cells, 'station'),
    cell: text(cells, 'cell'),
    rev: number(cells, 'rev'),
    changedAt: number(cells, 'changed_at'),
    reason: text(cells, 'reason'),
    offset: number(cells, 'offset'),
    before: json(cells, 'before'),
    after: json(cells, 'after'),
  }))
}

const LETTER_COLUMNS = ['offset', 'received_at', 'station', 'topic', 'code', 'detail', 'bytes', 'resolved']

export function deadLettersQl(limit: number): string {
  return select(LETTER_COLUMNS, 'dead_letters', [], newestFirst(limit))
}

export function deadLettersOf(answer: readonly Cells[]): DeadLetterRow[] {
  return answer.map((cells) => ({
    offset: number(cells, 'offset'),
    receivedAt: number(cells, 'received_at'),
    station: text(cells, 'station'),
    topic: text(cells, 'topic'),
    code: text(cells, 'code'),
    detail: text(cells, 'detail'),
    bytes: number(cells, 'bytes'),
    resolved: flag(cells, 'resolved'),
  }))
}

export const META_QL = `SELECT * FROM ${source('autogen', 'meta')}`

export function metaOf(answer: readonly Cells[]): StoreMeta | undefined {
  const [cells] = answer
  if (cells === undefined) return undefined
  return {
    realm: text(cells, 'realm'),
    catalogue: text(cells, 'catalogue'),
    realmClock: number(cells, 'realm_clock'),
    appliedOffset: number(cells, 'applied_offset'),
  }
}
