import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LEVEL_MS, LEVELS, type Level, windowStart } from '../../../contract/mod.ts'
import { snapToKept, tile } from '../../../store/query/tiling.ts'

const tenSeconds = fc.integer({ min: 0, max: 40 * 8640 }).map((n) => Date.UTC(2026, 9, 1) + n * 10_000)

it('stretches tile the time without gap or overlap, each of whole windows of its level', () => {
  fc.assert(
    fc.property(tenSeconds, tenSeconds, (a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a]
      const stretches = tile(from, to, () => Number.NEGATIVE_INFINITY)
      let at = from
      for (const stretch of stretches ?? []) {
        expect(stretch.from).toBe(at)
        expect(stretch.to).toBeGreaterThan(at)
        expect(windowStart(stretch.level, stretch.from)).toBe(stretch.from)
        expect((stretch.to - stretch.from) % LEVEL_MS[stretch.level]).toBe(0)
        at = stretch.to
      }
      expect(at).toBe(to)
      // up and down through five levels
      expect(stretches?.length).toBeLessThanOrEqual(9)
    }),
  )
})

it('no window could be replaced by a coarser one', () => {
  fc.assert(
    fc.property(tenSeconds, tenSeconds, (a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a]
      for (const { level, from: start, to: end } of tile(from, to, () => Number.NEGATIVE_INFINITY) ?? []) {
        for (const coarser of LEVELS.slice(LEVELS.indexOf(level) + 1)) {
          const first = windowStart(coarser, start + LEVEL_MS[coarser] - 1)
          expect(first >= start && first < end && first + LEVEL_MS[coarser] <= to).toBe(false)
        }
      }
    }),
  )
})

it('uses no window that is not kept, and always finds some between two snapped ends', () => {
  const DAY = LEVEL_MS['1d']
  const retention = fc.tuple(
    fc.integer({ min: 1, max: 10 * DAY }),
    fc.integer({ min: 0, max: 10 * DAY }),
    fc.integer({ min: 0, max: 10 * DAY }),
  )
  fc.assert(
    fc.property(tenSeconds, tenSeconds, retention, (a, b, [first, second, third]) => {
      const now = Date.UTC(2026, 10, 11)
      const keptMs: Readonly<Record<Level, number>> = {
        '10s': first,
        '1m': first + second,
        '15m': first + second + third,
        '1h': Number.POSITIVE_INFINITY,
        '1d': Number.POSITIVE_INFINITY,
      }
      const kept = (level: Level) => now - keptMs[level]
      const [from, to] = [snapToKept(Math.min(a, b), kept), snapToKept(Math.max(a, b), kept)]
      const stretches = tile(from, to, kept)
      expect(stretches).toBeDefined()
      for (const stretch of stretches ?? []) expect(stretch.from).toBeGreaterThanOrEqual(kept(stretch.level))
    }),
    // an end that 10 s lead to from its minute, and nothing leads to that minute: all three are kept equally long
    { examples: [[1_794_267_540_000, 1_790_812_800_000, [87_660_000, 0, 0]]] },
  )
})
