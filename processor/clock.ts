import {
  DEFAULT_FIGURE_SETTINGS,
  type FigureSettings,
  HORIZON_MS,
  LEVEL_MS,
  LEVELS,
  type Level,
} from '../contract/mod.ts'
import { CARRIED_KEY, CLOCK_KEY, SETTINGS_KEY } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'

export interface Clock {
  /** The realm clock [epoch ms]; 0 before the first entry. It never goes back. */
  readonly realmMs: number
  /** Up to here the five times are in the rows [epoch ms, whole seconds]. */
  readonly settledMs: number
  /** Where the log had been cut short: windows that start before this are not told by what is left of it [epoch ms]. */
  readonly beginsMs?: number
}

const START: Clock = { realmMs: 0, settledMs: 0 }

export function readClock(view: StateReader): Clock {
  return view.get<Clock>(CLOCK_KEY) ?? START
}

export function advanceClock(draft: Draft, toMs: number): void {
  const clock = readClock(draft)
  if (toMs <= clock.realmMs) return
  if (clock.realmMs === 0 && draft.get(CARRIED_KEY) === true) beginAt(draft, toMs)
  else draft.put(CLOCK_KEY, { ...clock, realmMs: toMs } satisfies Clock)
}

export function readSettings(view: StateReader): FigureSettings {
  return view.get<FigureSettings>(SETTINGS_KEY) ?? DEFAULT_FIGURE_SETTINGS
}

/** Puts the settings in force; where the log was cut short, no level begins before what is left of it tells all. */
export function putSettings(draft: Draft, settings: FigureSettings): void {
  const { beginsMs } = readClock(draft)
  if (beginsMs === undefined) {
    draft.put(SETTINGS_KEY, settings)
    return
  }
  const begins: Partial<Record<Level, number>> = {}
  for (const level of LEVELS) begins[level] = Math.max(beginsMs, settings.begins?.[level] ?? 0)
  draft.put(SETTINGS_KEY, { ...settings, begins } satisfies FigureSettings)
}

/** Notes that something still holds that was said before what is left of the log. */
export function noteCarried(draft: Draft): void {
  if (draft.get(CARRIED_KEY) !== true) draft.put(CARRIED_KEY, true)
}

/**
 * How long after the beginning of the log the time before it still shows [ms]: reports of 900 s and the lists of alarms come
 * every 15 min, states every 5 min.
 */
const KNOWN_AFTER_MS = 900_000

/** What is left of a log begins: the times before are nobody's to tell any more, and windows that they reach into are not made. */
function beginAt(draft: Draft, atMs: number): void {
  const settledMs = Math.floor(atMs / 1000) * 1000
  draft.put(CLOCK_KEY, { realmMs: atMs, settledMs, beginsMs: atMs + KNOWN_AFTER_MS } satisfies Clock)
  putSettings(draft, readSettings(draft))
}

export type WindowStatus = 'open' | 'provisional' | 'final'

/**
 * open until window end + 3 × gp, provisional to the horizon of its level, then final. `gpS` is the longest period in the
 * window; without any report it is the time for which a state holds, since states are then what fills the window.
 */
export function statusOf(
  level: Level,
  t: number,
  gpS: number,
  realmMs: number,
  settings: FigureSettings,
): WindowStatus {
  const end = t + LEVEL_MS[level]
  if (realmMs >= end + HORIZON_MS[level] || t < (settings.begins?.[level] ?? 0)) return 'final'
  return realmMs < end + 3000 * gpS ? 'open' : 'provisional'
}

/** The time a row stays open is measured by what fills it: its reports, or, without one, its states. */
export function openGpS(gpS: number): number {
  return gpS > 0 ? gpS : DEFAULT_FIGURE_SETTINGS.stateHoldS
}
