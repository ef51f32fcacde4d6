import type { ZoneType } from '../../contract/mod.ts'
import { VIETNAM_OFFSET_MS } from '../../contract/mod.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const MINUTES_A_DAY = 1440

/** Share of the resource blocks in use: at night, added by the day's peak (11 h) and the evening's (20 h), and what a day off leaves. */
interface Rhythm {
  readonly night: number
  readonly day: number
  readonly evening: number
  readonly weekend: number
}

const RHYTHMS: Readonly<Record<ZoneType, Rhythm>> = {
  'it-park': { night: 0.03, day: 0.52, evening: 0.14, weekend: 0.35 },
  'industrial-park': { night: 0.08, day: 0.42, evening: 0.24, weekend: 0.65 },
  research: { night: 0.02, day: 0.34, evening: 0.08, weekend: 0.3 },
  university: { night: 0.04, day: 0.4, evening: 0.34, weekend: 0.5 },
  'city-centre': { night: 0.06, day: 0.34, evening: 0.58, weekend: 1.12 },
  unregistered: { night: 0.04, day: 0.3, evening: 0.3, weekend: 1 },
}

/** Expected share of resource blocks in use, by minute of the day in Vietnam. */
interface DayTable {
  readonly workday: Float64Array
  readonly dayOff: Float64Array
}

const tables = new Map<ZoneType, DayTable>()

function tableOf(zoneType: ZoneType): DayTable {
  const known = tables.get(zoneType)
  if (known !== undefined) return known
  const { night, day, evening, weekend } = RHYTHMS[zoneType]
  const workday = Float64Array.from({ length: MINUTES_A_DAY }, (_, minute) => {
    const hour = minute / 60
    return night + day * workingDay(hour) + evening * peak(hour, 20, 2.2)
  })
  const table = { workday, dayOff: workday.map((share) => share * weekend) }
  tables.set(zoneType, table)
  return table
}

/** Busiest at 11 h; after the midday rest a lower second wave. */
function workingDay(hour: number): number {
  return peak(hour, 11, 2.2) + 0.7 * peak(hour, 15.5, 1.8)
}

/** A bell over the hours of a day, 1 at `middle`; midnight is no edge. */
function peak(hour: number, middle: number, width: number): number {
  const away = Math.abs(hour - middle)
  return Math.exp(-((Math.min(away, 24 - away) / width) ** 2))
}

/**
 * Expected share [0, 1) of resource blocks in use in a zone of this type at `atMs`, by the clock of Vietnam.
 *
 * Example: an IT park on a Wednesday at 11:00 in Hà Nội → 0.03 + 0.52 = 0.55; on a Sunday 0.19.
 */
export function expectedLoad(zoneType: ZoneType, atMs: number): number {
  const local = atMs + VIETNAM_OFFSET_MS
  const day = Math.floor(local / DAY_MS)
  // 1970-01-01 was a Thursday: day 2 a Saturday, day 3 a Sunday
  const weekday = (day + 5) % 7
  const { workday, dayOff } = tableOf(zoneType)
  const minute = Math.floor((local - day * DAY_MS) / MINUTE_MS)
  return (weekday < 2 ? dayOff : workday)[minute] ?? 0
}
