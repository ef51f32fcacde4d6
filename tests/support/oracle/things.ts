import { type ShownIn, shownBy } from './away.ts'
import { birthsOf } from './life.ts'
import { type Outage, outagesOf } from './outages.ts'
import { type Period, periodsOf, stationPeriodsOf } from './periods.ts'
import { type CountedSample, samplesOf } from './samples.ts'
import { type Second, secondsOf } from './seconds.ts'
import { lineAt, linesOf } from './service.ts'
import type { Radio } from './stages.ts'
import { stationSeconds } from './whole-station.ts'
import { cellsOf, clockSecond, messagesOf, secondOf, stationsOf, timeOf, type World } from './world.ts'

/** All that is known of one cell, of one station as a whole (cell ''), or of what a probe measured of one cell. */
export interface Thing {
  readonly kind: 'cell' | 'station' | 'probe'
  readonly station: string
  readonly cell: string
  readonly seconds: readonly Second[]
  /** Its seconds as windows of a level show them. */
  readonly shownIn: ShownIn
  readonly outages: readonly Outage[]
  readonly periods: readonly Period[]
  readonly samples: readonly CountedSample[]
  readonly mode: string
  readonly radio: Radio
  /** Of each second from `t0` on; the last stands for what comes after. */
  readonly tags: readonly Readonly<Record<string, string>>[]
  /** Of each second: in service by the registry, and with what. */
  readonly registered: readonly Registered[]
}

interface Registered {
  readonly svc: boolean
  readonly shared: boolean
  readonly domestic: boolean
  readonly onair: boolean
}

export interface Known {
  readonly world: World
  readonly things: readonly Thing[]
}

/** Everything known of a world. */
export function learn(world: World): Known {
  return { world, things: stationsOf(world).flatMap((station) => thingsOf(world, station)) }
}

function thingsOf(world: World, station: string): Thing[] {
  const samples = samplesOf(world, station)
  const probed = [...new Set(samples.map(({ cell }) => cell))].map(
    (cell): Thing => ({
      ...common(world, station, cell, []),
      kind: 'probe',
      samples: samples.filter((each) => each.cell === cell),
    }),
  )
  const cells = cellsOf(world, station)
  const own = cells.map((cell): Thing => {
    const seconds = secondsOf(world, station, cell)
    return {
      ...common(world, station, cell, seconds),
      kind: 'cell',
      shownIn: shownBy(world, station, cell, seconds),
      periods: periodsOf(world, station, cell),
      ...radioOf(world, station, cell),
    }
  })
  if (cells.length === 0) return probed
  const whole = stationSeconds(world, station)
  const registered = registeredOf(world, station, whole)
  const periods = stationPeriodsOf(world, station)
  return [...probed, ...own, { ...common(world, station, '', whole), kind: 'station', periods, registered }]
}

function common(world: World, station: string, cell: string, seconds: readonly Second[]): Omit<Thing, 'kind'> {
  return {
    station,
    cell,
    seconds,
    shownIn: () => seconds,
    outages: seconds.length === 0 ? [] : outagesOf(world, station, cell, seconds),
    periods: [],
    samples: [],
    mode: 'unknown',
    radio: { scsKHz: 15, nrb: undefined },
    tags: tagsOf(world, station, cell),
    registered: [],
  }
}

function tagsOf(world: World, station: string, cell: string): Record<string, string>[] {
  const lines = linesOf(world, station)
  const tags = new Map(
    [undefined, ...lines].map((line) => [
      line,
      { zone: line?.zone ?? 'unregistered', operator: line?.operator ?? 'unknown', station, cell },
    ]),
  )
  return [...Array(clockSecond(world) + 1).keys()].map((second) => tags.get(lineAt(world, lines, second))!)
}

function radioOf(world: World, station: string, cell: string): Pick<Thing, 'mode' | 'radio'> {
  for (const birth of birthsOf(messagesOf(world, station))) {
    const own = birth.cells.find((each) => each.cell === cell)
    if (own !== undefined) return { mode: own.mode ?? 'unknown', radio: { scsKHz: own.scsKHz ?? 15, nrb: own.nrb } }
  }
  return { mode: 'unknown', radio: { scsKHz: 15, nrb: undefined } }
}

/** On air: in service by the registry, and heard once. */
function registeredOf(world: World, station: string, seconds: readonly Second[]): Registered[] {
  const lines = linesOf(world, station)
  const heard = Math.min(
    ...messagesOf(world, station).map(
      (said) => secondOf(world, timeOf(said)) - (said.kind === 'pm' ? said.body.gp : 0),
    ),
  )
  return seconds.map(({ is }, s) => {
    const line = lineAt(world, lines, s)
    const svc = is !== 'out' && line !== undefined
    return {
      svc,
      shared: svc && line.sharingType !== undefined && line.sharingType !== 'none',
      domestic: svc && line.equipmentOrigin === 'domestic',
      onair: svc && s >= heard,
    }
  })
}
