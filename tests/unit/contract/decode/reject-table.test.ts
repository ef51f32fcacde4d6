import { describe, expect, test } from 'vitest'
import { decodeMessage } from '../../../../contract/decode/decode-message.ts'
import { REJECT_CODES, type RejectCode } from '../../../../contract/reject.ts'
import { ALARM_LIST, BIRTH, CONTEXT, DEATH, decode, HEARTBEAT, ID, PM, STATE, TEST } from './sample-messages.ts'

const PM_TEXT = JSON.stringify(PM)
const deep = (levels: number) => `${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}`
const cellsOf = (m: unknown, u?: unknown) => ({ ...PM, cells: [{ cell: '1', m, u }] })
const pmWith = (text: string) => PM_TEXT.replace('"gp":60', text)

interface Row {
  readonly code: RejectCode
  readonly kind?: string
  readonly message: unknown
  /** The whole detail: it is what the sender gets to read. */
  readonly says: string
  /** The identity cannot be read. */
  readonly anonymous?: true
}

const ROWS: readonly Row[] = [
  {
    code: 'bad-topic',
    kind: 'cmd',
    message: PM,
    says: 'expected tram5g/v1/live/{station}/{kind}, got "tram5g/v1/live/HN-0001/cmd"',
    anonymous: true,
  },
  {
    code: 'not-json',
    message: '{"boot":',
    says: 'expected one JSON object, got 8 characters that are not JSON',
    anonymous: true,
  },
  {
    code: 'not-json',
    message: '',
    says: 'expected one JSON object, got 0 characters that are not JSON',
    anonymous: true,
  },
  { code: 'not-an-object', message: '[1]', says: 'expected one JSON object, got a list', anonymous: true },
  { code: 'not-an-object', message: 'null', says: 'expected one JSON object, got null', anonymous: true },
  {
    code: 'not-an-object',
    message: '"452040000000001"',
    says: 'expected one JSON object, got a string',
    anonymous: true,
  },
  {
    code: 'too-large',
    message: `${PM_TEXT}${' '.repeat(262_145 - PM_TEXT.length)}`,
    says: 'expected at most 262144 bytes, got 262145',
  },
  {
    code: 'too-large',
    message: `${PM_TEXT}${' '.repeat(2 ** 20)}`,
    says: `expected at most 262144 bytes, got ${PM_TEXT.length + 2 ** 20}`,
    anonymous: true,
  },
  {
    code: 'too-large',
    message: ' '.repeat(300_000),
    says: 'expected at most 262144 bytes, got 300000',
    anonymous: true,
  },
  {
    code: 'too-large',
    message: `${PM_TEXT.replace('"gp":60', '"gp":60,"seq":41')}${' '.repeat(300_000)}`,
    says: `expected at most 262144 bytes, got ${PM_TEXT.length + 9 + 300_000}`,
    anonymous: true,
  },
  {
    code: 'too-large',
    kind: 'death',
    message: `${PM_TEXT}${' '.repeat(300_000)}`,
    says: `expected at most 262144 bytes, got ${PM_TEXT.length + 300_000}`,
    anonymous: true,
  },
  {
    code: 'too-large',
    kind: 'pm/xml',
    message: ' '.repeat(8 * 2 ** 20 + 1),
    says: 'expected at most 8388608 bytes, got 8388609',
    anonymous: true,
  },
  { code: 'too-deep', message: pmWith(`"gp":${deep(17)}`), says: 'expected brackets at most 16 deep, got 17' },
  { code: 'forbidden-key', message: pmWith('"__proto__":{}'), says: 'message: the key "__proto__" is refused' },
  {
    code: 'forbidden-key',
    message: pmWith('"\\u005f_proto\\u005f_":1'),
    says: 'message: the key "__proto__" is refused',
  },
  {
    code: 'forbidden-key',
    message: PM_TEXT.replace('"m":{', '"m":{"constructor":1,'),
    says: 'cells[0].m: the key "constructor" is refused',
  },
  { code: 'forbidden-key', message: pmWith('"u":[{"prototype":1}]'), says: 'u[0]: the key "prototype" is refused' },
  {
    code: 'duplicate-name',
    message: pmWith('"gp":60,"Gp":60'),
    says: 'message: expected every name once without regard to case, got "Gp" again',
  },
  {
    code: 'duplicate-name',
    message: pmWith('"gp":60,"gp":60'),
    says: 'message: expected every name once, got "gp" again',
  },
  {
    code: 'duplicate-name',
    message: PM_TEXT.replace('"m":{', '"m":{"a":{"b\\u0062":1,"bb":2},'),
    says: 'cells[0].m.a: expected every name once, got "bb" again',
  },
  {
    code: 'duplicate-name',
    message: pmWith('"gp":60,"seq":42'),
    says: 'message: expected every name once, got "seq" again',
    anonymous: true,
  },
  {
    code: 'duplicate-name',
    message: cellsOf({ 'RRC.ConnEstabAtt': 1, 'RRC.ConnEstabAtt.sum': 1 }),
    says: 'cells[0].m: expected RRC.ConnEstabAtt once, got "RRC.ConnEstabAtt.sum" again',
  },
  {
    code: 'duplicate-name',
    message: { ...PM, cells: [...PM.cells, ...PM.cells] },
    says: 'cells[1].cell: expected every cell once, got 1',
  },
  {
    code: 'duplicate-name',
    kind: 'birth',
    message: { ...BIRTH, cells: [{ cell: '2' }, { cell: '2' }] },
    says: 'cells[1].cell: expected every cell once, got 2',
  },
  {
    code: 'duplicate-name',
    kind: 'alarm',
    message: { ...ALARM_LIST, active: [ALARM_LIST.active[1], ALARM_LIST.active[1]] },
    says: 'active[1].alarmId: expected every alarm once, got one again',
  },
  {
    code: 'unknown-key',
    message: { ...PM, ende: 1 },
    says: 'message: expected only boot, seq, src, id, end, gp, rev, total, wrap, cells, station, got "ende"',
  },
  {
    code: 'unknown-key',
    message: { ...PM, cells: [{ cell: '1', M: {} }] },
    says: 'cells[0]: expected only cell, suspect, m, u, got "M"',
  },
  {
    code: 'unknown-key',
    kind: 'state',
    message: { ...HEARTBEAT, cellState: 'ACTIVE' },
    says: 'message: expected "cell" beside "cellState", since a state without cell is a heartbeat, got none',
  },
  {
    code: 'unknown-key',
    kind: 'death',
    message: { ...DEATH, seq: 1 },
    says: 'message: expected only boot, conn, got "seq"',
    anonymous: true,
  },
  { code: 'wrong-type', message: { ...PM, gp: '60' }, says: 'gp: expected an integer from 1 to 86400, got "60"' },
  {
    code: 'wrong-type',
    message: { ...PM, cells: undefined },
    says: 'cells: expected a list of at most 1000, got nothing',
  },
  {
    code: 'wrong-type',
    message: { ...PM, boot: '7' },
    says: 'boot: expected a boot like "1790000000000-7", got "7"',
    anonymous: true,
  },
  {
    code: 'wrong-type',
    message: { ...PM, seq: -1 },
    says: 'seq: expected an integer from 0 to 9007199254740991, got -1',
    anonymous: true,
  },
  {
    code: 'wrong-type',
    message: { ...PM, src: 'a b' },
    says: 'src: expected a src: 1 to 32 of A-Z a-z 0-9 _ . : -, got "a b"',
    anonymous: true,
  },
  {
    code: 'wrong-type',
    message: { ...PM, cells: [{ cell: 'a,b', m: {} }] },
    says: 'cells[0].cell: expected a cell: 1 to 32 of A-Z a-z 0-9 _ . -, got "a,b"',
  },
  {
    code: 'wrong-type',
    message: { ...PM, cells: [{ cell: '1' }] },
    says: 'cells[0].m: expected an object of measurements, got nothing',
  },
  {
    code: 'wrong-type',
    message: cellsOf({ 'RRC.ConnMax': true }),
    says: 'cells[0].m["RRC.ConnMax"]: expected a number, a number as a string, or null, got true',
  },
  {
    code: 'wrong-type',
    kind: 'state',
    message: { ...STATE, cellState: 'active' },
    says: 'cellState: expected one of IDLE, INACTIVE, ACTIVE, got "active"',
  },
  {
    code: 'wrong-type',
    kind: 'birth',
    message: { ...BIRTH, software: '1.4 beta' },
    says: 'software: expected text of 1 to 64 characters without backslash, comma, equals, quote, white space or control characters, got "1.4 beta"',
  },
  {
    code: 'wrong-type',
    kind: 'test',
    message: { ...TEST, ue: 'imsi-452040000000001' },
    says: 'ue: expected a pseudonym of 1 to 256 characters, and never a SUPI, MSISDN or IMEI, got a string that is not repeated here',
  },
  {
    code: 'bad-number',
    message: PM_TEXT.replace('120', '1e999'),
    says: 'cells[0].m["RRU.PrbUsedDl"]: expected a finite number, got one beyond every double',
  },
  {
    code: 'bad-number',
    message: PM_TEXT.replace('120', '9007199254740993'),
    says: 'cells[0].m["RRU.PrbUsedDl"]: expected a number up to 2^53 − 1, or a greater integer as a string, got a greater number',
  },
  {
    code: 'bad-number',
    message: cellsOf({ 'DRB.PdcpSduVolumeDL': '9007199254740993' }, { 'DRB.PdcpSduVolumeDL': 'bit' }),
    says: 'cells[0].m["DRB.PdcpSduVolumeDL"]: expected less than 2^53 of the smallest unit, got "9007199254740993"',
  },
  {
    code: 'bad-number',
    message: cellsOf({ 'RRC.ConnMax': 'NaN' }),
    says: 'cells[0].m["RRC.ConnMax"]: expected a finite number, got "NaN"',
  },
  {
    code: 'bad-number',
    message: cellsOf({ 'RRC.ConnEstabAtt.causea': 9e15, 'RRC.ConnEstabAtt.causeb': 9e15 }),
    says: 'cells[0].m: expected parts that add up below 2^53, got more',
  },
  {
    code: 'identity-mismatch',
    message: { ...PM, id: 'HN-0002' },
    says: 'id: expected the station of the topic, "HN-0001", got "HN-0002"',
    anonymous: true,
  },
  {
    code: 'from-the-future',
    message: { ...PM, end: 1_790_000_362_000 },
    says: 'end: expected at most 300000 ms after receipt at 1790000061000, got 1790000362000',
  },
  {
    code: 'from-the-future',
    kind: 'state',
    message: { ...HEARTBEAT, t: 1_790_000_361_001 },
    says: 't: expected at most 300000 ms after receipt at 1790000061000, got 1790000361001',
  },
  {
    code: 'ambiguous-subcounter',
    message: cellsOf({ 'DRB.UEThpDl.9': 1 }),
    says: 'cells[0].m["DRB.UEThpDl.9"]: expected a typed sub-counter like .5qi9, .bin3, .plmn452-04, .causeFault, got a bare number',
  },
  {
    code: 'ambiguous-subcounter',
    message: { ...PM, total: ['DRB.UEThpDl.9'] },
    says: 'total[0]: expected a typed sub-counter like .5qi9, .bin3, .plmn452-04, .causeFault, got a bare number',
  },
  {
    code: 'unknown-unit',
    message: cellsOf({ 'DRB.PdcpSduVolumeDL': 1 }, { 'DRB.PdcpSduVolumeDL': 'MB' }),
    says: 'cells[0].u["DRB.PdcpSduVolumeDL"]: expected one of bit, kbit, Mbit, got "MB"',
  },
  { code: 'bad-period', message: { ...PM, gp: 0 }, says: 'gp: expected an integer from 1 to 86400, got 0' },
  { code: 'bad-period', message: { ...PM, gp: 1.5 }, says: 'gp: expected an integer from 1 to 86400, got 1.5' },
  {
    code: 'bad-period',
    message: { ...PM, end: 1_790_000_060_500 },
    says: 'end: expected a whole second in epoch ms up to 4102444800000, got 1790000060500',
  },
  {
    code: 'bad-period',
    message: { ...PM, end: 59_000 },
    says: 'gp: expected a period that begins in 1970 or later, got 60 s',
  },
  {
    code: 'gp-straddles',
    message: { ...PM, end: Date.UTC(2026, 0, 1, 17, 0, 30) },
    says: `gp: expected a period inside one day of Asia/Ho_Chi_Minh, got 60 s up to ${Date.UTC(2026, 0, 1, 17, 0, 30)}`,
  },
  {
    code: 'dialect-not-yet',
    kind: 'pm/perf3gpp',
    message: '\u0000 not even JSON',
    says: 'expected a native message, got pm/perf3gpp: kept until its decoder exists',
    anonymous: true,
  },
]

/** These need the station's history, which a decoder does not have. */
const BY_HISTORY: readonly RejectCode[] = ['conflict', 'boot-reused', 'too-many-boots', 'seq-jump']

describe('every reason to refuse', () => {
  test.each(ROWS.map((row) => [row.code, row.says, row] as const))('%s: %s', (_, __, row) => {
    const decoded = decode(row.kind ?? 'pm', row.message)
    expect(decoded).toEqual({
      ok: false,
      topic: row.code === 'bad-topic' ? undefined : { realm: 'live', station: 'HN-0001', kind: row.kind ?? 'pm' },
      reject: { code: row.code, detail: row.says },
      id: row.anonymous ? undefined : ID,
      unreadable: row.code === 'not-json' || row.code === 'not-an-object',
    })
  })

  test('no reason is without a message here', () => {
    const shown = new Set([...ROWS.map((row) => row.code), ...BY_HISTORY])
    expect(Object.keys(REJECT_CODES).filter((code) => !shown.has(code as RejectCode))).toEqual([])
  })

  test('bytes that are not UTF-8 are not JSON', () => {
    const bytes = Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)
    expect(decodeMessage('tram5g/v1/live/HN-0001/pm', bytes, CONTEXT)).toMatchObject({
      ok: false,
      unreadable: true,
      reject: { code: 'not-json', detail: 'expected one JSON object in UTF-8, got 7 bytes that are not UTF-8' },
    })
  })

  test('a topic of another realm is not of this one', () => {
    const bytes = new TextEncoder().encode(PM_TEXT)
    expect(decodeMessage('tram5g/v1/sim-x/HN-0001/pm', bytes, CONTEXT)).toEqual({
      ok: false,
      topic: undefined,
      reject: {
        code: 'bad-topic',
        detail: 'expected tram5g/v1/live/{station}/{kind}, got "tram5g/v1/sim-x/HN-0001/pm"',
      },
      id: undefined,
      unreadable: false,
    })
  })

  test('outside live no time is in the future', () => {
    expect(decode('pm', { ...PM, end: 4_000_000_020_000 }, { realm: 'sim-x', receivedAtMs: 0 }).ok).toBe(true)
  })

  test('five minutes ahead is still a clock, not the future', () => {
    expect(decode('state', { ...HEARTBEAT, t: 1_790_000_361_000 }).ok).toBe(true)
  })
})
