import type { Boot } from './boot.ts'
import type { StationKind, TopicKind } from './topic.ts'

/** Where a message stands in its station's own count: `seq` counts every message of a boot and src from 0. */
export interface MessageId {
  readonly boot: Boot
  /** One stream for each unit that counts by itself (CU, DU …); `"0"` where the station has one. */
  readonly src: string
  readonly seq: number
}

/**
 * Measurement values of one object and period, as integers in the smallest unit of the measurement catalogue (bit, ms,
 * mWh, 10⁻⁶, mPRB …), converted once, half to even. May be negative: what is impossible is for the reader to judge.
 *
 * Keys: the canonical base name alone is the total (`RRC.ConnEstabAtt`, whether it came bare, as `.sum`, or had to be
 * added up from its parts); base + '.' + typed sub-counter is a part (`DRB.PdcpSduVolumeDL.5qi9`, `.plmn452-04`,
 * `.snssai1-000001`, `.bin3`, `RRU.CellUnavailableTime.causeFault`).
 *
 * Absence means: not reported, or reported as not available (null). A foreign name is not here; it stays in the log.
 */
export type Values = ReadonlyMap<string, number>

/** A counter as it stood at the end of a period, since its boot began: an integer of the smallest unit, of any size. */
export interface RunningTotal {
  /** May be negative, as in {@link Values}; undefined: not available. */
  readonly value: bigint | undefined
  /** It begins again at 0 when it reaches this; undefined: never, in one boot. */
  readonly wrapsAt: bigint | undefined
}

/** By the keys of {@link Values}; a part is never added up to its total here. */
export type RunningTotals = ReadonlyMap<string, RunningTotal>

/** What one report says of one cell, or of the station as a whole. */
export interface ReportedValues {
  /** The station's own word that the values cover only part of the period or may be wrong. */
  readonly suspect: boolean
  /** Increments of the period, means, shares …: all but running totals. */
  readonly values: Values
  /** Absent where no counter of it is a running total. */
  readonly totals?: RunningTotals
  /** Measurements of which total and parts disagree: what is made of them is suspect; absent: none. */
  readonly doubtful?: ReadonlySet<string>
  /** Totals that only their parts tell; absent: none. */
  readonly addedUp?: readonly string[]
  /** Keys of parts that are not available; absent: none. */
  readonly unavailable?: readonly string[]
}

export interface CellReport extends ReportedValues {
  readonly cell: string
}

/** One granularity period of one station: the facts of [end − gp, end). */
export interface PmMessage {
  readonly kind: 'pm'
  readonly id: MessageId
  readonly endMs: number
  readonly gpS: number
  /** Revision of the report; a greater one replaces a smaller one of the same period. */
  readonly rev: number
  readonly cells: readonly CellReport[]
  /** What it says of the station as a whole (energy, environment); absent: nothing. */
  readonly station?: ReportedValues
  /** Some of its counters are running totals. */
  readonly hasTotals: boolean
  /** How many names the catalogue does not know. */
  readonly foreignNames: number
}

export type OperationalState = 'ENABLED' | 'DISABLED'
export type AdministrativeState = 'LOCKED' | 'UNLOCKED' | 'SHUTTINGDOWN'
export type CellState = 'IDLE' | 'INACTIVE' | 'ACTIVE'
export type EnergySavingState = 'isNotEnergySaving' | 'isEnergySaving'
export type AvailabilityStatus =
  | 'IN_TEST'
  | 'FAILED'
  | 'POWER_OFF'
  | 'OFF_LINE'
  | 'OFF_DUTY'
  | 'DEPENDENCY'
  | 'DEGRADED'
  | 'NOT_INSTALLED'
  | 'LOG_FULL'

/** A complete picture of one cell from `t` on, until the next one. */
export interface StateMessage {
  readonly kind: 'state'
  readonly id: MessageId
  readonly atMs: number
  readonly cell: string
  readonly operationalState: OperationalState
  readonly administrativeState: AdministrativeState
  readonly cellState: CellState
  readonly availabilityStatus: readonly AvailabilityStatus[]
  readonly energySavingState: EnergySavingState
}

/** A `state` without `cell`: proof of life. */
export interface HeartbeatMessage {
  readonly kind: 'heartbeat'
  readonly id: MessageId
  readonly atMs: number
  /** Messages the station still holds back; 0 means that `receivedAt − t` is the offset of its clock. */
  readonly queued: number | undefined
  readonly clock:
    | { readonly source: 'gnss' | 'ptp' | 'ntp' | 'none'; readonly state: 'locked' | 'holdover' | 'freerun' }
    | undefined
}

export type BirthReason = 'power' | 'watchdog' | 'operator' | 'upgrade' | 'unknown'
export type CellMode = 'SA' | 'NSA' | 'SA+NSA'

export interface BirthCell {
  readonly cell: string
  readonly nci?: string | undefined
  readonly mode?: CellMode | undefined
  readonly band?: string | undefined
  readonly arfcn?: number | undefined
  readonly scsKHz?: number | undefined
  readonly bandwidthMHz?: number | undefined
  readonly nrb?: number | undefined
  readonly duplex?: string | undefined
  readonly tx?: number | undefined
  readonly layers?: number | undefined
  readonly pci?: number | undefined
  readonly tac?: number | undefined
  readonly plmns?: readonly string[] | undefined
}

export interface BirthMessage {
  readonly kind: 'birth'
  readonly id: MessageId
  readonly atMs: number
  /** Names the connection, so that a late will ends no newer one. */
  readonly conn: string
  /** When this boot began [epoch ms]; absent: not told. */
  readonly startedMs: number | undefined
  readonly reason: BirthReason
  /** The boot before this one and its highest seq. */
  readonly prev: { readonly boot: Boot; readonly last: number } | undefined
  readonly vendor: string | undefined
  readonly model: string | undefined
  readonly serial: string | undefined
  readonly software: string | undefined
  readonly gnbId: number | undefined
  readonly gnbIdLength: number | undefined
  /** Heartbeat period [s]; 60 where not told. */
  readonly heartbeatS: number
  /** Granularity periods the station says it will report [s]. */
  readonly gpsS: readonly number[]
  readonly cells: readonly BirthCell[]
}

/** Last will: ends the connection `conn` of `boot` and nothing else; no seq, outside the ledger. */
export interface DeathMessage {
  readonly kind: 'death'
  readonly boot: Boot
  readonly conn: string
}

export type PerceivedSeverity = 'INDETERMINATE' | 'CRITICAL' | 'MAJOR' | 'MINOR' | 'WARNING' | 'CLEARED'

export interface Alarm {
  readonly alarmId: string
  readonly alarmType: string
  readonly perceivedSeverity: PerceivedSeverity
  readonly probableCause: string
  readonly specificProblem?: string | undefined
  readonly raisedMs?: number | undefined
  readonly cell?: string | undefined
  readonly text?: string | undefined
}

/** One alarm, or (`list`) all that are active: what is not in it is cleared (`not-in-list`). */
export interface AlarmMessage {
  readonly kind: 'alarm'
  readonly id: MessageId
  readonly atMs: number
  readonly alarms: readonly Alarm[]
  readonly list: boolean
}

/** One sample of an active test by a probe. Speed [kbit/s] = 8 · bytes / ms. */
export interface TestMessage {
  readonly kind: 'test'
  readonly id: MessageId
  readonly atMs: number
  readonly campaign: string
  readonly server: string
  /** A pseudonym; subscriber identities (SUPI, MSISDN, IMEI) are refused. */
  readonly ue: string
  readonly plmn: string
  readonly cell: string | undefined
  readonly rat: string
  readonly place: 'indoor' | 'outdoor-fixed' | 'outdoor-moving'
  readonly test: 'signal' | 'access' | 'dl' | 'ul'
  readonly lat: number | undefined
  readonly lon: number | undefined
  readonly ssRsrpDbm: number | undefined
  readonly bytes: number | undefined
  readonly ms: number | undefined
  readonly result: 'ok' | 'access-failed' | 'dropped' | 'server-error'
}

export type Message =
  | PmMessage
  | StateMessage
  | HeartbeatMessage
  | BirthMessage
  | DeathMessage
  | AlarmMessage
  | TestMessage

/** Messages that count in the ledger: all but `death`. */
export type NumberedMessage = Exclude<Message, DeathMessage>

/** `cmd` to a station: send again the messages `from` to `to` (both inclusive, at most 100). */
export interface ResendCommand {
  readonly resend: { readonly boot: string; readonly src: string; readonly from: number; readonly to: number }
}

export interface DecodedTopic {
  readonly station: string
  readonly kind: TopicKind | StationKind
}
