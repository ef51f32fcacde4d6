import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LEVEL_MS, windowStart } from '../../../contract/mod.ts'
import { MAX_POINTS, parseKpiRequest, windowCount } from '../../../store/query/kpi-request.ts'

const word = fc.oneof(
  fc.constantFrom(
    'kpi',
    'level',
    'from',
    'to',
    'by',
    'zone',
    'cell',
    'CellAvail.Total',
    '1h',
    'all',
    '10s',
    '__proto__',
  ),
  fc.integer().map(String),
  fc.string(),
)

it('never throws, and what it takes can be answered', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word)), (pairs) => {
      const parsed = parseKpiRequest(new URLSearchParams(pairs))
      if (!parsed.ok) expect(parsed.message.length).toBeGreaterThan(10)
    }),
    { numRuns: 1000 },
  )
})

it('takes whole windows only, at most 50,000 points', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('10s' as const, '1m' as const, '15m' as const, '1h' as const, '1d' as const, 'all' as const),
      fc.integer({ min: 0, max: 2e12 }),
      fc.integer({ min: 0, max: 2e9 }),
      (level, from, length) => {
        const query = { kpi: 'CellAvail.Total,PrbUtilDl', level, from: String(from), to: String(from + length) }
        const parsed = parseKpiRequest(new URLSearchParams(query))
        const least = level === 'all' ? '10s' : level
        const windows = (windowStart(least, from + length) - windowStart(least, from)) / LEVEL_MS[least]
        expect(parsed.ok).toBe(windows > 0 && (level === 'all' || windows * 2 <= MAX_POINTS))
        if (!parsed.ok) return
        const { request } = parsed
        expect(Number.isInteger(windowCount(level, request.from, request.to))).toBe(true)
        expect(request.from).toBeLessThanOrEqual(from)
        expect(request.from).toBeGreaterThan(from - LEVEL_MS[least])
      },
    ),
  )
})
