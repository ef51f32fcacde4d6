import { type Fleet, parseFleet } from '../../../simulators/fleet/fleet.ts'
import { TRIAL_2020_FLEET } from '../../../simulators/fleets/trial-2020.ts'
import type { Phase } from '../../../simulators/model/cadence.ts'
import { LIVE_CADENCE } from '../../../simulators/model/cadence.ts'
import { firstState } from '../../../simulators/model/fleet-state.ts'
import type { Made } from '../../../simulators/model/station-model.ts'
import { StationModel } from '../../../simulators/model/station-model.ts'
import { StationVoice } from '../../../simulators/model/station-voice.ts'
import { QUIET, type Scenario } from '../../../simulators/scenario/scenario.ts'

/** 2026-11-18 12:00:00 in Hà Nội, a Wednesday. */
export const NOON = Date.UTC(2026, 10, 18, 5)
export const SEED = 7

/** The first `n` stations of the trial fleet. */
export function smallFleet(n: number): Fleet {
  return parseFleet({ ...TRIAL_2020_FLEET, stations: TRIAL_2020_FLEET.stations.slice(0, n) })
}

export function firstOf(fleet: Fleet) {
  const [station] = fleet.stations
  if (station === undefined) throw new Error('the fleet is empty')
  return station
}

export const ALWAYS_LIVE: Phase[] = [{ fromMs: Number.NEGATIVE_INFINITY, cadence: LIVE_CADENCE }]

/** The first station of the trial, or of another fleet, controller and voice, from `fromMs` on. */
export function oneStation(scenario: Scenario = QUIET, fromMs = NOON, phases = ALWAYS_LIVE, fleet = smallFleet(1)) {
  const station = firstOf(fleet)
  const voice = new StationVoice({ fleet, station, seed: SEED, scenario })
  const model = new StationModel({ voice, seed: SEED, phases, state: firstState(station.id, SEED, fromMs) })
  return { voice, model, station: station.id }
}

export interface Said {
  readonly kind: string
  readonly seq: number
  readonly atMs: number
  readonly json: Record<string, unknown>
}

export function readMade(voice: StationVoice, made: readonly Made[]): Said[] {
  return made.map(({ boot, note }) => ({
    kind: note.kind,
    seq: note.seq,
    atMs: note.atMs,
    json: JSON.parse(voice.text(boot, note)) as Record<string, unknown>,
  }))
}
