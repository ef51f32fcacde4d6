import { describe, expect, test } from 'vitest'
import { isSubscriberIdentity } from '../../../../contract/decode/subscriber-identity.ts'
import { ID, refused, sound, TEST } from './sample-messages.ts'

describe('test sample of a probe', () => {
  test('whole', () => {
    const { boot: _b, seq: _s, t, kind, ...rest } = TEST
    expect(sound('test', TEST)).toEqual({ ...rest, kind: 'test', id: ID, atMs: t, test: kind })
  })

  test('without place, signal and transfer', () => {
    const { cell: _c, lat: _a, lon: _o, ssRsrpDbm: _r, bytes: _y, ms: _m, ...rest } = TEST
    expect(sound('test', { ...rest, plmn: '45204' })).toMatchObject({
      plmn: '452-04',
      cell: undefined,
      lat: undefined,
      lon: undefined,
      ssRsrpDbm: undefined,
      bytes: undefined,
      ms: undefined,
    })
  })

  test.each([
    ['lat', 90.1],
    ['lon', -181],
    ['bytes', -1],
    ['bytes', 1.5],
    ['ms', -0.5],
    ['place', 'outdoor'],
    ['kind', 'ping'],
    ['result', 'OK'],
    ['plmn', '452-4'],
    ['ue', ''],
    ['ue', 'x'.repeat(257)],
  ])('is refused with %s %j', (key, value) => {
    expect(refused('test', { ...TEST, [key]: value }).reject.code).toBe('wrong-type')
  })

  test.each(['imsi-452040000000001', '452040000000001', 452_040_000_000_001, '+84912345678', 9_900_000_000_000_002])(
    'refuses the subscriber %s and never repeats it',
    (ue) => {
      const { detail } = refused('test', { ...TEST, ue }).reject
      expect(detail).not.toMatch(/\d{8}/)
    },
  )

  test('not even where the JSON is broken', () => {
    expect(refused('test', '{"ue":"452040000000001"').reject.detail).not.toMatch(/\d{8}/)
  })
})

describe('isSubscriberIdentity', () => {
  test.each([
    'imsi-452040000000001',
    'IMSI:452040000000001',
    'suci-0-452-04-0-0-0-1',
    'imei-490154203237518',
    'msisdn-84912345678',
    'nai-user@example.org',
    '452040000000001',
    '49015420323751',
    '49-015420-323751-8',
    '4901542032375181',
    '+84912345678',
    '+84 91 234 56 78',
    '0912345678',
    '091.234.5678',
    '02438220000',
    '84912345678',
  ])('%s names a subscriber or terminal', (ue) => {
    expect(isSubscriberIdentity(ue)).toBe(true)
  })

  test.each([
    'probe-17',
    'UE1',
    '7',
    '12345678',
    '123456789012',
    '550e8400-e29b-41d4-a716-446655440000',
    'a3f5c1d2e4b60718293a4b5c6d7e8f90',
    'simulator',
    'naive-1',
  ])('%s does not', (ue) => {
    expect(isSubscriberIdentity(ue)).toBe(false)
  })
})
