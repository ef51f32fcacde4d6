import { describe, expect, test } from 'vitest'
import { hashText, mix32, SeededRandom, smoothNoise, unit } from '../../../simulators/random.ts'

describe('seeded randomness', () => {
  test('is the same for ever: recorded demos must come out alike on every machine', () => {
    const random = new SeededRandom(1)
    expect([random.below(1000), random.below(1000), random.below(1000)]).toEqual([754, 523, 87])
    expect([mix32(0, 0), mix32(1, 2), hashText('HN-0001/1', 7)]).toEqual([2397790068, 2025990823, 803015526])
  })

  test('another seed draws another row', () => {
    const row = (seed: number) => {
      const random = new SeededRandom(seed)
      return Array.from({ length: 8 }, () => random.below(1_000_000))
    }
    expect(row(1)).toEqual(row(1))
    expect(row(1)).not.toEqual(row(2))
  })

  test('hashes of neighbours fill [0, 1) evenly', () => {
    const bins = new Array<number>(10).fill(0)
    for (let i = 0; i < 100_000; i++) bins[Math.floor(unit(mix32(42, i)) * 10)]! += 1
    // 10,000 expected, standard deviation 95: five of them
    for (const bin of bins) expect(Math.abs(bin - 10_000)).toBeLessThan(475)
  })

  test('smooth noise meets itself at the lattice points and stays in [-1, 1]', () => {
    for (let step = -3; step < 3; step++) {
      expect(smoothNoise(5, step - 1e-9)).toBeCloseTo(smoothNoise(5, step), 6)
      expect(Math.abs(smoothNoise(5, step + 0.37))).toBeLessThanOrEqual(1)
    }
  })

  test('shuffling keeps every item', () => {
    const items = Array.from({ length: 50 }, (_, i) => i)
    const shuffled = new SeededRandom(3).shuffled(items)
    expect(shuffled).not.toEqual(items)
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items)
  })
})
