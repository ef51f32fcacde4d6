import { DEFAULT_FIGURE_SETTINGS, type FigureSettings, HORIZON_MS, LEVEL_MS, type Level } from '../contract/mod.ts'
import { CLOCK_KEY, SETTINGS_KEY } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'

export interface Clock {
  /** The realm clock [epoch ms]; 0 before the first entry. It never goes back. */
  readonly realmMs: number
  /** Up to here the five times are in the rows [epoch ms, whole seconds]. */
  readonly settledMs: number
}

const START: Clock = { realmMs: 0, settledMs: 0 }

export function readClock(view: StateReader): Clock {
  return view.get<Clock>(CLOCK_KEY) ?? START
}

export function advanceClock(draft: Draft, toMs: number): void {
  const clock = readClock(draft)
  if (toMs > clock.realmMs) draft.put(CLOCK_KEY, { ...clock, realmMs: toMs } satisfies Clock)
}

export function readSettings(view: StateReader): FigureSettings {
  return view.get<FigureSettings>(SETTINGS_KEY) ?? DEFAULT_FIGURE_SETTINGS
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
