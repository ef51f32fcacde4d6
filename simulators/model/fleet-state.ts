import { hashText } from '../random.ts'
import type { BootRecord } from './boot-record.ts'
import type { Note } from './note.ts'
import type { ControllerState } from './station-model.ts'

/** A message that a station still has to deliver. */
export interface Held {
  readonly boot: BootRecord
  readonly note: Note
}

export interface StationState {
  readonly controller: ControllerState
  /** Made, but not acknowledged, oldest first. */
  readonly held: readonly Held[]
}

/** Where a fleet stands, as JSON: a later run goes on from here without a gap or a repeat in any station's count. */
export interface FleetState {
  readonly version: 1
  readonly atMs: number
  readonly stations: Readonly<Record<string, StationState>>
}

/** A station that starts for the first time at `atMs` in a run; how often it was started in its factory shows in `n`. */
export function firstState(station: string, seed: number, atMs: number): ControllerState {
  const boot: BootRecord = {
    boot: { epochMs: atMs, n: 1 + (hashText(station, seed) % 9) },
    startedMs: atMs,
    reason: 'operator',
  }
  return { atMs, boot, nextSeq: 0, conn: 1, connMade: false, alive: true }
}
