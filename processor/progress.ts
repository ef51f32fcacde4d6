import { LEVEL_MS, windowStart } from '../contract/mod.ts'
import { readClock } from './clock.ts'
import { progressKey } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'

/** How far the rows of one station have come. */
export interface Progress {
  /** Up to here its five times are in its rows [epoch ms, whole seconds]; the mark of the realm holds where it is later. */
  readonly settledMs: number
  /** Rows of 1 min that begin before this are in the rows above them [epoch ms]. */
  readonly carriedMs: number
  /** Starts of the minutes from there on that have rows, and are not in the rows above yet; by time. */
  readonly held: readonly number[]
}

const NONE: Progress = { settledMs: 0, carriedMs: 0, held: [] }

export function readProgress(view: StateReader, station: string): Progress {
  return view.get<Progress>(progressKey(station)) ?? NONE
}

/** Up to here the five times of a station are in its rows [epoch ms, whole seconds]. */
export function settledOf(view: StateReader, station: string): number {
  return Math.max(readClock(view).settledMs, readProgress(view, station).settledMs)
}

export function noteSettled(draft: Draft, station: string, settledMs: number): void {
  draft.put(progressKey(station), { ...readProgress(draft, station), settledMs } satisfies Progress)
}

/** True where the rows above have what changes in a minute at once; false: it is carried up as a whole, once. */
export function isCarried(view: StateReader, station: string, minuteMs: number): boolean {
  return minuteMs < readProgress(view, station).carriedMs
}

/** Before a change in a minute goes up: true where it must not yet, and the minute is remembered. */
export function holdBack(draft: Draft, station: string, minuteMs: number): boolean {
  const progress = readProgress(draft, station)
  if (minuteMs < progress.carriedMs) return false
  const { held } = progress
  if (held.at(-1) === minuteMs || held.includes(minuteMs)) return true
  draft.put(progressKey(station), { ...progress, held: [...held, minuteMs].sort((a, b) => a - b) } satisfies Progress)
  return true
}

/** Behind every minute that has rows [epoch ms]. */
export function endOfMinutes(view: StateReader, station: string): number {
  const { carriedMs, held } = readProgress(view, station)
  const last = Math.max(windowStart('1m', readClock(view).realmMs), held.at(-1) ?? 0)
  return Math.max(carriedMs, last + LEVEL_MS['1m'])
}

/** Takes the minutes that begin before `untilMs`; what changes in them from now on goes up at once. */
export function takeHeld(draft: Draft, station: string, untilMs: number): readonly number[] {
  const progress = readProgress(draft, station)
  if (untilMs <= progress.carriedMs) return []
  const taken = progress.held.filter((t) => t < untilMs)
  const held = taken.length === progress.held.length ? [] : progress.held.slice(taken.length)
  draft.put(progressKey(station), { ...progress, carriedMs: untilMs, held } satisfies Progress)
  return taken
}
