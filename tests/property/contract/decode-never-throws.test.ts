import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeMessage, MEASUREMENTS, REJECT_CODES, STATION_KINDS, type StationKind } from '../../../contract/mod.ts'

const CONTEXT = { realm: 'live', receivedAtMs: 1_790_000_061_000 }

function outcomeIsWhole(topic: string, payload: Uint8Array): boolean {
  const decoded = decodeMessage(topic, payload, CONTEXT)
  if (decoded.ok) return true
  expect(Object.keys(REJECT_CODES)).toContain(decoded.reject.code)
  // one line that no terminal obeys, and short however long what came was
  expect(decoded.reject.detail).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]*$/u)
  expect(decoded.reject.detail.length).toBeLessThanOrEqual(500)
  return true
}

const kind = fc.constantFrom(...STATION_KINDS)
const topicOf = (name: string) => `tram5g/v1/live/HN-0001/${name}`
const encode = (text: string) => new TextEncoder().encode(text)

/** Keys and values a message may have, so that what is random gets past the first check. */
const key = fc.oneof(
  fc.constantFrom(
    ...['boot', 'seq', 'src', 'id', 'end', 'gp', 'rev', 'total', 'cells', 'station', 'cell', 'm', 'u', 'suspect', 't'],
    ...['conn', 'queued', 'clock', 'active', 'alarmId', 'ue', 'kind', 'prev', 'plmns', '__proto__', 'constructor'],
    ...['toString', 'hasOwnProperty', 'RRC.ConnEstabAtt.causeX', 'DRB.UEThpDl.9', 'RRU.PrbUsedDl', 'length'],
  ),
  fc.string({ maxLength: 12, unit: 'binary' }),
)
const leaf = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -0,
    1e300,
    1.5,
    '1790000000000-7',
    '1',
    '',
    'NaN',
    '1e999',
    '9007199254740993',
    'kbit',
  ),
  fc.double(),
  fc.string({ unit: 'binary' }),
)
const { tree } = fc.letrec<{ tree: unknown; node: unknown }>((tie) => ({
  node: fc.oneof(fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(key, tie('tree'), { maxKeys: 8 })),
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('node')),
}))

const id = { boot: '1790000000000-7', seq: 1 }
const t = 1_790_000_060_000
const PM = { ...id, end: t, gp: 60, cells: [{ cell: '1', m: { 'RRU.PrbUsedDl': 1 }, u: {} }], station: { m: {} } }

/** A sound message of each kind: with one thing bent, all the others pass. */
const SOUND: Readonly<Record<StationKind, object>> = {
  pm: PM,
  birth: { ...id, t, conn: 'c', prev: { boot: '1-1', last: 2 }, cells: [{ cell: '1', plmns: ['452-04'] }] },
  death: { boot: id.boot, conn: 'c' },
  state: { ...id, t, queued: 0, clock: { source: 'ptp', state: 'locked' } },
  alarm: { ...id, t, alarmId: 'a', alarmType: 'b', perceivedSeverity: 'MAJOR', probableCause: 'c' },
  test: {
    ...id,
    t,
    campaign: 'c',
    server: 's',
    ue: 'u',
    plmn: '452-04',
    rat: 'NR',
    place: 'indoor',
    kind: 'dl',
    result: 'ok',
  },
}

describe('decodeMessage answers anything', () => {
  test('any bytes', () => {
    fc.assert(
      fc.property(kind, fc.uint8Array({ maxLength: 400 }), (name, bytes) => outcomeIsWhole(topicOf(name), bytes)),
      { numRuns: 3_000 },
    )
  })

  test('any topic', () => {
    const topic = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((rest) => `tram5g/v1/live/${rest}`),
    )
    fc.assert(
      fc.property(topic, (text) => outcomeIsWhole(text, encode('{}'))),
      { numRuns: 1_000 },
    )
  })

  test('any JSON', () => {
    fc.assert(
      fc.property(kind, tree, (name, value) => outcomeIsWhole(topicOf(name), encode(JSON.stringify(value) ?? 'null'))),
      { numRuns: 5_000 },
    )
  })

  test('sound messages with one thing bent', () => {
    fc.assert(
      fc.property(kind, key, tree, (name, bent, value) =>
        outcomeIsWhole(
          topicOf(name),
          encode(JSON.stringify(Object.fromEntries([...Object.entries(SOUND[name]), [bent, value]]))),
        ),
      ),
      { numRuns: 5_000 },
    )
  })

  test('any measurements and units', () => {
    const name = fc.oneof(
      fc
        .tuple(
          fc.constantFrom(...MEASUREMENTS.map((each) => each.name)),
          fc.constantFrom('', '.sum', '.5qi9', '.causex', '.9', '.'),
        )
        .map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    )
    const m = fc.dictionary(name, tree)
    const u = fc.dictionary(name, fc.oneof(fc.constantFrom('kbit', 'bit', 'ms', '%', '1'), tree))
    fc.assert(
      fc.property(m, u, (values, units) =>
        outcomeIsWhole(
          topicOf('pm'),
          encode(JSON.stringify({ ...PM, cells: [{ cell: '1', m: values, u: units }], station: { m: values } })),
        ),
      ),
      { numRuns: 3_000 },
    )
  })

  test('text cut or changed anywhere', () => {
    const change = fc.record({
      at: fc.nat({ max: 400 }),
      insert: fc.string({ unit: 'binary', maxLength: 3 }),
      drop: fc.nat({ max: 5 }),
    })
    fc.assert(
      fc.property(kind, change, (name, { at, insert, drop }) => {
        const text = JSON.stringify(SOUND[name])
        const from = at % text.length
        return outcomeIsWhole(topicOf(name), encode(text.slice(0, from) + insert + text.slice(from + drop)))
      }),
      { numRuns: 3_000 },
    )
  })

  test.each(STATION_KINDS)('a sound %s is accepted', (name) => {
    expect(decodeMessage(topicOf(name), encode(JSON.stringify(SOUND[name])), CONTEXT)).toMatchObject({ ok: true })
  })

  test.each([
    ['brackets', '['.repeat(200_000)],
    ['nested lists', `{"a":${'['.repeat(120_000)}${']'.repeat(120_000)}}`],
    ['nested objects', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`],
    ['quotes', '"'.repeat(200_000)],
    ['backslashes', `{"${'\\'.repeat(200_000)}":1}`],
    ['repeated names', `{${'"a":1,'.repeat(30_000)}"a":1}`],
    ['one long key', `{"${'k'.repeat(250_000)}":1}`],
    ['one long number', `{"seq":${'9'.repeat(250_000)}}`],
    ['one long string', `{"boot":"${'1'.repeat(250_000)}"}`],
    [
      'one long measurement',
      `{"boot":"1-1","seq":1,"end":60000,"gp":60,"cells":[{"cell":"1","m":{"RRC.ConnMax":"${'1'.repeat(250_000)}"}}]}`,
    ],
    ['one long pseudonym', `{"boot":"1-1","seq":1,"ue":"${'1-'.repeat(120_000)}"}`],
  ])('%s without end', (_, text) => {
    for (const name of STATION_KINDS) outcomeIsWhole(topicOf(name), encode(text))
  })
})
