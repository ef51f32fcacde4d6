import { BOOT } from './hand-written.ts'

export interface BadMessage {
  readonly what: string
  readonly code: string
  readonly bytes: Uint8Array
  /** Its seq can still be read, so that it is not missing besides. */
  readonly hasSeq: boolean
  /** Counted as `unreadable`, not under its reason. */
  readonly unreadable?: boolean
}

const utf8 = (text: string) => new TextEncoder().encode(text)
const report = (seq: number, end: number, measured = '"RRC.ConnEstabAtt.sum":10', more = '') =>
  `{"boot":"${BOOT}","seq":${seq}${more},"end":${end},"gp":60,"cells":[{"cell":"1","m":{${measured}}}]}`

/** Every class of input that must cost exactly itself, with seqs from `seq` on where it has one. `taken` is one that was accepted. */
export function badMessages(seq: number, end: number, taken: number): BadMessage[] {
  let next = seq
  const readable = (what: string, code: string, make: (seq: number) => string): BadMessage => ({
    what,
    code,
    bytes: utf8(make(next++)),
    hasSeq: true,
  })
  const unreadable = (what: string, code: string, bytes: Uint8Array): BadMessage => ({
    what,
    code,
    bytes,
    hasSeq: false,
    unreadable: true,
  })
  return [
    unreadable('not JSON', 'not-json', utf8('xin chào')),
    unreadable('not UTF-8', 'not-json', Uint8Array.of(0x7b, 0xff, 0xfe, 0x00, 0x7d)),
    unreadable('cut off', 'not-json', utf8(report(9000, end).slice(0, -9))),
    unreadable('NaN', 'not-json', utf8(report(9001, end, '"RRC.ConnEstabAtt.sum":NaN'))),
    unreadable('a list', 'not-an-object', utf8(`[${report(9002, end)}]`)),
    readable('too large', 'too-large', (n) =>
      report(n, end, '"RRC.ConnEstabAtt.sum":1', `,"x":"${'x'.repeat(300_000)}"`),
    ),
    readable('deeply nested', 'too-deep', (n) => report(n, end, `"a":${'['.repeat(40)}${']'.repeat(40)}`)),
    readable('a wrong type', 'wrong-type', (n) => report(n, end).replace('"gp":60', '"gp":"sixty"')),
    readable('1e999', 'bad-number', (n) => report(n, end, '"RRC.ConnEstabAtt.sum":1e999')),
    readable('__proto__', 'forbidden-key', (n) => report(n, end, '"__proto__":{"polluted":1}')),
    readable('an unknown key', 'unknown-key', (n) => report(n, end, '"RRC.ConnEstabAtt.sum":1', ',"granularity":60')),
    {
      what: 'the identity of another station',
      code: 'identity-mismatch',
      bytes: utf8(report(9003, end, '"RRC.ConnEstabAtt.sum":1', ',"id":"HN-0002"')),
      hasSeq: false,
    },
    readable('from the future', 'from-the-future', (n) => report(n, end + 3_600_000)),
    {
      what: 'a seq again with other content',
      code: 'conflict',
      bytes: utf8(report(taken, end, '"RRC.ConnEstabAtt.sum":77')),
      hasSeq: false,
    },
  ]
}
