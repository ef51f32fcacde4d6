import { expect, test } from 'vitest'
import { Recent } from '../../../../contract/measurement/recent.ts'

test('remembers what is used, never more than its limit', () => {
  const recent = new Recent<number>(10)
  for (let i = 0; i < 1_000; i++) {
    recent.set(`k${i}`, i)
    expect(recent.size).toBeLessThanOrEqual(10)
    expect(recent.get(`k${i}`)).toBe(i)
    if (i === 0) recent.set('used', -1)
    expect(recent.get('used')).toBe(-1)
  }
  expect(recent.get('k0')).toBeUndefined()
  expect(recent.get('k999')).toBe(999)
})
