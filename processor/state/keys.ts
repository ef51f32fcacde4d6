import { type Boot, type Level, Recent } from '../../contract/mod.ts'
import type { HistoryRow } from '../../store/mod.ts'

/**
 * Keys of the state. The rows of a station lie under (level, window start, station): neighbours are written and expire together.
 * Numbers are padded so that the order of the texts is the order of the numbers.
 */
const pad = (n: number, width: number) => String(n).padStart(width, '0')

/** Epoch milliseconds; 13 digits last until the year 2286. */
export const timeKey = (ms: number): string => (ms >= 1e12 ? String(ms) : pad(ms, 13))

export const CLOCK_KEY = 'clock'
export const CARRIED_KEY = 'carried'
export const MAINTENANCE_KEY = 'maintenance'
export const DECLARED_OUTAGES_KEY = 'declared-outages'
export const STATIONS_KEY = 'stations'
export const OWN_SIDE_KEY = 'own-side'
export const SETTINGS_KEY = 'settings'
export const NEWEST_KEY = 'newest'

/** Of the keys of one window's rows: they lie side by side. */
export const windowPrefix = (level: Level, t: number): string => `row/${level}/${timeKey(t)}/`
/** Rows of 10 s: as many as reports, each written once and hardly ever asked for again. */
export const FINE_ROWS = 'row/10s/'
export const isFineRows = (key: string): boolean => key.startsWith(FINE_ROWS)
export const rowsKeyIn = (prefix: string, station: string): string => prefix + station
export const zoneRowKey = (level: Level, t: number, zone: string): string => `zone/${level}/${timeKey(t)}/${zone}`

export interface RowsAddress {
  readonly level: Level
  readonly t: number
  readonly station: string
}

export function parseRowsKey(key: string): RowsAddress {
  const [, level, t, station] = key.split('/') as [string, Level, string, string]
  return { level, t: Number(t), station }
}

/** Keys that are asked for many times with each message of a station: each is made once, and is then one and the same text. */
interface StationKeys {
  readonly station: string
  readonly ledger: string
  readonly progress: string
  readonly feed: string
  readonly cells: Map<string, string>
}

const keysLately = new Recent<StationKeys>(50_000)
/** Of one station; it may name ever new ones. */
const MOST_CELLS = 64

function keysOf(station: string): StationKeys {
  const known = keysLately.get(station)
  if (known !== undefined) return known
  const keys = {
    station: `station/${station}`,
    ledger: `ledger/${station}`,
    progress: `progress/${station}`,
    feed: `feed/${station}`,
    cells: new Map<string, string>(),
  }
  keysLately.set(station, keys)
  return keys
}

export const stationKey = (station: string): string => keysOf(station).station
export const ledgerKey = (station: string): string => keysOf(station).ledger
export const progressKey = (station: string): string => keysOf(station).progress
export const feedKey = (station: string): string => keysOf(station).feed

export function cellKey(station: string, cell: string): string {
  const { cells } = keysOf(station)
  const known = cells.get(cell)
  if (known !== undefined) return known
  const key = `cell/${station}/${cell}`
  if (cells.size < MOST_CELLS) cells.set(cell, key)
  return key
}

export const tagSetKey = (id: string): string => `tags/${id}`
export const zoneTagsKey = (id: string): string => `zone-tags/${id}`
export const registryKey = (station: string, fromMs: number): string => `registry/${station}/${timeKey(fromMs)}`
export const deadLetterKey = (offset: number): string => `dead-letter/${pad(offset, 16)}`
export const eventKey = (id: string): string => `event/${id}`
/** One for each revision of a row, in the order of the log. */
export const historyKey = ({ offset, level, t, station, cell, rev }: HistoryRow): string =>
  `history/${pad(offset, 16)}/${level}/${timeKey(t)}/${station}/${cell}/${rev}`

/** One count of a station: boot (with its incarnation, for a boot number used twice) and src. */
export const streamKey = (station: string, boot: Boot, incarnation: number, src: string): string =>
  `stream/${station}/${boot.n}-${boot.epochMs}-${incarnation}/${src}`

/** A src has no `/` in it. */
export const srcOfStream = (stream: string): string => stream.slice(stream.lastIndexOf('/') + 1)

/** What was seen of 16 neighbouring seqs of one stream: it is written with each of them. */
export const SEEN_BLOCK = 16
export const seenKey = (stream: string, seq: number): string =>
  `seen/${stream.slice(7)}/${pad(Math.floor(seq / SEEN_BLOCK), 12)}`

/** Reports of a station by the five minutes in which their period starts. */
export const REPORT_BUCKET_MS = 300_000
export const reportsKey = (station: string, startMs: number): string =>
  `reports/${timeKey(Math.floor(startMs / REPORT_BUCKET_MS) * REPORT_BUCKET_MS)}/${station}`

/** Reports with running totals: a list by the quarter of an hour of their end, and each by itself. */
export const TOTALS_BUCKET_MS = 900_000
export const totalsKey = (station: string, endMs: number): string =>
  `totals/${timeKey(Math.floor(endMs / TOTALS_BUCKET_MS) * TOTALS_BUCKET_MS)}/${station}`
export const totalReportKey = (station: string, endMs: number, name: string): string =>
  `total/${timeKey(endMs)}/${station}/${name}`
export const totalsLatestKey = (station: string): string => `totals-latest/${station}`

/** Samples of active tests by cell and 10 s, and by UE and hour. */
export const samplesKey = (t: number, station: string, cell: string): string =>
  `samples/${timeKey(t)}/${station}/${cell}`
export const ueKey = (station: string, ue: string, hourMs: number): string => `ue/${timeKey(hourMs)}/${station}/${ue}`

/** What a station said of its alarms, by quarter of an hour, and what was active when by all of it. */
export const alarmWordsKey = (station: string, bucketMs: number): string =>
  `alarm-words/${timeKey(bucketMs)}/${station}`
export const alarmsKey = (station: string): string => `alarms/${station}`

/** Outages of a cell that are over, by the day (UTC) on which they began. */
const DAY_MS = 86_400_000
export const outageDay = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS
export const outagesKey = (station: string, cell: string, dayMs: number): string =>
  `outages/${timeKey(dayMs)}/${station}/${cell}`

/** What reports of a station say together and cannot be, by the quarter of an hour in which their period starts. */
export const REFUSED_BUCKET_MS = 900_000
export const refusedKey = (station: string, startMs: number): string =>
  `refused/${timeKey(Math.floor(startMs / REFUSED_BUCKET_MS) * REFUSED_BUCKET_MS)}/${station}`

/** Evidence of the availability of a station's cells by quarter of an hour. */
export const EVIDENCE_BUCKET_MS = 900_000
export const evidenceBucket = (ms: number): number => Math.floor(ms / EVIDENCE_BUCKET_MS) * EVIDENCE_BUCKET_MS
export const evidenceKey = (station: string, bucketMs: number): string => `evidence/${timeKey(bucketMs)}/${station}`
