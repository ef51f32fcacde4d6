import type { DeadLetterRow, EventRow, HistoryRow, LedgerRow, RegistryRow, StationRow, StoreMeta } from '../port.ts'
import type { Column, ColumnKind, Table } from './table.ts'

/** A table whose columns are the properties of `Row`, all of them: a new property does not compile without a column. */
export interface RowTable<Row> extends Table {
  readonly row?: Row
}

function rowTable<Row>(
  name: string,
  columns: Readonly<Record<keyof Required<Row> & string, ColumnKind>>,
  key: readonly (keyof Row & string)[],
  range?: keyof Row & string,
): RowTable<Row> {
  const list = Object.entries<ColumnKind>(columns).map(([column, kind]): Column => ({ name: column, kind }))
  return { name, columns: list, key, ...(range === undefined ? {} : { range }) }
}

export const STATIONS = rowTable<StationRow>(
  'stations',
  {
    station: 'text',
    type: 'text',
    operator: 'text',
    operatorName: 'text',
    province: 'text',
    zone: 'text',
    zoneName: 'text',
    zoneType: 'text',
    vendor: 'text',
    vendorName: 'text',
    phase: 'text',
    software: 'text',
    site: 'text',
    lat: 'float',
    lon: 'float',
    registered: 'bool',
    cells: 'json',
    connected: 'bool',
    lastSeen: 'int',
    silentSince: 'int',
    boot: 'text',
    queued: 'int',
    clockOffsetMs: 'float',
    feed: 'json',
  },
  ['station'],
)

export const REGISTRY = rowTable<RegistryRow>(
  'registry',
  { station: 'text', from: 'int', line: 'json', by: 'text', why: 'text', at: 'int' },
  ['station', 'from'],
)

export const LEDGER = rowTable<LedgerRow>(
  'ledger',
  {
    station: 'text',
    since: 'int',
    received: 'int',
    accepted: 'int',
    duplicate: 'int',
    conflict: 'int',
    unreadable: 'int',
    rejected: 'json',
    rejectedWithSeq: 'int',
    published: 'int',
    missing: 'int',
    openEnd: 'bool',
    late: 'int',
  },
  ['station'],
)

export const EVENTS = rowTable<EventRow>(
  'events',
  {
    id: 'text',
    type: 'text',
    from: 'int',
    to: 'int',
    station: 'text',
    cell: 'text',
    cause: 'text',
    attribution: 'text',
    overrun: 'bool',
    text: 'text',
    window: 'json',
  },
  ['id'],
)

export const HISTORY = rowTable<HistoryRow>(
  'history',
  {
    level: 'text',
    t: 'int',
    station: 'text',
    cell: 'text',
    rev: 'int',
    changedAt: 'int',
    reason: 'text',
    offset: 'int',
    before: 'json',
    after: 'json',
  },
  ['level', 't', 'station', 'cell', 'rev'],
  't',
)

export const DEAD_LETTERS = rowTable<DeadLetterRow>(
  'dead_letters',
  {
    offset: 'int',
    receivedAt: 'int',
    station: 'text',
    topic: 'text',
    code: 'text',
    detail: 'text',
    bytes: 'int',
    resolved: 'bool',
  },
  ['offset'],
  'offset',
)

/** One row at most: its realm is the store's. */
export const META = rowTable<StoreMeta>(
  'meta',
  { realm: 'text', catalogue: 'text', realmClock: 'int', appliedOffset: 'int' },
  ['realm'],
)

export const SIDE_TABLES: readonly Table[] = [STATIONS, REGISTRY, LEDGER, EVENTS, HISTORY, DEAD_LETTERS, META]
