import { expect, it } from 'vitest'
import { BIN_COUNT, binFrom, EDGES } from '../../../../contract/kpi/edges.ts'

it('stand where law and standard ask', () => {
  const { throughput, delay } = EDGES
  expect(throughput.edges.slice(0, 11)).toEqual([
    1_000, 1_200, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000,
  ])
  expect(throughput.edges.at(-1)).toBe(1_200_000)
  expect(delay.edges.slice(0, 8)).toEqual([0.5, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5])
  expect(delay.edges.at(-1)).toBe(600)
  expect(BIN_COUNT).toBe(33)
  for (const { edges } of Object.values(EDGES)) {
    expect(edges).toHaveLength(32)
    expect([...edges].sort((a, b) => a - b)).toEqual(edges)
  }
})

it('names the first bin at or above an edge', () => {
  // bin i lies from edge i − 1 up to edge i
  expect(binFrom('throughput', 30_000)).toBe(EDGES.throughput.edges.indexOf(30_000) + 1)
  expect(binFrom('throughput', 30_000)).toBe(16)
  expect(binFrom('throughput', 100_000)).toBe(21)
  expect(binFrom('delay', 50)).toBe(21)
  expect(() => binFrom('delay', 55)).toThrow('55 ms is no edge')
})
