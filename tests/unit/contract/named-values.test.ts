import { describe, expect, it } from 'vitest'
import { NamedValues, NameOrder, numbersOf, orderOf } from '../../../contract/mod.ts'

describe('values under an order of names', () => {
  const values = new NamedValues(NameOrder.of(['a', 'b']), [1, 2])

  it('are what a Map of them is', () => {
    const map = new Map([
      ['a', 1],
      ['b', 2],
    ])
    expect(new Map(values)).toEqual(map)
    expect([values.size, [...values.keys()], [...values.values()], [...values.entries()]]).toEqual([
      map.size,
      [...map.keys()],
      [...map.values()],
      [...map.entries()],
    ])
    expect([values.get('b'), values.get('c'), values.has('a'), values.has('c')]).toEqual([2, undefined, true, false])
    const seen: [string, number][] = []
    values.forEach((value, name) => {
      seen.push([name, value])
    })
    expect(seen).toEqual([...map])
  })

  it('share one order where their names are the same, in the same order, also with a Map', () => {
    const again = new Map([
      ['a', 3],
      ['b', 4],
    ])
    expect(orderOf(again)).toBe(orderOf(values))
    expect(numbersOf(again)).toEqual([3, 4])
    expect(NameOrder.of(['b', 'a'])).not.toBe(orderOf(values))
  })
})
