import { describe, expect, test } from 'vitest'
import type { PmMessage } from '../../../../contract/mod.ts'
import { PM, refused, sound } from './sample-messages.ts'

const VOLUME = 'DRB.PdcpSduVolumeDL'

function totalsOf(m: Record<string, unknown>, more: Record<string, unknown> = {}, u: Record<string, string> = {}) {
  const message = sound('pm', { ...PM, total: Object.keys(m), ...more, cells: [{ cell: '1', m, u }] }) as PmMessage
  return Object.fromEntries(message.cells[0]?.totals ?? [])
}

const refusal = (message: Record<string, unknown>) => refused('pm', { ...PM, ...message }).reject
const refusedTotals = (m: Record<string, unknown>, more: Record<string, unknown>) =>
  refusal({ total: Object.keys(m), ...more, cells: [{ cell: '1', m }] })

describe('running totals of a report', () => {
  test('are kept apart from increments, in the smallest unit, of any size', () => {
    const m = { [VOLUME]: '18446744073709551615', 'RRC.ConnEstabAtt': 7, 'RRU.PrbUsedDl': 3 }
    const total = [VOLUME.toUpperCase()]
    const message = sound('pm', { ...PM, total, cells: [{ cell: '1', m, u: { [VOLUME]: 'kbit' } }] }) as PmMessage
    const [cell] = message.cells
    expect(message.hasTotals).toBe(true)
    // (2^64 − 1) kbit
    expect(cell?.totals).toEqual(new Map([[VOLUME, { value: 18_446_744_073_709_551_615_000n, wrapsAt: undefined }]]))
    expect(Object.fromEntries(cell?.values ?? [])).toEqual({ 'RRC.ConnEstabAtt': 7, 'RRU.PrbUsedDl': 3_000 })
  })

  test('a base name stands for its parts, a part for itself; nothing is added up', () => {
    const m = { 'DRB.EstabAtt.5qi9': 7, 'DRB.EstabAtt.snssai1': 8, 'DRB.EstabSucc.5qi9': 5, 'DRB.EstabSucc.5qi1': 1 }
    const message = sound('pm', {
      ...PM,
      total: ['DRB.EstabAtt', 'DRB.EstabSucc.5qi9'],
      cells: [{ cell: '1', m }],
    }) as PmMessage
    const [cell] = message.cells
    expect([...(cell?.totals?.keys() ?? [])]).toEqual([
      'DRB.EstabAtt.5qi9',
      'DRB.EstabAtt.snssai1',
      'DRB.EstabSucc.5qi9',
    ])
    expect(Object.fromEntries(cell?.values ?? [])).toEqual({ 'DRB.EstabSucc.5qi1': 1, 'DRB.EstabSucc': 1 })
  })

  test('null is not available', () => {
    expect(totalsOf({ 'RRC.ConnEstabAtt': null })).toEqual({
      'RRC.ConnEstabAtt': { value: undefined, wrapsAt: undefined },
    })
  })

  test('the value at which one wraps is in its own unit, and may stand for all its parts', () => {
    const wrap = { [VOLUME]: 4_294_967_296, 'RRC.ConnEstabAtt': '18446744073709551616' }
    expect(
      totalsOf(
        { [`${VOLUME}.5qi9`]: 5, 'RRC.ConnEstabAtt': 6 },
        { total: [VOLUME, 'RRC.ConnEstabAtt'], wrap },
        { [VOLUME]: 'kbit' },
      ),
    ).toEqual({
      [`${VOLUME}.5qi9`]: { value: 5_000n, wrapsAt: 4_294_967_296_000n },
      'RRC.ConnEstabAtt': { value: 6n, wrapsAt: 18_446_744_073_709_551_616n },
    })
  })

  test('a value half a smallest unit is rounded to even, once', () => {
    expect(totalsOf({ [VOLUME]: '9007199254740993.5' }, {}, { [VOLUME]: 'bit' })[VOLUME]?.value).toBe(
      9_007_199_254_740_994n,
    )
    expect(totalsOf({ [VOLUME]: '9007199254740992.5' }, {}, { [VOLUME]: 'bit' })[VOLUME]?.value).toBe(
      9_007_199_254_740_992n,
    )
  })

  test.each<[string, Record<string, unknown>, Record<string, unknown>, string, string]>([
    ['a mean', { 'RRC.ConnMean': 1 }, {}, 'wrong-type', 'total[0]: expected a measurement that adds up over time'],
    ['a share', { 'RRU.PrbTotDl': 1 }, {}, 'wrong-type', 'a measurement that adds up over time'],
    ['a greatest value', { 'RRC.ConnMax': 1 }, {}, 'wrong-type', 'a measurement that adds up over time'],
    ['not a number', { [VOLUME]: 'NaN' }, {}, 'bad-number', 'a finite number'],
    ['a list', { [VOLUME]: [1] }, {}, 'wrong-type', 'a number, a number as a string, or null'],
    ['more than its wrap', { [VOLUME]: 11 }, { wrap: { [VOLUME]: 10 } }, 'bad-number', 'less than its wrap, got 11'],
    ['a wrap of 0', { [VOLUME]: 1 }, { wrap: { [VOLUME]: 0 } }, 'wrong-type', 'a whole number above 0'],
    ['a wrap in halves', { [VOLUME]: 1 }, { wrap: { [VOLUME]: '2.5' } }, 'wrong-type', 'a whole number above 0'],
    ['a wrap twice', { [VOLUME]: 1 }, { wrap: { [VOLUME]: 9, [`${VOLUME}.sum`]: 9 } }, 'duplicate-name', 'once'],
    [
      'a wrap of what is none',
      { [VOLUME]: 1 },
      { wrap: { 'RRC.ConnEstabAtt': 9 } },
      'wrong-type',
      'names that total has too',
    ],
    ['the same name twice', { [VOLUME]: 1, [`${VOLUME}.sum`]: 1 }, {}, 'duplicate-name', 'once'],
  ])('%s is refused', (_, m, more, code, words) => {
    expect(refusedTotals(m, more).code).toBe(code)
    expect(refusedTotals(m, more).detail).toContain(words)
  })

  test('wrap without total, and one that is no object, are refused', () => {
    expect(refusal({ wrap: { [VOLUME]: 9 }, cells: [] }).code).toBe('wrong-type')
    expect(refusal({ total: [VOLUME], wrap: [9], cells: [] }).code).toBe('wrong-type')
  })
})
