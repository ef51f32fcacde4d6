import { describe, expect, test } from 'vitest'
import { formatPath, valueAt } from '../../../../contract/decode/path.ts'
import { readText } from '../../../../contract/decode/raw-text.ts'
import { findRepeatedNames } from '../../../../contract/decode/repeated-name.ts'
import { guardStructure } from '../../../../contract/decode/structure.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('readText', () => {
  test.each([
    ['{}', 0, 1],
    ['{"a":1}', 1, 1],
    ['{"a:b":":","c\\":":{"d":[{"e":1}]}}', 4, 4],
    ['{"\\\\":"\\"{[:"}', 1, 1],
    ['{"ế":"ữ:{"}', 1, 1],
  ])('%s has %i members, %i deep', (text, members, depth) => {
    expect(readText(bytes(text))).toEqual({ text, members, depth })
  })

  test('a byte order mark is no part of the text', () => {
    expect(readText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d))).toEqual({ text: '{}', members: 0, depth: 1 })
  })

  test('half a surrogate pair is not UTF-8', () => {
    expect(readText(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).toMatchObject({ code: 'not-json' })
  })
})

describe('guardStructure', () => {
  test('counts each name once', () => {
    expect(guardStructure(JSON.parse('{"a":1,"a":2,"b":{"c":[{"d":1}]}}'))).toEqual({ members: 4 })
  })

  test.each([
    ['{"a":[{"b":1e999}]}', 'bad-number', 'a[0].b: '],
    ['{"a":-9007199254740992}', 'bad-number', 'a: '],
    ['{"a":{"Bc":1,"bC":2}}', 'duplicate-name', 'a: '],
    ['{"Đ":1,"đ":2}', 'duplicate-name', 'message: '],
    ['{"a b":{"\\u005f\\u005fproto__":1}}', 'forbidden-key', '["a b"]: '],
    ['[[{"constructor":{}}]]', 'forbidden-key', '[0][0]: '],
  ])('%s: %s', (text, code, where) => {
    const found = guardStructure(JSON.parse(text))
    expect(found).toHaveProperty('code', code)
    expect('detail' in found && found.detail.startsWith(where)).toBe(true)
  })

  test('the same name in two objects is no repetition', () => {
    expect(guardStructure(JSON.parse('{"a":{"x":1},"b":{"X":1},"x":[{"x":1},{"x":2}]}'))).toEqual({ members: 7 })
  })

  test('long names are compared too', () => {
    const long = 'n'.repeat(5_000)
    expect(guardStructure({ [long]: 1, [`${long.slice(1)}N`]: 2 })).toMatchObject({ code: 'duplicate-name' })
  })
})

describe('findRepeatedNames', () => {
  test.each([
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}', []],
    ['{"a":1,"a":2}', [{ path: [], name: 'a' }]],
    ['{"a":1 , "\\u0061" : 2}', [{ path: [], name: 'a' }]],
    [
      '{"a":"\\"","b":[0,{"x":"a,b","x":[1,2]}],"b":1}',
      [
        { path: ['b', 1], name: 'x' },
        { path: [], name: 'b' },
      ],
    ],
    ['{"a":["a","a"],"":1,"":2}', [{ path: [], name: '' }]],
  ])('%s', (text, expected) => {
    expect(findRepeatedNames(text)).toEqual(expected)
  })
})

describe('paths', () => {
  test('are short where keys are plain, quoted and cut where they are not', () => {
    expect(formatPath([])).toBe('message')
    expect(formatPath(['cells', 0, 'm', 'RRU.PrbUsedDl'])).toBe('cells[0].m["RRU.PrbUsedDl"]')
    expect(formatPath(['a\nb'])).toBe('["a\\nb"]')
    expect(formatPath(['x'.repeat(500)]).length).toBeLessThan(100)
  })

  test('lead to own members only', () => {
    expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1)
    expect(valueAt({}, ['toString'])).toBeUndefined()
    expect(valueAt(null, ['a'])).toBeUndefined()
  })
})
