import {
  type ControlRecord,
  controlTopic,
  formatTopic,
  type RegistryLine,
  type StationKind,
} from '../../contract/mod.ts'
import type { NewEntry } from '../../log/mod.ts'

const DAY_S = 86_400
/** The first of the days: 00:00 in Việt Nam. */
export const DAY_0 = Date.UTC(2026, 8, 30, 17)
export const REALM = 'sim-nine-days'
export const STATIONS = ['HN-0001', 'HN-0002'] as const

const at = (s: number) => DAY_0 + s * 1000
const UP = {
  operationalState: 'ENABLED',
  administrativeState: 'UNLOCKED',
  cellState: 'ACTIVE',
  availabilityStatus: [],
  energySavingState: 'isNotEnergySaving',
}
const LOCKED = { ...UP, administrativeState: 'LOCKED', cellState: 'INACTIVE' }

export const control = (record: ControlRecord): NewEntry => ({
  receivedAt: record.at,
  source: 'control',
  topic: controlTopic(record.type),
  payload: new TextEncoder().encode(JSON.stringify(record)),
})

const line = (station: string): RegistryLine => ({
  station,
  from: DAY_0,
  type: 'station',
  operator: 'nha-mang-a',
  province: 'HN',
  zone: 'hoa-lac',
  zoneType: 'it-park',
  phase: '1',
  vendor: 'nha-san-xuat-x',
})

/**
 * Nine days of two stations of one cell, kept at 15 min and above: a state every hour and a report every 15 min of 98 of 100 RRC
 * attempts, which proves what lies between. The cell of HN-0001 is locked from 1:00 to 1:30 of the first day, without planned work.
 */
export function nineDays(days = 9): NewEntry[] {
  const end = Math.round(days * DAY_S)
  const entries: NewEntry[] = [
    control({
      type: 'settings',
      at: DAY_0,
      settings: { silenceHeartbeats: 3, stateHoldS: 310, begins: { '10s': at(end), '1m': at(end) } },
    }),
    control({ type: 'registry', at: DAY_0, by: 'lan', why: 'opening', lines: STATIONS.map(line) }),
    control({ type: 'tick', at: at(end), since: DAY_0, connected: true, accepting: true }),
  ]
  const seqs = new Map<string, number>()
  const tell = (station: string, kind: StationKind, s: number, body: object) => {
    const seq = seqs.get(station) ?? 0
    seqs.set(station, seq + 1)
    entries.push({
      receivedAt: at(s),
      source: 'mqtt',
      topic: formatTopic(REALM, station, kind),
      payload: new TextEncoder().encode(JSON.stringify({ boot: '1790000000000-7', seq, ...body })),
    })
  }
  for (const station of STATIONS)
    tell(station, 'birth', 0, { t: at(0), conn: 'c', cells: [{ cell: '1', mode: 'SA', band: 'n41', scsKHz: 30 }] })
  for (let s = 0; s <= end; s += 900) {
    for (const station of STATIONS) {
      const isLocked = station === 'HN-0001' && s >= 3600 && s < 5400
      if (s % 3600 === 0 || s === 5400) tell(station, 'state', s, { t: at(s), cell: '1', ...(isLocked ? LOCKED : UP) })
      if (s === 0) continue
      const m = { 'RRC.ConnEstabAtt.sum': 100, 'RRC.ConnEstabSucc.sum': 98 }
      tell(station, 'pm', s, { end: at(s), gp: 900, cells: [{ cell: '1', m }] })
    }
  }
  return entries
}

/** Said on the ninth day: that the first day's lock was planned work, from 0:50 to 1:30. */
export const LATE_WORK: NewEntry = control({
  type: 'maintenance-add',
  at: at(9 * DAY_S),
  by: 'nga',
  why: 'antenna',
  id: 'W1',
  targets: ['HN-0001'],
  from: at(3000),
  to: at(5400),
})
