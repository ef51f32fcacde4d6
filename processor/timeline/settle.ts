import { LEVEL_MS, windowStart } from '../../contract/mod.ts'
import { type Clock, readClock, readSettings } from '../clock.ts'
import { endOfMinutes, noteSettled, settledOf } from '../progress.ts'
import type { Amendments } from '../rows/amendments.ts'
import { CLOCK_KEY, STATIONS_KEY, stationKey } from '../state/keys.ts'
import type { StateReader } from '../state/view.ts'
import { lastLife, readStation, silenceLimitMs } from '../station.ts'
import { firstExpected } from './expected.ts'
import { reclassify } from './reclassify.ts'

/** The stations known, in order of their first message. */
export function stationsOf(view: StateReader): readonly string[] {
  return view.get<readonly string[]>(STATIONS_KEY) ?? []
}

/** A portion of the work of carrying the five times of all stations on. */
export interface SettleOrder {
  /** Up to here, at most to the realm clock [epoch ms, whole seconds]. */
  readonly toMs: number
  /** Place of the station to begin with. */
  readonly from: number
  /** About how many windows of 10 s of cells may be made; one station is always done. */
  readonly windows: number
  /** Minutes that are not over are carried up too: nothing more is coming for now. */
  readonly isRest: boolean
}

/**
 * Carries the five times of every cell on to `toMs`: every window is there, also for a cell that says nothing.
 * @param done told behind each station
 * @returns the place of the station to go on with; undefined: all are done, and the realm's mark is moved
 */
export function settle(amend: Amendments, order: SettleOrder, done: () => void): number | undefined {
  const { draft } = amend
  const stations = stationsOf(draft)
  let windows = 0
  for (let i = order.from; i < stations.length; i++) {
    const id = stations[i] as string
    windows += settleStation(amend, id, order.toMs)
    if (order.isRest) amend.carryUntil(id, endOfMinutes(draft, id))
    done()
    if (windows >= order.windows && i + 1 < stations.length) return i + 1
  }
  const clock = readClock(draft)
  if (order.toMs > clock.settledMs) draft.put(CLOCK_KEY, { ...clock, settledMs: order.toMs } satisfies Clock)
  return undefined
}

/**
 * The same of one station, with its minutes that are over carried up. One that has become silent has its last seconds looked at
 * again.
 * @returns how many windows of 10 s of cells are to be made
 */
export function settleStation(amend: Amendments, id: string, toMs: number): number {
  const { draft } = amend
  const settledMs = settledOf(draft, id)
  if (toMs > settledMs) {
    amend.noteSettling(id, settledMs)
    noteSettled(draft, id, toMs)
  }
  amend.carryUntil(id, windowStart('1m', Math.max(toMs, settledMs)))
  const { realmMs } = readClock(draft)
  const station = readStation(draft, id)
  const end = lastLife(station)
  const limitMs = silenceLimitMs(station, readSettings(draft).silenceHeartbeats)
  const isNewlySilent = end !== undefined && realmMs - end > limitMs && station.silenceMarkedFrom !== end
  const fromMs = isNewlySilent ? Math.min(settledMs, end) : settledMs
  if (fromMs >= toMs) return 0
  if (isNewlySilent) draft.put(stationKey(id), { ...station, silenceMarkedFrom: end })
  let windows = 0
  for (const cell of station.cells) {
    const first = firstExpected(draft, id, cell)
    if (first === undefined || first >= toMs) continue
    reclassify(amend, id, cell, Math.max(fromMs, first), toMs)
    windows += (toMs - Math.max(fromMs, first)) / LEVEL_MS['10s']
  }
  return windows
}
