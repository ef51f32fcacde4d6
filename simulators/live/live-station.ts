import { formatBoot } from '../../contract/mod.ts'
import type { Cadence } from '../model/cadence.ts'
import type { StationState } from '../model/fleet-state.ts'
import type { StationModel } from '../model/station-model.ts'
import type { StationVoice } from '../model/station-voice.ts'
import { resumeStation } from './resume.ts'
import { StationClient, type StationClientOptions } from './station-client.ts'
import { StationStore } from './station-store.ts'

export interface LiveStationOptions extends Omit<StationClientOptions, 'station' | 'outbox' | 'will' | 'onConnected'> {
  readonly voice: StationVoice
  readonly seed: number
  readonly cadence: Cadence
  readonly resume: StationState | undefined
}

/** A station that talks: its controller, its store and its connection, moved on by the fleet's clock. */
export class LiveStation {
  readonly store: StationStore
  readonly client: StationClient
  readonly #voice: StationVoice
  readonly #model: StationModel
  readonly #now: () => number
  /** The boot for which the line was opened; undefined while the scenario keeps it down. */
  #openFor: string | undefined

  constructor({ voice, seed, cadence, resume, ...connection }: LiveStationOptions) {
    this.#voice = voice
    this.#now = connection.environment.now
    this.store = new StationStore(voice)
    const nowMs = this.#now()
    const { model, made } = resumeStation(voice, seed, resume, nowMs, cadence)
    this.#model = model
    this.store.append(made, nowMs)
    this.client = new StationClient({
      ...connection,
      station: voice.station.id,
      outbox: this.store,
      will: () => model.death(),
      onConnected: () => {
        this.#advance(this.#now())
        this.store.append(model.connected(), this.#now())
      },
    })
  }

  /** Opens the line after `delayMs`, unless the scenario keeps it down. */
  open(delayMs: number): void {
    this.#follow(this.#now(), delayMs)
  }

  /** Makes what is due up to now, and lets the scenario cut or mend the line. */
  tick(nowMs: number): void {
    if (this.#model.nextDueMs <= nowMs) {
      this.#advance(nowMs)
      this.client.pump()
    }
    this.#follow(nowMs, 0)
  }

  state(): StationState {
    return { controller: this.#model.state, held: this.store.held() }
  }

  #advance(nowMs: number): void {
    const made = this.#model.advance(nowMs, { online: this.client.connected, queued: this.store.queued })
    this.store.append(made, nowMs)
  }

  #follow(nowMs: number, delayMs: number): void {
    const up = this.#model.alive && !this.#voice.timeline.isOn('cut', nowMs)
    const wanted = up ? formatBoot(this.#model.state.boot.boot) : undefined
    if (wanted === this.#openFor) return
    // Also where a short outage began and ended between two ticks: the old connection died with the old boot
    if (this.#openFor !== undefined) this.client.cut()
    this.#openFor = wanted
    if (wanted !== undefined) this.client.open(delayMs)
  }
}
