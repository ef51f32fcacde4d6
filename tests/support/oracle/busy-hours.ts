import { volume } from './counters-of-reports.ts'
import { accountOf, type Figure, observed, type Part, total, UNBOUNDED } from './figure.ts'
import { groupsOf, type Question, type Window } from './groups.ts'
import type { Known } from './things.ts'
import { startOfWindow } from './windows.ts'
import { clockMs } from './world.ts'

const HOUR_S = 3600
/** Data of both directions in one report, or it says nothing of the busy hour. */
const BOTH = volume('Dl', 'Ul')

export const BUSY_HOURS = ['BH.cell.bouncing', 'BH.zone.sum', 'BH.timeConsistent'] as const
export const isBusyHour = (id: string): boolean => BUSY_HOURS.some((each) => each === id)

/** Traffic [Mbit] by day, then by hour of the clock in Vietnam; hours of which nothing was told are not here. */
type Traffic = Map<number, Map<number, number>>

/** Busy hours of each group: of each day, or the mean of the days in the time asked. */
export function askBusyHours(
  known: Known,
  { by, from, to }: Question,
  windows: readonly Window[],
  id: string,
): Map<string, Map<number, Figure>> {
  const byCell = [...by, 'station', 'cell'] as Question['by']
  const traffic = new Map<string, Map<string, Traffic>>()
  const partsAt = new Map<string, Map<number, readonly Part[]>>()
  const last = startOfWindow('1h', to / 1000)
  for (let start = startOfWindow('1h', from / 1000); start < last; start += HOUR_S) {
    if (start * 1000 > clockMs(known.world)) break
    const hour: Window = { t: start * 1000, to: (start + HOUR_S) * 1000, tiles: [{ level: '1h', start }] }
    for (const [name, parts] of groupsOf(known, hour, byCell, 'cells', [BOTH])) {
      const group = name.split(' ').slice(0, by.length).join(' ')
      const own = partsAt.get(group) ?? new Map<number, readonly Part[]>()
      partsAt.set(group, own.set(start, [...(own.get(start) ?? []), ...parts]))
      if (observed(parts, BOTH) === 0) continue
      // each cell its own hour, or all of them together
      const member = id === 'BH.cell.bouncing' ? name : ''
      const members = traffic.get(group) ?? new Map<string, Traffic>()
      traffic.set(group, members)
      const days = members.get(member) ?? new Map<number, Map<number, number>>()
      members.set(member, days)
      const day = startOfWindow('1d', start)
      const clock = days.get(day) ?? new Map<number, number>()
      days.set(day, clock)
      const hourOfClock = (start - day) / HOUR_S
      clock.set(hourOfClock, (clock.get(hourOfClock) ?? 0) + total(parts, BOTH, 'num') / 1e6)
    }
  }
  const names = new Set(by.length === 0 ? [''] : [...partsAt.keys()])
  return new Map([...names].map((name) => [name, pointsOf(id, windows, traffic.get(name), partsAt.get(name))]))
}

function pointsOf(
  id: string,
  windows: readonly Window[],
  members: ReadonlyMap<string, Traffic> | undefined,
  partsAt: ReadonlyMap<number, readonly Part[]> | undefined,
): Map<number, Figure> {
  const days = busyByDay(id, [...(members?.values() ?? [])])
  return new Map(
    windows.map((window): [number, Figure] => {
      const isIn = (second: number) => windows.length === 1 || (second * 1000 >= window.t && second * 1000 < window.to)
      const parts = [...(partsAt ?? [])].filter(([start]) => isIn(start)).flatMap(([, own]) => own)
      const { base, observed: n } = accountOf(parts, [BOTH])
      const own = [...days].filter(([day]) => isIn(day) || windows.length === 1).map(([, busy]) => busy)
      if (own.length === 0)
        return [window.t, { ...base, ...UNBOUNDED, value: null, n, na: base.na ?? 'never-reported' }]
      const value = own.reduce((sum, busy) => sum + busy.value, 0) / own.length
      const { hour } = own[0]!
      const isSame = hour !== undefined && own.every((busy) => busy.hour === hour)
      return [window.t, { ...base, ...UNBOUNDED, value, n, na: undefined, ...(isSame && { hour }) }]
    }),
  )
}

interface Busy {
  readonly value: number
  readonly hour?: number
}

function busyByDay(id: string, members: readonly Traffic[]): Map<number, Busy> {
  const days = new Map<number, Busy>()
  if (id === 'BH.timeConsistent') {
    for (const traffic of members) {
      const hour = hourOfTheClock(traffic)
      for (const [day, clock] of traffic) if (clock.has(hour)) days.set(day, { value: clock.get(hour)!, hour })
    }
    return days
  }
  for (const traffic of members) {
    for (const [day, clock] of traffic) {
      const most = Math.max(...clock.values())
      // of equal hours the earlier one
      const hour = Math.min(...[...clock].filter(([, value]) => value === most).map(([each]) => each))
      if (id === 'BH.zone.sum') days.set(day, { value: most, hour })
      else days.set(day, { value: (days.get(day)?.value ?? 0) + most })
    }
  }
  return days
}

/** The one with the greatest mean over the days that have it. */
function hourOfTheClock(traffic: Traffic): number {
  let best = { hour: -1, mean: Number.NEGATIVE_INFINITY }
  for (let hour = 0; hour < 24; hour++) {
    const values = [...traffic.values()].flatMap((clock) => clock.get(hour) ?? [])
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    if (values.length > 0 && mean > best.mean) best = { hour, mean }
  }
  return best.hour
}
