import type { FleetStation } from '../fleet/fleet.ts'
import type { Scenario, ScenarioEvent } from './scenario.ts'

export type Trouble = 'power' | 'cut' | 'fault' | 'transport' | 'manual'
/** Causes that take cells out of service while the station itself lives, in order of precedence (TS 32.405 4.35.1). */
export const CELL_TROUBLES = ['fault', 'transport', 'manual'] as const
export type CellTrouble = (typeof CELL_TROUBLES)[number]

/** One trouble of one station, once or at a steady beat. */
export interface StationEvent {
  readonly trouble: Trouble
  readonly fromMs: number
  readonly toMs: number
  /** Infinite where it happens once. */
  readonly everyMs: number
  /** Bit i: the station's i-th cell. */
  readonly cells: number
}

/** A scenario as one station lives it: which trouble is on at an instant, and when the next one begins or ends. */
export class StationTimeline {
  readonly events: readonly StationEvent[]

  constructor(station: FleetStation, scenario: Scenario) {
    this.events = scenario.events.flatMap((event) => eventsOf(event, station))
  }

  /** The next begin or end of any trouble after `atMs`; Infinity where there is none. */
  nextEdgeMs(atMs: number): number {
    let next = Number.POSITIVE_INFINITY
    for (const { fromMs, toMs, everyMs } of this.events)
      for (const edge of [fromMs, toMs]) {
        if (edge > atMs) next = Math.min(next, edge)
        else if (everyMs < Number.POSITIVE_INFINITY)
          next = Math.min(next, edge + (Math.floor((atMs - edge) / everyMs) + 1) * everyMs)
      }
    return next
  }

  isOn(trouble: Trouble, atMs: number): boolean {
    return this.events.some((event) => event.trouble === trouble && startOf(event, atMs) !== undefined)
  }

  /** Is the event at this place of `events` on? */
  isEventOn(place: number, atMs: number): boolean {
    const event = this.events[place]
    return event !== undefined && startOf(event, atMs) !== undefined
  }

  /** Is the cell (by its place in the station) in this trouble? */
  isCellIn(trouble: CellTrouble, cell: number, atMs: number): boolean {
    return this.events.some(
      (event) => event.trouble === trouble && (event.cells >> cell) & 1 && startOf(event, atMs) !== undefined,
    )
  }

  /** Whole seconds of [fromMs, toMs) in which the cell is in the trouble. */
  secondsIn(trouble: CellTrouble, cell: number, fromMs: number, toMs: number): number {
    let ms = 0
    for (const event of this.events)
      if (event.trouble === trouble && (event.cells >> cell) & 1) ms += overlapMs(event, fromMs, toMs)
    return Math.min(ms, toMs - fromMs) / 1000
  }
}

/** When the occurrence that holds at `atMs` began; `undefined` where none does. */
export function startOf(event: StationEvent, atMs: number): number | undefined {
  if (atMs < event.fromMs) return undefined
  const start =
    event.everyMs === Number.POSITIVE_INFINITY
      ? event.fromMs
      : event.fromMs + Math.floor((atMs - event.fromMs) / event.everyMs) * event.everyMs
  return atMs < start + event.toMs - event.fromMs ? start : undefined
}

function overlapMs(event: StationEvent, fromMs: number, toMs: number): number {
  const once = (a: number, b: number) => Math.max(0, Math.min(b, toMs) - Math.max(a, fromMs))
  if (event.everyMs === Number.POSITIVE_INFINITY) return once(event.fromMs, event.toMs)
  let sum = 0
  const first = Math.max(0, Math.floor((fromMs - event.fromMs) / event.everyMs))
  for (let shift = first * event.everyMs; event.fromMs + shift < toMs; shift += event.everyMs)
    sum += once(event.fromMs + shift, event.toMs + shift)
  return sum
}

function eventsOf(event: ScenarioEvent, station: FleetStation): StationEvent[] {
  const cells = 'cells' in event ? event.cells : undefined
  const mask = station.cells.reduce(
    (bits, { cell }, i) => ((cells?.includes(cell) ?? true) ? bits | (1 << i) : bits),
    0,
  )
  const { fromMs, toMs } = event
  const once = { fromMs, toMs, everyMs: Number.POSITIVE_INFINITY, cells: mask }
  if (event.kind === 'planned-maintenance') return event.station === station.id ? [{ ...once, trouble: 'manual' }] : []
  const troubles: Trouble[] =
    event.kind === 'station-outage' ? [event.cause] : event.affectsService ? ['cut', 'transport'] : ['cut']
  const { stations, everyMs } = event
  return stations.flatMap((id, turn) => {
    if (id !== station.id || (everyMs === undefined && turn > 0)) return []
    // The turn of one station comes round when all the others had theirs
    const shift = turn * (everyMs ?? 0)
    const beat = everyMs === undefined ? Number.POSITIVE_INFINITY : everyMs * stations.length
    return troubles.map((trouble) => ({
      trouble,
      fromMs: fromMs + shift,
      toMs: toMs + shift,
      everyMs: beat,
      cells: mask,
    }))
  })
}
