import { formatBoot } from '../../contract/mod.ts'
import type { Held } from '../model/fleet-state.ts'
import { TOPIC_OF_NOTE } from '../model/note.ts'
import type { StationVoice } from '../model/station-voice.ts'
import { DeliveryMarks } from './delivery-marks.ts'
import { NoteRing } from './note-ring.ts'
import type { Outbox, Outgoing } from './outbox.ts'

/** A station stores and keeps its last 48 h (contract: `cmd`). */
export const KEPT_MS = 48 * 3_600_000

/** Store-and-forward of one station: what is made goes in, leaves when acknowledged, and can be sent again for 48 h. */
export class StationStore implements Outbox {
  readonly #voice: StationVoice
  readonly #ring = new NoteRing()
  readonly #marks = new DeliveryMarks()
  #lost = 0

  constructor(voice: StationVoice) {
    this.#voice = voice
  }

  get firstUnacked(): number {
    return this.#marks.firstUnacked
  }

  get end(): number {
    return this.#ring.end
  }

  /** Messages made and not yet acknowledged. */
  get queued(): number {
    return this.#ring.end - this.#marks.firstUnacked
  }

  /** Messages that grew older than 48 h, or were pushed out, before they were delivered. */
  get lost(): number {
    return this.#lost
  }

  append(made: readonly Held[], nowMs: number): void {
    for (const one of made) this.#ring.append(one)
    this.#ring.dropBefore(nowMs - KEPT_MS)
    this.#lost += Math.max(0, this.#ring.begin - this.#marks.firstUnacked)
    this.#marks.skipTo(this.#ring.begin)
  }

  isAcked(position: number): boolean {
    return this.#marks.isAcked(position)
  }

  acked(position: number): void {
    this.#marks.acked(position)
  }

  find(boot: string, seq: number): number | undefined {
    return this.#ring.find(boot, seq)
  }

  at(position: number): Outgoing | undefined {
    const held = this.#ring.at(position)
    if (held === undefined) return undefined
    const { boot, note } = held
    return {
      kind: TOPIC_OF_NOTE[note.kind],
      boot: formatBoot(boot.boot),
      seq: note.seq,
      // A birth that is sent again must not take the place of a later one
      retain: note.kind === 'birth' && !this.isAcked(position),
      payload: this.#voice.payload(boot, note),
    }
  }

  /** All that is not delivered, oldest first. */
  held(): Held[] {
    const held: Held[] = []
    for (let position = this.firstUnacked; position < this.end; position++) {
      const one = this.isAcked(position) ? undefined : this.#ring.at(position)
      if (one !== undefined) held.push(one)
    }
    return held
  }
}
