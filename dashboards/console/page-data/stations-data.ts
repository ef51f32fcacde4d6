import { LIMITS } from '../../../contract/mod.ts'
import type { StationRow } from '../../../store/mod.ts'
import type { PanelData, StationLine } from '../page/wire.d.ts'

/** More than anyone reads on one page; what needs attention comes first. */
const MOST_ROWS = 200

/** Silent, or with a clock that is not believed, before disconnected before unregistered before the rest; within each by name. */
function urgency(row: StationRow): number {
  if (row.silentSince !== null || isClockOff(row)) return 0
  if (!row.connected) return 1
  return row.registered ? 3 : 2
}

const isClockOff = ({ clockOffsetMs }: StationRow): boolean => Math.abs(clockOffsetMs ?? 0) > LIMITS.clockMs

export function stationsData(all: readonly StationRow[], zones: readonly string[]): PanelData {
  const rows = zones.length === 0 ? all : all.filter((row) => zones.includes(row.zone))
  const sorted = [...rows].sort((a, b) => urgency(a) - urgency(b) || (a.station < b.station ? -1 : 1))
  return {
    kind: 'stations',
    total: rows.length,
    connected: rows.filter((row) => row.connected).length,
    silent: rows.filter((row) => row.silentSince !== null).length,
    unregistered: rows.filter((row) => !row.registered).length,
    cells: rows.reduce((sum, row) => sum + row.cells.length, 0),
    rows: sorted.slice(0, MOST_ROWS).map(stationLine),
  }
}

function stationLine(row: StationRow): StationLine {
  return {
    station: row.station,
    zone: row.zoneName || row.zone,
    operator: row.operatorName || row.operator,
    vendor: row.vendorName || row.vendor,
    software: row.software,
    cells: row.cells.length,
    registered: row.registered,
    connected: row.connected,
    silentSince: row.silentSince,
    lastSeen: row.lastSeen,
    queued: row.queued,
    clockOffsetMs: row.clockOffsetMs,
    clockOff: isClockOff(row),
  }
}
