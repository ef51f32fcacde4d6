import { type Cadence, LIVE_CADENCE, type Phase, STORED_CADENCE } from '../model/cadence.ts'
import { firstState, type StationState } from '../model/fleet-state.ts'
import { type Made, StationModel } from '../model/station-model.ts'
import type { StationVoice } from '../model/station-voice.ts'
import { KEPT_MS } from './station-store.ts'

/** Up to here a gap is filled with all that the station would have said; a longer one sparsely. */
const SHORT_GAP_MS = 900_000

export interface Resumed {
  readonly model: StationModel
  /** What the station has to deliver before anything new. */
  readonly made: Pick<Made, 'boot' | 'note'>[]
}

/**
 * A station that goes on at `nowMs`. Without a state it starts for the first time. With one at most 48 h old it lived on
 * meanwhile: same boot, and what it would have said is stored. Older than that, it starts anew.
 */
export function resumeStation(
  voice: StationVoice,
  seed: number,
  state: StationState | undefined,
  nowMs: number,
  live: Cadence = LIVE_CADENCE,
): Resumed {
  if (state === undefined) {
    const model = new StationModel({
      voice,
      seed,
      state: firstState(voice.station.id, seed, nowMs),
      phases: always(live),
    })
    return { model, made: model.start() }
  }
  const gapMs = nowMs - state.controller.atMs
  if (gapMs > KEPT_MS) {
    const controller = { ...state.controller, atMs: nowMs }
    const model = new StationModel({ voice, seed, state: controller, phases: always(live) })
    return { model, made: model.restart('power') }
  }
  const phases = gapMs > SHORT_GAP_MS ? [...always(STORED_CADENCE), { fromMs: nowMs, cadence: live }] : always(live)
  const model = new StationModel({ voice, seed, state: state.controller, phases })
  const made = [...state.held, ...model.advance(nowMs, { online: false, queued: state.held.length })]
  // An outage of the earlier run's scenario may have no end in this one
  if (!model.alive && !voice.timeline.isOn('power', nowMs)) made.push(...model.restart('power'))
  return { model, made }
}

function always(cadence: Cadence): Phase[] {
  return [{ fromMs: Number.NEGATIVE_INFINITY, cadence }]
}
