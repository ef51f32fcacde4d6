import { LEVELS, type Level, realmKind } from '../../contract/mod.ts'

/** How long rows of each level are kept [ms]; `Infinity`: for ever. */
export type Retention = Readonly<Record<Level, number>>

const DAY_MS = 86_400_000

/** 7 d, 90 d, 2 y (731 d: two years hold at most one leap day), for ever, for ever. */
export const LIVE_RETENTION: Retention = {
  '10s': 7 * DAY_MS,
  '1m': 90 * DAY_MS,
  '15m': 731 * DAY_MS,
  '1h': Number.POSITIVE_INFINITY,
  '1d': Number.POSITIVE_INFINITY,
}

/** A simulated or replayed past may lie anywhere in time, so nothing of it expires. */
export const UNLIMITED_RETENTION: Retention = {
  '10s': Number.POSITIVE_INFINITY,
  '1m': Number.POSITIVE_INFINITY,
  '15m': Number.POSITIVE_INFINITY,
  '1h': Number.POSITIVE_INFINITY,
  '1d': Number.POSITIVE_INFINITY,
}

/** What holds in `realm`, with what the operator set instead. */
export function retentionOf(realm: string, set: Partial<Retention> = {}): Retention {
  const retention = { ...(realmKind(realm) === 'live' ? LIVE_RETENTION : UNLIMITED_RETENTION), ...set }
  for (const level of LEVELS) {
    const kept = retention[level]
    if (!(kept > 0)) throw new RangeError(`retention of ${level} must be a positive number of ms, got ${kept}`)
  }
  return retention
}

/** Oldest instant still kept [epoch ms]; −∞ where nothing expires. Example: `10s` at day 100 → day 93. */
export function keptSince(retention: Retention, level: Level, nowMs: number): number {
  return nowMs - retention[level]
}
