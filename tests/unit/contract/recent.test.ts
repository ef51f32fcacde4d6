import { expect, test } from 'vitest'
import { Recent } from '../../../contract/recent.ts'

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

test('forgets what it is told to, and keeps fewer when it is made smaller', () => {
  const recent = new Recent<number>(10)
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) recent.set(key, 1)
  // `a` is of the older half by now
  for (const key of ['a', 'f']) recent.delete(key)
  expect(['a', 'b', 'f'].map((key) => recent.get(key))).toEqual([undefined, 1, undefined])
  recent.resize(4)
  for (let i = 0; i < 4; i++) recent.set(`k${i}`, i)
  expect(recent.size).toBeLessThanOrEqual(4)
})
