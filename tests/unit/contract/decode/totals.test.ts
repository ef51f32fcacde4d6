import { describe, expect, test } from 'vitest'
import { cellOf } from './sample-messages.ts'

const A = 'RRC.ConnEstabAtt'

describe('totals and their parts', () => {
  test('with total and parts that agree the total stands', () => {
    expect(cellOf({ [`${A}.sum`]: 98, [`${A}.causex`]: 60, [`${A}.causey`]: 38 })).toMatchObject({
      doubtful: undefined,
      entries: { [A]: 98, [`${A}.causex`]: 60, [`${A}.causey`]: 38 },
    })
  })

  test('parts that do not add up to the total make it doubtful, and nothing else', () => {
    expect(cellOf({ [A]: 100, [`${A}.causex`]: 60, [`${A}.causey`]: 38 })).toMatchObject({
      doubtful: new Set([A]),
      entries: { [A]: 100 },
    })
  })

  test('with parts only, the total is their sum', () => {
    expect(cellOf({ [`${A}.causex`]: 60, [`${A}.causey`]: 38 })).toMatchObject({
      doubtful: undefined,
      entries: { [A]: 98 },
    })
  })

  test('with parts of two dimensions one is summed, never both', () => {
    const m = { 'DRB.EstabAtt.5qi9': 7, 'DRB.EstabAtt.5qi1': 3, 'DRB.EstabAtt.snssai1': 10 }
    expect(cellOf(m)).toMatchObject({ doubtful: undefined, entries: { 'DRB.EstabAtt': 10 } })
  })

  test('two dimensions that disagree make it doubtful', () => {
    const m = { 'DRB.EstabAtt.5qi9': 7, 'DRB.EstabAtt.snssai1': 10 }
    expect(cellOf(m)).toMatchObject({ doubtful: new Set(['DRB.EstabAtt']), entries: { 'DRB.EstabAtt': 10 } })
  })

  test('a part that is not available makes no total and contradicts none', () => {
    expect(cellOf({ [`${A}.causex`]: 60, [`${A}.causey`]: null }).entries).toEqual({ [`${A}.causex`]: 60 })
    expect(cellOf({ [A]: 98, [`${A}.causex`]: 60, [`${A}.causey`]: null }).doubtful).toBeUndefined()
  })

  test('another dimension that is complete still makes the total', () => {
    const m = { 'DRB.EstabAtt.5qi9': 7, 'DRB.EstabAtt.5qi1': 3, 'DRB.EstabAtt.snssai1': null }
    expect(cellOf(m).entries['DRB.EstabAtt']).toBe(10)
  })

  test('a total that is not available is made from its parts', () => {
    expect(cellOf({ [A]: null, [`${A}.causex`]: 60 }).entries[A]).toBe(60)
  })

  test('means of parts make no mean of all', () => {
    expect(cellOf({ 'DRB.UEThpDl.5qi9': 1_000, 'DRB.UEThpDl.5qi1': 10 }).entries).not.toHaveProperty('DRB.UEThpDl')
    expect(cellOf({ 'DRB.UEThpDl': 500, 'DRB.UEThpDl.5qi9': 1_000 }).doubtful).toBeUndefined()
  })

  test('rounding to a finer unit is no disagreement, a whole count is', () => {
    const U = 'RRU.CellUnavailableTime'
    const thirds = (last: number) => ({
      [U]: 1,
      [`${U}.Fault`]: 0.3333,
      [`${U}.EnergySaving`]: 0.3333,
      [`${U}.TransportProblem`]: last,
    })
    // 333 + 333 + 333 ms
    expect(cellOf(thirds(0.3334))).toMatchObject({
      doubtful: undefined,
      entries: { [U]: 1_000, [`${U}.causeFault`]: 333 },
    })
    expect(cellOf(thirds(0.3313)).doubtful).toEqual(new Set([U]))
    expect(cellOf({ [A]: 3, [`${A}.causex`]: 1, [`${A}.causey`]: 1 }).doubtful).toEqual(new Set([A]))
  })

  test('the bins of a histogram add up to its samples', () => {
    expect(cellOf({ 'DRB.UEThpDlDist.bin0': 4, 'DRB.UEThpDlDist.Bin1': 5 }).entries['DRB.UEThpDlDist']).toBe(9)
  })
})
