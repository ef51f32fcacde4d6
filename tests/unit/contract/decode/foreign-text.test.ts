import { describe, expect, test } from 'vitest'
import { cutDetail, quotedVisibly } from '../../../../contract/decode/foreign-text.ts'
import { PM, refused } from './sample-messages.ts'

describe('foreign text in a detail', () => {
  test.each([
    ['Đà Nẵng', '"Đà Nẵng"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['line\nbreak', '"line\\nbreak"'],
    ['\u001b[2J', '"\\u001b[2J"'],
    ['\u007f\u0085\u009b1m', '"\\u{7f}\\u{85}\\u{9b}1m"'],
    ['\u2028\u2029', '"\\u{2028}\\u{2029}"'],
    ['a\u202eb', '"a\\u{202e}b"'],
    ['\u{e0041}', '"\\u{e0041}"'],
    ['\ud800', '"\\ud800"'],
  ])('%j stands as %s', (text, shown) => {
    expect(quotedVisibly(text)).toBe(shown)
  })

  test('a detail has an end, and not in the middle of a character', () => {
    expect(cutDetail('x'.repeat(500))).toBe('x'.repeat(500))
    expect(cutDetail('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`)
    expect(cutDetail(`${'x'.repeat(498)}😀😀`)).toBe(`${'x'.repeat(498)}…`)
  })

  test('a message full of long strange keys is answered in one short line', () => {
    const strange = '\u0000'.repeat(300)
    const keys = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}${strange}`, 1]))
    const { code, detail } = refused('pm', { ...PM, ...keys }).reject
    expect(code).toBe('unknown-key')
    expect(detail).toHaveLength(500)
  })
})
