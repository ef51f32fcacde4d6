import { describe, expect, it } from 'vitest'
import { BatchSize } from '../../../store/influx/batch-size.ts'
import { goDurationMs } from '../../../store/influx/prepare-policies.ts'
import { retryAfterMs } from '../../../store/influx/retry-after.ts'
import { flavourOf, UnsupportedServerError } from '../../../store/influx/server.ts'
import { verdictOf } from '../../../store/influx/verdict.ts'

const NOW = Date.parse('2026-11-22T00:00:00Z')
const answer = (status: number, body = '') => verdictOf({ status, headers: {}, body }, NOW)

describe('verdict of an answer', () => {
  // the words of InfluxDB 1.6.7, 1.8.10 and 2.7.12 as they were heard
  it.each([
    [204, '', 'done'],
    [413, '{"error":"Request Entity Too Large"}', 'too-large'],
    [400, `{"error":"unable to parse 'm f=': missing field value"}`, 'line-fault'],
    [400, `{"error":"partial write: unable to parse 'm,a=b  1': invalid field format dropped=0"}`, 'line-fault'],
    [
      400,
      '{"error":"partial write: invalid tag key: input tag \\"time\\" on measurement \\"m\\" is invalid dropped=1"}',
      'line-fault',
    ],
    [
      400,
      '{"error":"partial write: field type conflict: input field \\"f\\" on measurement \\"m\\" is type integer, already exists as type float dropped=2"}',
      'line-fault',
    ],
    [
      422,
      '{"code":"unprocessable entity","message":"failure writing points to database: partial write: field type conflict: input field \\"f\\" on measurement \\"m\\" is type float, already exists as type string dropped=1"}',
      'line-fault',
    ],
    [400, '{"error":"partial write: points beyond retention policy dropped=2"}', 'expired'],
    [
      422,
      '{"code":"unprocessable entity","message":"failure writing points to database: partial write: dropped 3 points outside retention policy of duration 168h0m0s dropped=3"}',
      'expired',
    ],
    [400, '{"error":"partial write: max-series-per-database limit exceeded: (5) dropped=5"}', 'unavailable'],
    [500, '{"error":"timeout"}', 'unavailable'],
    [500, '{"error":"retention policy not found: 1m"}', 'unavailable'],
    [404, '{"error":"database not found: \\"x\\""}', 'unavailable'],
    [403, '{"error":"\\"n\\" user is not authorized to write to database \\"t\\""}', 'unavailable'],
    [400, '<html>', 'unavailable'],
    [0, '', 'unavailable'],
  ])('%i %s: %s', (status, body, kind) => {
    expect(answer(status, body).kind).toBe(kind)
  })

  it('a bad line that speaks of limits and rights is still a bad line', () => {
    const words = 'unable to parse \'m text="unauthorized: quota limit exceeded, points beyond retention policy"\': bad'
    expect(answer(400, JSON.stringify({ error: words })).kind).toBe('line-fault')
    expect(answer(400, JSON.stringify({ error: `partial write: ${words} dropped=0` })).kind).toBe('line-fault')
  })

  it('counts what was dropped', () => {
    expect(answer(400, '{"error":"partial write: points beyond retention policy dropped=12"}')).toEqual({
      kind: 'expired',
      dropped: 12,
    })
  })

  it('knows what is gone and what was too slow', () => {
    expect(answer(404)).toMatchObject({ gone: true, slow: false })
    expect(answer(500, '{"error":"retention policy not found: 1m"}')).toMatchObject({ gone: true, slow: false })
    expect(answer(500, '{"error":"timeout"}')).toMatchObject({ gone: false, slow: true })
    expect(answer(401)).toMatchObject({ gone: false, slow: false })
  })
})

describe('Retry-After', () => {
  it.each([
    [undefined, undefined],
    ['30', 30_000],
    [' 0 ', 0],
    ['99999999', 3_600_000],
    ['Sun, 22 Nov 2026 00:01:30 GMT', 90_000],
    ['Sat, 21 Nov 2026 00:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['1.5', undefined],
  ])('%s is %s ms', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms)
  })
})

describe('version', () => {
  it.each([
    ['1.6.7~rc0', 'v1-write'],
    ['1.7.11', 'v1-write'],
    ['1.8.10', 'v1-api2'],
    ['v1.11.7', 'v1-api2'],
    ['1.12.4', 'v1-api2'],
    ['v2.4.0', 'v2'],
    ['2.9.1', 'v2'],
  ])('%s is %s', (version, flavour) => {
    expect(flavourOf(version)).toBe(flavour)
  })

  it.each([
    ['3.0.0', /InfluxDB 3/],
    ['v2.3.0', /2\.4 or later/],
    ['unknown', /expected InfluxDB 1.x or 2.x/],
    ['', /check the InfluxDB URL/],
  ])('%s is refused', (version, reason) => {
    expect(() => flavourOf(version)).toThrow(UnsupportedServerError)
    expect(() => flavourOf(version)).toThrow(reason)
  })
})

it('reads a duration of Go', () => {
  expect(goDurationMs('168h0m0s')).toBe(7 * 86_400_000)
  expect(goDurationMs('0s')).toBe(0)
  expect(goDurationMs('1h30m0.5s')).toBe(5_400_500)
})

it('asks a slow server for less, and comes back by and by', () => {
  const size = new BatchSize()
  expect(size.lines).toBe(5_000)
  size.shrink(1_500)
  expect(size.lines).toBe(750)
  for (let i = 0; i < 10; i++) size.shrink(size.lines)
  expect(size.lines).toBe(100)
  for (let i = 0; i < 42; i++) size.grow()
  expect(size.lines).toBe(5_000)
})
