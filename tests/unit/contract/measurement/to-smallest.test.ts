import { describe, expect, test } from 'vitest'
import { toSmallest } from '../../../../contract/measurement/to-smallest.ts'

const by = (num: number, den = 1) => ({ num, den })

describe('toSmallest', () => {
  test.each([
    [1_250_500, by(1_000), 1_250_500_000],
    [0.0123, by(1_000_000), 12_300],
    [0.1, by(1_000), 100],
    [1.005, by(1_000), 1_005], // as a double below 1.005
    [0.0005, by(1_000), 0], // ties go to even
    [0.0015, by(1_000), 2],
    [0.0025, by(1_000), 2],
    [-0.0025, by(1_000), -2],
    [-0.0035, by(1_000), -4],
    [1.0005, by(1_000), 1_000], // the product as a double is a hair off the tie
    [2.5, by(1), 2],
    [3.5, by(1), 4],
    [1, by(5, 18), 0],
    [3.6, by(5, 18), 1],
    [1.8, by(5, 18), 0], // exactly half a mWh
    [5.4, by(5, 18), 2], // exactly one and a half
    [3_600_000, by(5, 18), 1_000_000],
    [1e-7, by(1_000_000), 0],
    [-0, by(1_000), 0],
    [Number.MAX_SAFE_INTEGER, by(1), Number.MAX_SAFE_INTEGER],
    [-Number.MAX_SAFE_INTEGER, by(1), -Number.MAX_SAFE_INTEGER],
  ])('the number %d · %o → %d', (value, scale, expected) => {
    expect(toSmallest(value, scale)).toBe(expected)
  })

  test.each([
    ['900', by(1_000), 900_000],
    ['0.0123', by(1_000_000), 12_300],
    ['9007199254740991', by(1), Number.MAX_SAFE_INTEGER],
    ['9007199254.740991', by(1_000_000), Number.MAX_SAFE_INTEGER],
    ['9007199254740991.49999999', by(1), Number.MAX_SAFE_INTEGER],
    ['123456789012345.5', by(1), 123_456_789_012_346],
    ['123456789012344.5', by(1), 123_456_789_012_344],
    ['0.50000000000000000000000001', by(1), 1],
    ['0.5', by(1), 0],
    ['1e3', by(1), 1_000],
    ['1.5E-3', by(1_000), 2],
    ['2.5e-3', by(1_000), 2],
    ['-7', by(1), -7],
    ['1e-999', by(1), 0],
    ['0e999', by(1), 0],
  ])('the string %j · %o → %d', (value, scale, expected) => {
    expect(toSmallest(value, scale)).toBe(expected)
  })

  test.each([
    [Number.NaN, 'not-finite'],
    [Number.POSITIVE_INFINITY, 'not-finite'],
    ['NaN', 'not-finite'],
    ['-Infinity', 'not-finite'],
    [Number.MAX_VALUE, 'too-big'],
    [2 ** 53, 'too-big'],
    ['9007199254740992', 'too-big'],
    ['9007199254740993', 'too-big'],
    ['-9007199254740992', 'too-big'],
    ['9007199254740991.5', 'too-big'],
    ['1e999', 'too-big'],
    ['', 'not-a-number'],
    ['12 ', 'not-a-number'],
    ['+1', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['1,5', 'not-a-number'],
    ['1.', 'not-a-number'],
    ['.5', 'not-a-number'],
    ['١', 'not-a-number'],
    ['1'.repeat(10_000), 'not-a-number'],
  ] as const)('%j is %s', (value, why) => {
    expect(toSmallest(value, by(1))).toBe(why)
  })

  test('what fits on the wire may not fit in the smallest unit', () => {
    expect(toSmallest(9_007_199_255, by(1_000_000))).toBe('too-big')
    expect(toSmallest(9_007_199_254, by(1_000_000))).toBe(9_007_199_254_000_000)
  })
})
