import type { CellCondition } from '../../contract/mod.ts'

/**
 * What a second of a cell is, before planned work is looked at. `inferred`: up by a report alone; `degraded`: up, and its state says
 * that something is wrong; `gap`: unknown for no better-known reason.
 */
export type Finding =
  | 'up'
  | 'inferred'
  | 'degraded'
  | 'fault'
  | 'transport'
  | 'manual'
  | 'declared'
  | 'energy-saving'
  | 'silent'
  | 'collector'
  | 'gap'
  | 'out'

/** Seconds [fromMs, toMs) of a cell, or of a station as a whole, that are all alike. */
export interface Segment {
  readonly fromMs: number
  readonly toMs: number
  readonly finding: Finding
  readonly planned: boolean
  /** Lies behind the end of the maintenance window in which its unavailability began. */
  readonly overrun: boolean
  /** The maintenance window in which its unavailability began; absent: in none. */
  readonly window?: string
  /** Down by what lies outside the station: its transport, or its power. */
  readonly external: boolean
  /** Of a station as a whole: up, and some of its cells are not. */
  readonly degraded: boolean
  readonly tags: string
}

/** What a cell, or a station as a whole, was over [fromMs, toMs): a row of segments without holes. */
export type Timeline = (fromMs: number, toMs: number) => readonly Segment[]

/** What maintenance makes planned, if it began in it: the silence of a station in work is part of the work. */
const UNAVAILABLE: ReadonlySet<Finding> = new Set(['fault', 'transport', 'manual', 'declared', 'silent'])
const UP: ReadonlySet<Finding> = new Set(['up', 'inferred', 'degraded'])
const DOWN: ReadonlySet<Finding> = new Set(['fault', 'transport', 'manual', 'declared'])
const UNKNOWN: ReadonlySet<Finding> = new Set(['silent', 'collector', 'gap'])

export const isUnavailable = (finding: Finding): boolean => UNAVAILABLE.has(finding)
export const isDown = ({ finding, planned }: Segment): boolean => !planned && DOWN.has(finding)
export const isUnknown = ({ finding, planned }: Segment): boolean => !planned && UNKNOWN.has(finding)
export const isUp = ({ finding }: Segment): boolean => UP.has(finding)

export const FINDING_OF_CONDITION: Readonly<Record<CellCondition, Finding>> = {
  up: 'up',
  fault: 'fault',
  transport: 'transport',
  manual: 'manual',
  'energy-saving': 'energy-saving',
  'not-installed': 'out',
}
