import { describe, expect, test } from 'vitest'
import { BackOff } from '../../../simulators/live/back-off.ts'
import { DeliveryMarks } from '../../../simulators/live/delivery-marks.ts'
import { Manifest } from '../../../simulators/live/manifest.ts'
import { parseResend } from '../../../simulators/live/resend-request.ts'

describe('delivery marks', () => {
  test('hold the first position that nobody acknowledged, in whatever order they come', () => {
    const marks = new DeliveryMarks()
    marks.acked(1)
    marks.acked(3)
    expect([marks.firstUnacked, marks.isAcked(1), marks.isAcked(2)]).toEqual([0, true, false])
    marks.acked(0)
    expect(marks.firstUnacked).toBe(2)
    marks.acked(0)
    marks.acked(2)
    expect(marks.firstUnacked).toBe(4)
  })

  test('skip what is forgotten', () => {
    const marks = new DeliveryMarks()
    marks.acked(5)
    marks.skipTo(5)
    expect(marks.firstUnacked).toBe(6)
    marks.skipTo(2)
    expect(marks.firstUnacked).toBe(6)
  })
})

describe('back-off', () => {
  test('doubles up to half a minute, jittered over the whole span, and starts again after success', () => {
    const backOff = new BackOff(() => 0.5)
    expect(Array.from({ length: 8 }, () => backOff.nextMs())).toEqual([
      250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000,
    ])
    backOff.reset()
    expect(backOff.nextMs()).toBe(250)
    expect(new BackOff(() => 0).nextMs()).toBe(0)
  })
})

describe('a resend command', () => {
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
  const good = { boot: '1790000000000-7', src: '0', from: 5, to: 104 }

  test('of at most 100 messages is understood', () => {
    expect(parseResend(bytes({ resend: good }))).toEqual(good)
  })

  test.each([
    ['more than 100', { resend: { ...good, to: 105 } }],
    ['an empty range', { resend: { ...good, to: 4 } }],
    ['another key', { resend: good, reboot: true }],
    ['no boot', { resend: { ...good, boot: 'last' } }],
    ['a fraction', { resend: { ...good, from: 5.5 } }],
    ['no object', 5],
  ])('with %s is ignored', (_, value) => {
    expect(parseResend(bytes(value))).toBeUndefined()
  })

  test('that is no JSON, or no UTF-8, is ignored', () => {
    expect(parseResend(new TextEncoder().encode('{'))).toBeUndefined()
    expect(parseResend(Uint8Array.of(0xff, 0xfe))).toBeUndefined()
  })
})

describe('the manifest', () => {
  const message = { kind: 'pm', boot: '1-1', seq: 3, retain: false, payload: Uint8Array.of(97, 98, 99) } as const

  test('tells the bytes and the acknowledgement of each message once', () => {
    const manifest = new Manifest()
    manifest.sent('HN-0001', message)
    manifest.sent('HN-0001', message)
    manifest.sent('HN-0001', { ...message, seq: 4 })
    manifest.acked('HN-0001', message)
    const entries = [...manifest.entries()]
    expect(entries.map(({ seq, acked }) => [seq, acked])).toEqual([
      [3, true],
      [4, false],
    ])
    // SHA-256 of "abc", FIPS 180-4
    expect(entries[0]).toMatchObject({
      station: 'HN-0001',
      boot: '1-1',
      kind: 'pm',
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    })
  })

  test('does not let other bytes pass for the same message', () => {
    const manifest = new Manifest()
    manifest.sent('HN-0001', message)
    expect(() => manifest.sent('HN-0001', { ...message, payload: Uint8Array.of(1) })).toThrow(/other bytes/)
  })
})
