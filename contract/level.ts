/** Aggregation levels, finest first. Up to 1 h they are aligned to UTC; a day starts at 17:00Z (00:00 in Asia/Ho_Chi_Minh). */
export const LEVELS = ['10s', '1m', '15m', '1h', '1d'] as const
export type Level = (typeof LEVELS)[number]

export const LEVEL_MS: Readonly<Record<Level, number>> = {
  '10s': 10_000,
  '1m': 60_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
}

/** Vietnam has had UTC+7 without daylight saving since 1975. */
export const VIETNAM_OFFSET_MS = 7 * 3_600_000

/** How long a window of this level may still be amended, by the realm clock; afterwards it is final. */
export const HORIZON_MS: Readonly<Record<Level, number>> = {
  '10s': 2 * 3_600_000,
  '1m': 72 * 3_600_000,
  '15m': 7 * 86_400_000,
  '1h': 7 * 86_400_000,
  '1d': 7 * 86_400_000,
}

export const LONGEST_HORIZON_MS = Math.max(...Object.values(HORIZON_MS))

/** Start [epoch ms] of the window of `level` that holds the instant `atMs`. */
export function windowStart(level: Level, atMs: number): number {
  const size = LEVEL_MS[level]
  const shift = level === '1d' ? VIETNAM_OFFSET_MS : 0
  return Math.floor((atMs + shift) / size) * size - shift
}

export function coarserLevel(level: Level): Level | undefined {
  return LEVELS[LEVELS.indexOf(level) + 1]
}

export function finerLevel(level: Level): Level | undefined {
  return LEVELS[LEVELS.indexOf(level) - 1]
}

/**
 * The smallest level one of whose windows holds the period [startMs, endMs) wholly; `undefined` where not even a
 * day does (`gp-straddles`).
 *
 * Example: 30 s from 12:00:00 → `1m`; 300 s from 12:05:00 → `15m`; 60 s from 23:59:30 in Vietnam → none.
 */
export function entryLevel(startMs: number, endMs: number): Level | undefined {
  return LEVELS.find((level) => endMs <= windowStart(level, startMs) + LEVEL_MS[level])
}
