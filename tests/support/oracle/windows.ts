import type { Level } from '../../../contract/mod.ts'

/** Levels from fine to coarse, with the length of their windows [s]. */
export const SIZES: readonly (readonly [Level, number])[] = [
  ['10s', 10],
  ['1m', 60],
  ['15m', 900],
  ['1h', 3600],
  ['1d', 86_400],
]

export function sizeOf(level: Level): number {
  return SIZES.find(([each]) => each === level)![1]
}

/** Start of the window that holds `second`; seconds since 1970. Up to an hour by UTC, a day from 17:00Z. */
export function startOfWindow(level: Level, second: number): number {
  const size = sizeOf(level)
  const shift = level === '1d' ? 7 * 3600 : 0
  return second - ((second + shift) % size)
}

/** [from, to) as the coarsest windows that fit, in order. */
export function tiles(from: number, to: number): { level: Level; start: number }[] {
  const out: { level: Level; start: number }[] = []
  let at = from
  while (at < to) {
    const fitting = SIZES.filter(([level, size]) => startOfWindow(level, at) === at && at + size <= to)
    const [level, size] = fitting.at(-1)!
    out.push({ level, start: at })
    at += size
  }
  return out
}
