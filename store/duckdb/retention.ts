import { LEVELS, type Level, realmKind } from '../../contract/mod.ts'

/** How long rows of each level are kept [ms]; null: for ever. */
export type DuckDbRetention = Readonly<Record<Level, number | null>>

const DAY_MS = 86_400_000

/** 7 d, 90 d, 2 y of 365 d, for ever, for ever. */
const LIVE_RETENTION: DuckDbRetention = {
  '10s': 7 * DAY_MS,
  '1m': 90 * DAY_MS,
  '15m': 730 * DAY_MS,
  '1h': null,
  '1d': null,
}

/** A simulated or replayed past may lie anywhere in time, so nothing of it expires. */
const UNLIMITED_RETENTION: DuckDbRetention = { '10s': null, '1m': null, '15m': null, '1h': null, '1d': null }

/**
 * What holds in `realm`, with what the operator set instead.
 *
 * @throws RangeError for a time that is not positive.
 */
export function duckDbRetention(realm: string, set: Partial<DuckDbRetention> = {}): DuckDbRetention {
  const retention = { ...(realmKind(realm) === 'live' ? LIVE_RETENTION : UNLIMITED_RETENTION), ...set }
  for (const level of LEVELS) {
    const keptMs = retention[level]
    if (keptMs === null || keptMs > 0) continue
    throw new RangeError(`retention of ${level} must be a positive number of ms, or null for ever, got ${keptMs}`)
  }
  return retention
}

/** Oldest instant still kept [epoch ms]; −∞ where nothing expires. Example: `10s` at day 100 → day 93. */
export function keptSince(retention: DuckDbRetention, level: Level, nowMs: number): number {
  const keptMs = retention[level]
  return keptMs === null ? Number.NEGATIVE_INFINITY : nowMs - keptMs
}
