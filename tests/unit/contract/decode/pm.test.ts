import { describe, expect, test } from 'vitest'
import { PM, refused, sound } from './sample-messages.ts'

const at = (...utc: [number, number, number, number, number, number]) => Date.UTC(...utc)

describe('pm', () => {
  test.each([
    ['a whole day of Vietnam', at(2026, 0, 1, 17, 0, 0), 86_400],
    ['up to the end of the day', at(2026, 0, 1, 17, 0, 0), 900],
    ['from the start of the day', at(2026, 0, 1, 17, 0, 10), 10],
    ['one second', at(2026, 0, 1, 3, 4, 5), 1],
  ])('takes %s', (_, end, gp) => {
    expect(sound('pm', { ...PM, end, gp })).toMatchObject({ endMs: end, gpS: gp })
  })

  test.each([
    ['gp-straddles', at(2026, 0, 1, 16, 59, 59), 86_400],
    ['gp-straddles', at(2026, 0, 1, 17, 0, 1), 2],
    ['bad-period', at(2026, 0, 1, 17, 0, 0), 86_401],
    ['bad-period', at(2026, 0, 1, 17, 0, 0), -1],
    ['bad-period', -1_000, 1],
    ['bad-period', 4_102_444_801_000, 1],
    ['wrong-type', null, 60],
    ['wrong-type', at(2026, 0, 1, 17, 0, 0), true],
  ])('%s: up to %s for %s s', (code, end, gp) => {
    expect(refused('pm', { ...PM, end, gp }).reject.code).toBe(code)
  })

  test('every key but cells and the station is told by default values', () => {
    expect(sound('pm', { ...PM, cells: [] })).toEqual({
      kind: 'pm',
      id: { boot: { epochMs: 1_790_000_000_000, n: 7 }, src: '0', seq: 42 },
      endMs: PM.end,
      gpS: 60,
      rev: 0,
      cells: [],
      hasTotals: false,
      foreignNames: 0,
    })
  })

  test('1,000 cells are taken, 1,001 are not', () => {
    const cells = (n: number) => Array.from({ length: n }, (_, i) => ({ cell: `c${i}`, m: {} }))
    expect(sound('pm', { ...PM, cells: cells(1_000) })).toMatchObject({ kind: 'pm' })
    expect(refused('pm', { ...PM, cells: cells(1_001) }).reject.detail).toBe(
      'cells: expected a list of at most 1000, got a list of 1001',
    )
  })

  test.each(['cells', 'end', 'gp', 'boot', 'seq'] as const)('is refused without %s', (key) => {
    const { [key]: _, ...rest } = PM
    const { code, detail } = refused('pm', rest).reject
    expect(code).toBe('wrong-type')
    expect(detail).toMatch(new RegExp(`^${key}: .* got nothing$`))
  })

  test('keeps the station’s word that a cell is suspect', () => {
    expect(sound('pm', { ...PM, cells: [{ cell: '1', m: {}, suspect: true }] })).toMatchObject({
      cells: [{ suspect: true }],
    })
  })
})
