import type { StationKind } from '../../contract/mod.ts'

/**
 * What a message says, in short: its bytes are a function of (fleet, seed, scenario, boot, note), so a station keeps notes of 48 h
 * and writes the same bytes again when asked, where keeping the bytes would take 3 GB for a fleet of 190.
 */
export interface Note {
  readonly seq: number
  readonly kind: NoteKind
  /** `t` of the message; of a report the end of its period [epoch ms]. */
  readonly atMs: number
  /** birth: number of the connection; heartbeat: messages held back; state: place of the cell; pm: gp [s]; alarm: 2 × place of the event in the station's timeline, + 1 where cleared. */
  readonly arg: number
}

export const NOTE_KINDS = ['birth', 'heartbeat', 'state', 'pm', 'alarm', 'alarm-list'] as const
export type NoteKind = (typeof NOTE_KINDS)[number]

/** The last part of the topic under which a note's message goes. */
export const TOPIC_OF_NOTE: Readonly<Record<NoteKind, StationKind>> = {
  birth: 'birth',
  heartbeat: 'state',
  state: 'state',
  pm: 'pm',
  alarm: 'alarm',
  'alarm-list': 'alarm',
}
