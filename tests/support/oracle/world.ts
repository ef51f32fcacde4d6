import type { ControlRecord } from '../../../contract/mod.ts'

/**
 * What the oracle is told: messages as they were sent, in the words of the wire, and what the operator and our own side
 * wrote into the log. The oracle shares no code with the product; it reads these bodies by itself.
 */
export interface World {
  /** Start of everything, a whole hour [epoch ms]; second 0 of the oracle. Nothing begins before it. */
  readonly t0: number
  /** Every message that arrived, in any order, each perhaps several times. */
  readonly arrived: readonly Said[]
  readonly control: readonly ControlRecord[]
}

export type Said = { readonly station: string } & (
  | { readonly kind: 'birth'; readonly body: Birth }
  | { readonly kind: 'state'; readonly body: State | Heartbeat }
  | { readonly kind: 'pm'; readonly body: Report }
  | { readonly kind: 'alarm'; readonly body: AlarmWord }
  | { readonly kind: 'test'; readonly body: Sample }
)

interface Numbered {
  /** `{epochMs}-{n}`: the generator lets both grow together. */
  readonly boot: string
  readonly src?: string
  readonly seq: number
}

export interface Birth extends Numbered {
  readonly t: number
  readonly conn: string
  readonly started?: number
  readonly reason?: string
  readonly prev?: { readonly boot: string; readonly last: number }
  readonly hb?: number
  readonly cells: readonly {
    readonly cell: string
    readonly mode?: string
    readonly band?: string
    readonly scsKHz?: number
    readonly nrb?: number
  }[]
}

export interface Heartbeat extends Numbered {
  readonly t: number
  readonly queued?: number
}

export interface State extends Numbered {
  readonly t: number
  readonly cell: string
  readonly operationalState: string
  readonly administrativeState: string
  readonly cellState: string
  readonly availabilityStatus: readonly string[]
  readonly energySavingState: string
}

export interface Report extends Numbered {
  readonly end: number
  readonly gp: number
  readonly rev?: number
  readonly cells: readonly CellValues[]
  readonly station?: Values
}

export interface Values {
  readonly suspect?: boolean
  readonly m: Readonly<Record<string, number | null>>
  readonly u?: Readonly<Record<string, string>>
}
export type CellValues = Values & { readonly cell: string }

export interface Alarm {
  readonly alarmId: string
  readonly alarmType: string
  readonly perceivedSeverity: string
  readonly probableCause: string
  readonly raised?: number
  readonly cell?: string
}

/** One alarm, or all that are active. */
export type AlarmWord = Numbered & { readonly t: number } & (Alarm | { readonly active: readonly Alarm[] })

/** A sample of an active test. */
export interface Sample extends Numbered {
  readonly t: number
  readonly campaign: string
  readonly server: string
  readonly ue: string
  readonly plmn: string
  readonly cell?: string
  readonly rat: string
  readonly place: string
  readonly ssRsrpDbm?: number
  readonly kind: 'signal' | 'access' | 'dl' | 'ul'
  readonly bytes?: number
  readonly ms?: number
  readonly result: 'ok' | 'access-failed' | 'dropped' | 'server-error'
}

export function isState(body: Said['body']): body is State {
  return 'operationalState' in body
}

/** The number that decides the order of boots: the counter in non-volatile memory. */
export function bootNumber(boot: string): number {
  return Number(boot.split('-')[1])
}

/** Second of the oracle that holds the instant; evidence is floored to whole seconds. */
export function secondOf(world: World, ms: number): number {
  return Math.floor((ms - world.t0) / 1000)
}

/** Time of a message [epoch ms]: `t`, or the end of its period. */
export function timeOf(said: Said): number {
  return said.kind === 'pm' ? said.body.end : said.body.t
}

const known = new WeakMap<World, Map<string, Map<string, Said>>>()

/** Each message once, whatever came how often. */
export function messagesOf(world: World, station: string): Said[] {
  let all = known.get(world)
  if (all === undefined) {
    all = new Map()
    known.set(world, all)
    for (const said of world.arrived) {
      const once = all.get(said.station) ?? new Map<string, Said>()
      all.set(said.station, once.set(`${said.body.boot}/${said.body.src ?? '0'}/${said.body.seq}`, said))
    }
  }
  return [...(all.get(station)?.values() ?? [])]
}

/** The realm clock of `sim-`: the greatest time that any message names, as second of the oracle. */
export function clockSecond(world: World): number {
  let latest = 0
  for (const said of world.arrived) latest = Math.max(latest, secondOf(world, timeOf(said)))
  return latest
}

export function clockMs(world: World): number {
  return world.t0 + clockSecond(world) * 1000
}

export function stationsOf(world: World): string[] {
  const names = new Set(world.arrived.map((said) => said.station))
  for (const record of world.control) {
    if (record.type === 'registry') for (const line of record.lines) names.add(line.station)
  }
  return [...names].sort()
}

/** Cells that the registry, a birth, a state or a report names. */
export function cellsOf(world: World, station: string): string[] {
  const names = new Set<string>()
  for (const record of world.control) {
    if (record.type !== 'registry') continue
    for (const line of record.lines) if (line.station === station) for (const cell of line.cells ?? []) names.add(cell)
  }
  for (const said of messagesOf(world, station)) {
    if (said.kind === 'pm' || said.kind === 'birth') for (const { cell } of said.body.cells) names.add(cell)
    else if (isState(said.body)) names.add(said.body.cell)
  }
  return [...names].sort()
}
