import { describe, expect, test } from 'vitest'
import { readableId, trustedId } from '../../../../contract/decode/identity.ts'

const read = (message: object) => readableId(message, 'HN-0001')

describe('the identity of a refused message', () => {
  test('is read where boot, seq and src are valid, whatever else is wrong', () => {
    expect(read({ boot: '1-2', seq: 3, nonsense: [] })).toEqual({ boot: { epochMs: 1, n: 2 }, src: '0', seq: 3 })
    expect(read({ boot: '1-2', seq: 0, src: 'DU', id: 'HN-0001' })).toMatchObject({ src: 'DU', seq: 0 })
  })

  test.each([
    {},
    { boot: '1-2' },
    { seq: 3 },
    { boot: 12, seq: 3 },
    { boot: '1-2', seq: '3' },
    { boot: '1-2', seq: 3.5 },
    { boot: '1-2', seq: -1 },
    { boot: '1-2', seq: 2 ** 53 },
    { boot: '1-2', seq: 3, src: '' },
    { boot: '1-2', seq: 3, src: null },
    { boot: '1-2', seq: 3, id: 'HN-0002' },
    { boot: '1-2', seq: 3, id: 7 },
  ])('is not read from %j', (message) => {
    expect(read(message)).toBeUndefined()
  })

  test.each([
    ['{"boot":"1-2","seq":3,"x":1,"x":2}', true],
    ['{"boot":"1-2","seq":3,"x":{"seq":1,"seq":2}}', true],
    ['{"boot":"1-2","seq":3,"seq":3}', false],
    ['{"src":"a","boot":"1-2","seq":3,"s\\u0072c":"b"}', false],
  ])('%s is trusted: %s', (text, trusted) => {
    expect(trustedId(JSON.parse(text) as object, text, 'HN-0001') !== undefined).toBe(trusted)
  })
})
