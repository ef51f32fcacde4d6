import type { StationKind } from '../../contract/mod.ts'
import type { Phase } from '../model/cadence.ts'
import { firstState, type StationState } from '../model/fleet-state.ts'
import { TOPIC_OF_NOTE } from '../model/note.ts'
import { type Made, StationModel } from '../model/station-model.ts'
import type { StationVoice } from '../model/station-voice.ts'
import { hashText } from '../random.ts'

/** A delivery that is yet to be written out. */
export interface Delivery {
  readonly receivedAtMs: number
  readonly station: string
  readonly kind: StationKind
  readonly retain: boolean
  readonly payload: () => Uint8Array
}

/** Keep-alive of 30 s: a broker publishes the will of a lost connection after one and a half of it. */
const WILL_AFTER_MS = 45_000

export interface StationHistoryOptions {
  readonly voice: StationVoice
  readonly seed: number
  readonly fromMs: number
  readonly phases: readonly Phase[]
}

/** One station over a past time: its controller, and a link that the scenario cuts and mends. */
export class StationHistory {
  readonly #voice: StationVoice
  readonly #model: StationModel
  readonly #latencyMs: number
  readonly #held: Made[] = []
  #online = false
  #lastReceivedAtMs = 0

  constructor({ voice, seed, fromMs, phases }: StationHistoryOptions) {
    const { id } = voice.station
    this.#voice = voice
    this.#latencyMs = 15 + (hashText(id, seed) % 120)
    this.#model = new StationModel({ voice, seed, phases, state: firstState(id, seed, fromMs) })
    this.#held.push(...this.#model.start())
  }

  /** What is received of it in consequence of all that happens up to `toMs`, in order of receipt. */
  advance(toMs: number): Delivery[] {
    const out: Delivery[] = []
    for (;;) {
      this.#link(out)
      const { atMs } = this.#model.state
      const edgeMs = this.#voice.timeline.nextEdgeMs(atMs)
      // What is said at an edge is said under the link that begins there
      const stopMs = edgeMs - 1 > atMs ? Math.min(edgeMs - 1, toMs) : Math.min(edgeMs, toMs)
      if (stopMs <= atMs) return out
      if (stopMs === edgeMs) this.#loseLink(out, edgeMs)
      const made = this.#model.advance(stopMs, { online: this.#online, queued: this.#held.length })
      if (this.#online) for (const one of made) out.push(this.#delivery(one, one.madeMs))
      else this.#held.push(...made)
    }
  }

  state(): StationState {
    return { controller: this.#model.state, held: this.#held.map(({ boot, note }) => ({ boot, note })) }
  }

  /** The link ends where a cut or a power outage begins. */
  #loseLink(out: Delivery[], atMs: number): void {
    const { timeline, station } = this.#voice
    if (!this.#online || !(timeline.isOn('power', atMs) || timeline.isOn('cut', atMs))) return
    this.#online = false
    const { boot, conn } = this.#model.state
    const receivedAtMs = this.#receivedAt(atMs + WILL_AFTER_MS)
    const payload = () => this.#voice.death(boot, conn)
    out.push({ receivedAtMs, station: station.id, kind: 'death', retain: false, payload })
  }

  /** The link begins where the station lives and no cut is on: what was held back comes first, in order. */
  #link(out: Delivery[]): void {
    const { atMs } = this.#model.state
    if (this.#online || !this.#model.alive || this.#voice.timeline.isOn('cut', atMs)) return
    this.#online = true
    this.#held.push(...this.#model.connected())
    for (const one of this.#held.splice(0)) out.push(this.#delivery(one, atMs))
  }

  #delivery({ boot, note }: Made, sentMs: number): Delivery {
    return {
      receivedAtMs: this.#receivedAt(sentMs + this.#latencyMs),
      station: this.#voice.station.id,
      kind: TOPIC_OF_NOTE[note.kind],
      retain: note.kind === 'birth',
      payload: () => this.#voice.payload(boot, note),
    }
  }

  /** Never before what was received of it already. */
  #receivedAt(atMs: number): number {
    this.#lastReceivedAtMs = Math.max(this.#lastReceivedAtMs, atMs)
    return this.#lastReceivedAtMs
  }
}
