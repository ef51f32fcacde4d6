import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addRange, type Range, type Ranges } from '../../../processor/timeline/ranges.ts'

/** Sorted, and those that touch or lie at most `joinMs` apart made one. */
function united(ranges: Ranges, joinMs: number): Ranges {
  const out: Range[] = []
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = out.at(-1)
    if (last !== undefined && from <= last[1] + joinMs) out[out.length - 1] = [last[0], Math.max(last[1], to)]
    else out.push([from, to])
  }
  return out
}

test('ranges added one by one, in any order, are their union', () => {
  const range = fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 12 })).map(([a, size]): Range => [a, a + size])
  fc.assert(
    fc.property(fc.array(range, { maxLength: 20 }), fc.nat({ max: 5 }), (all, joinMs) => {
      let ranges: Ranges = []
      for (const [from, to] of all) {
        const before = ranges
        ranges = addRange(ranges, from, to, joinMs)
        // the same array where nothing changes, and never another one
        expect(ranges === before).toBe(JSON.stringify(ranges) === JSON.stringify(before))
      }
      expect(ranges).toEqual(united(all, joinMs))
    }),
    { numRuns: 1000 },
  )
})
