import { setTimeout as sleep } from 'node:timers/promises'
import type { EventRow, EventType, OperatorsWindow, StationRow } from '../../store/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { askRunning } from '../runtime/api-client.ts'
import { realmPaths } from '../runtime/paths.ts'
import { readRunFile } from '../runtime/run-file.ts'
import { withStore } from '../runtime/with-store.ts'

export type WindowType = 'maintenance' | 'declared-outage'
export type WindowStatus = 'planned' | 'running' | 'over' | 'taken-back'

/** A window of time that an operator registered, as the store has it. */
export interface RegisteredWindow extends OperatorsWindow {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly cause: string
  /** Outages that began when it ended, since the work was not done; absent: of a declared outage. */
  readonly overrun?: readonly Overrun[]
}

/** A cell, or with `cell` '' the station as a whole, that was still down when its maintenance window ended. */
export interface Overrun {
  readonly station: string
  readonly cell: string
  readonly from: number
  /** null: it goes on. */
  readonly to: number | null
}

/** Windows looked for this far around now. */
const REACH_MS = 400 * 86_400_000
/** A word written a moment ago is in the store by then, where a process runs. */
const FOLLOWS_WITHIN_MS = 5000
const ASK_EVERY_MS = 250

export function statusOf(window: Pick<RegisteredWindow, 'from' | 'to'>, nowMs: number): WindowStatus {
  if (window.to <= window.from) return 'taken-back'
  if (nowMs < window.from) return 'planned'
  return nowMs < window.to ? 'running' : 'over'
}

export async function windowsOf(config: Config, type: WindowType, nowMs: number): Promise<RegisteredWindow[]> {
  const [from, to] = [Math.max(0, nowMs - REACH_MS), nowMs + REACH_MS]
  return (await eventsOf(config, type, from, to)).flatMap((event) => {
    if (event.window === undefined || event.to === null) return []
    const { from: begins, to: ends, cause, window } = event
    return [{ id: event.id.slice(type.length + 1), from: begins, to: ends, cause, ...window }]
  })
}

/** Maintenance windows, each with what was still down when it ended. */
export async function maintenanceWithOverrun(config: Config, nowMs: number): Promise<RegisteredWindow[]> {
  const windows = await windowsOf(config, 'maintenance', nowMs)
  const ends = windows.filter(({ from, to }) => from < to && to <= nowMs).map(({ to }) => to)
  if (ends.length === 0) return windows.map((window) => ({ ...window, overrun: [] }))
  const [first, last] = [Math.min(...ends), Math.max(...ends)]
  const outages = (await eventsOf(config, 'outage', wholeSecond(first), last + 1)).filter(({ overrun }) => overrun)
  return windows.map((window) => ({
    ...window,
    overrun: outages
      .filter(({ from, station, cell }) => from === wholeSecond(window.to) && isMeant(window, station, cell))
      .map(({ station, cell, from, to }) => ({ station, cell, from, to })),
  }))
}

/** Times of cells are in whole seconds. */
const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000

function isMeant({ targets }: RegisteredWindow, station: string, cell: string): boolean {
  return targets.includes(station) || targets.includes(`${station}/${cell}`)
}

async function eventsOf(config: Config, type: EventType, from: number, to: number): Promise<EventRow[]> {
  const paths = realmPaths(config)
  const path = `/api/v1/events?from=${from}&to=${to}&type=${type}`
  const events =
    (await askRunning<{ events: EventRow[] }>(config, paths, path))?.events ??
    (await withStore(config, paths, (store) => store.events(from, to)))
  return events.filter((event) => event.type === type && event.cause !== 'withdrawn')
}

/** What a word can be checked against; undefined where nothing of the realm was processed yet, or the store is away. */
export interface KnownWords {
  readonly windows: readonly RegisteredWindow[]
  readonly stations: readonly StationRow[]
}

export async function knownWords(config: Config, type: WindowType, nowMs: number): Promise<KnownWords | undefined> {
  const paths = realmPaths(config)
  try {
    const windows = await windowsOf(config, type, nowMs)
    const stations =
      (await askRunning<{ stations: StationRow[] }>(config, paths, '/api/v1/stations'))?.stations ??
      (await withStore(config, paths, (store) => store.stations()))
    return { windows, stations }
  } catch {
    // the log takes the word whatever the store can say: it is judged when it is processed
    return undefined
  }
}

/**
 * The window of this id; waits a little for one that was registered a moment ago. Undefined where nothing can be asked.
 * @throws {ConfigError} where there is none.
 */
export async function windowOf(
  config: Config,
  type: WindowType,
  id: string,
  now: () => number,
): Promise<RegisteredWindow | undefined> {
  const until = now() + FOLLOWS_WITHIN_MS
  for (;;) {
    const known = await knownWords(config, type, now())
    if (known === undefined) return undefined
    const found = known.windows.find((window) => window.id === id)
    if (found !== undefined) return found
    if (now() >= until || readRunFile(realmPaths(config)) === undefined) break
    await sleep(ASK_EVERY_MS)
  }
  const list = type === 'maintenance' ? 'tram5g maintenance list' : 'tram5g outage list'
  throw new ConfigError(
    `there is no ${NAMES[type]} ${JSON.stringify(id)} in realm ${config.realm}. '${list}' shows those there are.`,
  )
}

export const NAMES: Readonly<Record<WindowType, string>> = {
  maintenance: 'maintenance window',
  'declared-outage': 'declared outage',
}
