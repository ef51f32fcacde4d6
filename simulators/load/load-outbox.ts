import { formatBoot } from '../../contract/mod.ts'
import { DeliveryMarks } from '../live/delivery-marks.ts'
import type { Outbox, Outgoing } from '../live/outbox.ts'
import type { BootRecord } from '../model/boot-record.ts'
import { SLOT_MS, SLOT_S } from '../model/cell-load.ts'
import type { Note } from '../model/note.ts'
import type { StationVoice } from '../model/station-voice.ts'

/** A birth (seq 0) and then reports of 10 s, each made when it is sent: the seq is the position. */
export class LoadOutbox implements Outbox {
  readonly #voice: StationVoice
  readonly #boot: BootRecord
  readonly #marks = new DeliveryMarks()
  /** Positions released for sending. */
  end = 1

  constructor(voice: StationVoice, fromMs: number) {
    this.#voice = voice
    this.#boot = { boot: { epochMs: fromMs, n: 1 }, startedMs: fromMs, reason: 'operator' }
  }

  get firstUnacked(): number {
    return this.#marks.firstUnacked
  }

  will(): Uint8Array {
    return this.#voice.death(this.#boot, 1)
  }

  isAcked(position: number): boolean {
    return this.#marks.isAcked(position)
  }

  acked(position: number): void {
    this.#marks.acked(position)
  }

  find(boot: string, seq: number): number | undefined {
    return boot === formatBoot(this.#boot.boot) && seq < this.end ? seq : undefined
  }

  at(position: number): Outgoing {
    const { startedMs } = this.#boot
    const note: Note =
      position === 0
        ? { seq: 0, kind: 'birth', atMs: startedMs, arg: 1 }
        : { seq: position, kind: 'pm', atMs: startedMs + position * SLOT_MS, arg: SLOT_S }
    return {
      kind: position === 0 ? 'birth' : 'pm',
      boot: formatBoot(this.#boot.boot),
      seq: position,
      retain: position === 0 && !this.isAcked(0),
      payload: this.#voice.payload(this.#boot, note),
    }
  }
}
