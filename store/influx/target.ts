import { LEVELS, type Level } from '../../contract/mod.ts'

/** Where a line goes: a retention policy (1.x) or bucket (2.x) of the database, and the precision of its times. */
export interface Target {
  readonly policy: Policy
  readonly precision: 'ms' | 'ns'
}

/** One per level; `autogen` is the default one, for ever, and holds the tables beside the KPIs. */
export type Policy = Level | 'autogen'

export const POLICIES: readonly Policy[] = [...LEVELS, 'autogen']

const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS

/** How long a level is kept [ms]; null: for ever. */
export type Retention = Readonly<Record<Level, number | null>>

export const DEFAULT_RETENTION: Retention = {
  '10s': 7 * DAY_MS,
  '1m': 90 * DAY_MS,
  '15m': 2 * YEAR_MS,
  '1h': null,
  '1d': null,
}

export const KEEP_FOR_EVER: Retention = { '10s': null, '1m': null, '15m': null, '1h': null, '1d': null }

/**
 * Length of the files a policy is kept in [ms]: short enough that retention frees room in steps of some percent, long
 * enough that a coarse level kept for ever has some files a year, not one a week (a file of 1,000 days of one cell
 * would hold 52 points a year otherwise).
 */
const SHARD_MS: Readonly<Record<Policy, number>> = {
  '10s': DAY_MS,
  '1m': 7 * DAY_MS,
  '15m': 28 * DAY_MS,
  '1h': 182 * DAY_MS,
  '1d': 728 * DAY_MS,
  autogen: 182 * DAY_MS,
}

/** The server refuses a shard longer than its policy, and a policy shorter than one hour. */
export function shardMs(policy: Policy, retentionMs: number | null): number {
  return retentionMs === null ? SHARD_MS[policy] : Math.min(SHARD_MS[policy], retentionMs)
}

export function retentionOf(policy: Policy, retention: Retention): number | null {
  return policy === 'autogen' ? null : retention[policy]
}

/** 2.x has a bucket for each policy; a bucket without `/` is what InfluxQL calls `autogen`, the default. */
export function bucketName(database: string, policy: Policy): string {
  return policy === 'autogen' ? database : `${database}/${policy}`
}

const HOUR_MS = 3_600_000

/** @throws {RangeError} where a level is kept for less than the server can. */
export function checkRetention(retention: Retention): Retention {
  for (const level of LEVELS) {
    const keptMs = retention[level]
    if (keptMs !== null && !(Number.isInteger(keptMs) && keptMs >= HOUR_MS)) {
      throw new RangeError(
        `retention of level ${level} is ${keptMs} ms: expected at least 3600000 (1 h), or null for ever`,
      )
    }
  }
  return retention
}
