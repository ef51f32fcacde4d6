import type { BirthReason } from '../../contract/mod.ts'
import { hashText } from '../random.ts'
import { CELL_TROUBLES } from '../scenario/station-timeline.ts'
import { raisesAlarm } from './alarm.ts'
import type { BootRecord } from './boot-record.ts'
import type { Phase } from './cadence.ts'
import { moveOn, type Regular, regularsOf } from './due.ts'
import type { Note, NoteKind } from './note.ts'
import type { StationVoice } from './station-voice.ts'

/** All a station's controller remembers; what it says next follows from this, the fleet, the seed and the scenario. */
export interface ControllerState {
  /** Everything due up to here was said [epoch ms]. */
  readonly atMs: number
  readonly boot: BootRecord
  readonly nextSeq: number
  /** Number of the connection that the last birth named; counted per boot. */
  readonly conn: number
  /** That connection has been made. */
  readonly connMade: boolean
  /** False while it has no power. */
  readonly alive: boolean
}

/** A message made: the boot and note that give its bytes, and when it was made [epoch ms]. */
export interface Made {
  readonly boot: BootRecord
  readonly note: Note
  readonly madeMs: number
}

/** How the station is linked while it makes messages: `queued` are held back already. */
export interface Link {
  readonly online: boolean
  readonly queued: number
}

export interface StationModelOptions {
  readonly voice: StationVoice
  readonly seed: number
  readonly state: ControllerState
  readonly phases: readonly Phase[]
}

/** A station's controller without any I/O: what it says and when, as a function of time, whatever the steps. */
export class StationModel {
  readonly #voice: StationVoice
  readonly #regulars: Regular[]
  #atMs: number
  #boot: BootRecord
  #nextSeq: number
  #conn: number
  #connMade: boolean
  #alive: boolean
  #nextEdgeMs: number

  constructor({ voice, seed, state, phases }: StationModelOptions) {
    this.#voice = voice
    const { id, cells } = voice.station
    this.#regulars = regularsOf(phases, cells.length, hashText(id, seed), state.atMs)
    this.#atMs = state.atMs
    this.#boot = state.boot
    this.#nextSeq = state.nextSeq
    this.#conn = state.conn
    this.#connMade = state.connMade
    this.#alive = state.alive
    this.#nextEdgeMs = voice.timeline.nextEdgeMs(state.atMs)
  }

  get state(): ControllerState {
    return {
      atMs: this.#atMs,
      boot: this.#boot,
      nextSeq: this.#nextSeq,
      conn: this.#conn,
      connMade: this.#connMade,
      alive: this.#alive,
    }
  }

  get alive(): boolean {
    return this.#alive
  }

  /** The will to leave with the broker when connecting now. */
  death(): Uint8Array {
    return this.#voice.death(this.#boot, this.#connMade ? this.#conn + 1 : this.#conn)
  }

  /** When something is due next, or a trouble begins or ends [epoch ms]. */
  get nextDueMs(): number {
    return Math.min(this.#nextEdgeMs, this.#nextRegular()?.dueMs ?? Number.POSITIVE_INFINITY)
  }

  /** A start of the controller at its present time: the birth names the connection that is to come. */
  start(): Made[] {
    const made: Made[] = []
    this.#sayBirth(made)
    return made
  }

  /** A connection was made at the model's present time: a birth, unless the one said at the start is for it. */
  connected(): Made[] {
    const made: Made[] = []
    if (!this.#alive) return made
    if (this.#connMade) {
      this.#conn++
      this.#sayBirth(made)
    }
    this.#connMade = true
    return made
  }

  /** All messages made in (present, toMs], in order. */
  advance(toMs: number, link: Link = { online: true, queued: 0 }): Made[] {
    const made: Made[] = []
    for (;;) {
      const regular = this.#nextRegular()
      const dueMs = Math.min(this.#nextEdgeMs, regular?.dueMs ?? Number.POSITIVE_INFINITY)
      if (dueMs > toMs) break
      this.#atMs = dueMs
      if (this.#nextEdgeMs === dueMs) {
        this.#nextEdgeMs = this.#voice.timeline.nextEdgeMs(dueMs)
        this.#edge(made)
      } else if (regular !== undefined) {
        if (this.#alive) this.#sayRegular(made, regular, link)
        moveOn(regular)
      }
    }
    this.#atMs = Math.max(this.#atMs, toMs)
    return made
  }

  /** A new start with everything in volatile memory lost, at the model's present time. */
  restart(reason: BirthReason): Made[] {
    const made: Made[] = []
    const prev = { boot: this.#boot.boot, last: this.#nextSeq - 1 }
    // A station whose clock ran backwards would still be told apart by n
    const boot = { epochMs: this.#atMs, n: prev.boot.n + 1 }
    this.#boot = { boot, startedMs: this.#atMs, reason, ...(prev.last >= 0 && { prev }) }
    this.#nextSeq = 0
    this.#conn = 1
    this.#connMade = false
    this.#alive = true
    this.#sayBirth(made)
    return made
  }

  #nextRegular(): Regular | undefined {
    let next: Regular | undefined
    for (const regular of this.#regulars) if (next === undefined || regular.dueMs < next.dueMs) next = regular
    return next
  }

  #edge(made: Made[]): void {
    const { timeline, station } = this.#voice
    const powered = !timeline.isOn('power', this.#atMs)
    if (!powered) {
      this.#alive = false
      return
    }
    if (!this.#alive) {
      made.push(...this.restart('power'))
      return
    }
    station.cells.forEach((_, cell) => {
      const changed = CELL_TROUBLES.some(
        (trouble) => timeline.isCellIn(trouble, cell, this.#atMs - 1) !== timeline.isCellIn(trouble, cell, this.#atMs),
      )
      if (changed) this.#say(made, 'state', this.#atMs, cell)
    })
    timeline.events.forEach((event, i) => {
      if (!raisesAlarm(event)) return
      const before = timeline.isEventOn(i, this.#atMs - 1)
      const after = timeline.isEventOn(i, this.#atMs)
      if (before !== after) this.#say(made, 'alarm', this.#atMs, 2 * i + (before ? 1 : 0))
    })
  }

  #sayRegular(made: Made[], { kind, arg, dueMs, delayMs }: Regular, link: Link): void {
    const endMs = dueMs - delayMs
    // Nothing was observed before the start
    if (kind === 'pm' && endMs - 1000 < this.#boot.startedMs) return
    const held = link.online ? link.queued : link.queued + made.length
    this.#say(made, kind, kind === 'pm' ? endMs : dueMs, kind === 'heartbeat' ? held : arg)
  }

  #sayBirth(made: Made[]): void {
    this.#say(made, 'birth', this.#atMs, this.#conn)
    this.#voice.station.cells.forEach((_, cell) => {
      this.#say(made, 'state', this.#atMs, cell)
    })
    this.#say(made, 'alarm-list', this.#atMs, 0)
  }

  #say(made: Made[], kind: NoteKind, atMs: number, arg: number): void {
    made.push({ boot: this.#boot, note: { seq: this.#nextSeq++, kind, atMs, arg }, madeMs: this.#atMs })
  }
}
