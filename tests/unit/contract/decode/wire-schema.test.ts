import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  exactly,
  integer,
  listOf,
  oneOf,
  plmn,
  real,
  record,
  tagText,
  text,
} from '../../../../contract/decode/fields.ts'
import { wireSchema } from '../../../../contract/decode/wire-schema.ts'

const schema = () =>
  exactly({
    n: integer(0, 9),
    r: real(-1, 1).optional(),
    e: oneOf('a', 'b').optional(),
    l: listOf(exactly({ p: plmn().optional(), t: tagText().optional() }), 2).optional(),
    x: text(3).optional(),
    m: record('an object').optional(),
  })

describe('wire schemas', () => {
  test('of every building block run compiled', () => {
    expect(() => z.compile(schema(), { strict: true })).not.toThrow()
  })

  const check = wireSchema(schema)

  test.each([
    [
      { n: 1, l: [{ p: '45204' }] },
      { n: 1, l: [{ p: '452-04' }] },
    ],
    [
      { n: 1, m: { any: [1] } },
      { n: 1, m: { any: [1] } },
    ],
  ])('take %j', (message, value) => {
    expect(check(message)).toEqual({ ok: true, value })
  })

  test.each([
    [null, 'wrong-type', 'message: expected an object of n, r, e, l, x, m, got null'],
    [{ n: 1.5 }, 'wrong-type', 'n: expected an integer from 0 to 9, got 1.5'],
    [{ n: 10 }, 'wrong-type', 'n: expected an integer from 0 to 9, got 10'],
    [{ n: 1, r: 'x' }, 'wrong-type', 'r: expected a number from -1 to 1, got "x"'],
    [{ n: 1, e: 'c' }, 'wrong-type', 'e: expected one of a, b, got "c"'],
    [{ n: 1, l: [{}, {}, {}] }, 'wrong-type', 'l: expected a list of at most 2, got a list of 3'],
    [{ n: 1, l: [{}, { q: 1 }] }, 'unknown-key', 'l[1]: expected only p, t, got "q"'],
    [{ nn: 1 }, 'unknown-key', 'message: expected only n, r, e, l, x, m, got "nn"'],
    [{ n: 1, x: 'abcd' }, 'wrong-type', 'x: expected text of 1 to 3 characters on one line, got "abcd"'],
    [{ n: 1, x: '\u2028' }, 'wrong-type', 'x: expected text of 1 to 3 characters on one line, got "\\u{2028}"'],
    [{ n: 1, m: [] }, 'wrong-type', 'm: expected an object, got a list of 0'],
  ])('refuse %j', (message, code, detail) => {
    expect(check(message)).toEqual({ ok: false, reject: { code, detail } })
  })

  test('a long foreign text is cut in the answer', () => {
    const outcome = check({ n: 1, e: 'x'.repeat(10_000) })
    expect(outcome.ok || outcome.reject.detail.length).toBeLessThan(200)
  })
})
