import type { StationKind } from '../../contract/mod.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { COARSE_CADENCE, LIVE_CADENCE, type Phase, RECENT_CADENCE } from '../model/cadence.ts'
import type { FleetState } from '../model/fleet-state.ts'
import { StationVoice } from '../model/station-voice.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Delivery, StationHistory } from './station-history.ts'

export interface HistoryOptions {
  readonly fleet: Fleet
  readonly seed: number
  readonly scenario: Scenario
  readonly fromMs: number
  /** Where the history ends and a live fleet may go on [epoch ms]; default span of a demo: 6 h. */
  readonly toMs: number
  /** Absent: {@link historyPhases}. */
  readonly phases?: readonly Phase[]
}

/** One received message of the past. */
export interface HistoryMessage {
  readonly receivedAtMs: number
  readonly station: string
  readonly kind: StationKind
  readonly payload: Uint8Array
  readonly retain: boolean
}

export const DEFAULT_HISTORY_MS = 6 * 3_600_000

const MINUTE_MS = 60_000
/** Messages are put in order of receipt within steps this long; memory holds one step. */
const STEP_MS = MINUTE_MS
const QUARTER_MS = 15 * MINUTE_MS

/** Coarse when old, fine when recent: 900 s reports alone, from an hour before the end 60 s beside them, from 15 min before it 10 s. */
export function historyPhases(toMs: number): Phase[] {
  // On whole quarters of an hour, so that no window is half of one and half of the other
  const quarter = (beforeMs: number) => Math.floor((toMs - beforeMs) / QUARTER_MS) * QUARTER_MS
  return [
    { fromMs: Number.NEGATIVE_INFINITY, cadence: COARSE_CADENCE },
    { fromMs: quarter(60 * MINUTE_MS), cadence: RECENT_CADENCE },
    { fromMs: quarter(15 * MINUTE_MS), cadence: LIVE_CADENCE },
  ]
}

/** The past of a fleet as a collector would have received it, in order of receipt; made while it is iterated, once. */
export class FleetHistory implements Iterable<HistoryMessage> {
  readonly #stations: readonly StationHistory[]
  readonly #ids: readonly string[]
  readonly #fromMs: number
  readonly #toMs: number
  #done = false

  constructor({ fleet, seed, scenario, fromMs, toMs, phases = historyPhases(toMs) }: HistoryOptions) {
    if (!(fromMs < toMs)) throw new RangeError(`a history ends after it begins, got ${fromMs} to ${toMs}`)
    this.#fromMs = fromMs
    this.#toMs = toMs
    this.#ids = fleet.stations.map(({ id }) => id)
    this.#stations = fleet.stations.map(
      (station) =>
        new StationHistory({ voice: new StationVoice({ fleet, station, seed, scenario }), seed, fromMs, phases }),
    )
  }

  *[Symbol.iterator](): Iterator<HistoryMessage> {
    const waiting: Delivery[] = []
    for (let atMs = this.#fromMs; atMs < this.#toMs; ) {
      atMs = Math.min(atMs + STEP_MS, this.#toMs)
      for (const station of this.#stations) waiting.push(...station.advance(atMs))
      waiting.sort((a, b) => a.receivedAtMs - b.receivedAtMs)
      const last = atMs === this.#toMs
      const ready = last ? waiting.length : waiting.findIndex(({ receivedAtMs }) => receivedAtMs > atMs)
      const now = waiting.splice(0, ready === -1 ? waiting.length : ready)
      // Nothing is received after the end of the past: the last messages are on their way for a moment less
      for (const { receivedAtMs, station, kind, retain, payload } of now)
        yield { receivedAtMs: Math.min(receivedAtMs, this.#toMs), station, kind, retain, payload: payload() }
    }
    this.#done = true
  }

  /**
   * Where the fleet stands at the end: the live fleet goes on with the same boots and counts.
   * @throws Error before the history was iterated to its end.
   */
  state(): FleetState {
    if (!this.#done) throw new Error('The state is known at the end of the history; iterate it first.')
    const stations = Object.fromEntries(this.#stations.map((station, i) => [this.#ids[i] ?? '', station.state()]))
    return { version: 1, atMs: this.#toMs, stations }
  }
}

/** The past of a fleet from `fromMs` to `toMs`: see {@link FleetHistory}. */
export function generateHistory(options: HistoryOptions): FleetHistory {
  return new FleetHistory(options)
}
