import { describe, expect, test } from 'vitest'
import { BIRTH, DEATH, ID, refused, sound } from './sample-messages.ts'

describe('birth', () => {
  test('whole', () => {
    expect(sound('birth', BIRTH)).toEqual({
      kind: 'birth',
      id: ID,
      atMs: 1_790_000_060_500,
      conn: 'c-17',
      startedMs: 1_790_000_000_000,
      reason: 'power',
      prev: { boot: { epochMs: 1_780_000_000_000, n: 6 }, last: 991 },
      vendor: 'vendor-x',
      model: 'gNB 8T8R',
      serial: 'SN 0001',
      software: '1.4.2',
      gnbId: 4_294_967_295,
      gnbIdLength: 32,
      heartbeatS: 30,
      gpsS: [10, 900],
      cells: [
        {
          cell: '1',
          nci: '0000AF001',
          mode: 'SA+NSA',
          band: 'n78',
          arfcn: 640_000,
          scsKHz: 30,
          bandwidthMHz: 100,
          nrb: 273,
          duplex: 'TDD',
          tx: 8,
          layers: 4,
          pci: 1_007,
          tac: 16_777_215,
          plmns: ['452-04', '452-05'],
        },
        { cell: '2' },
      ],
    })
  })

  test('with no more than it must have', () => {
    const { boot, seq, t, conn } = BIRTH
    expect(sound('birth', { boot, seq, t, conn, cells: [{ cell: '1' }] })).toEqual({
      kind: 'birth',
      id: ID,
      atMs: t,
      conn,
      startedMs: undefined,
      reason: 'unknown',
      prev: undefined,
      vendor: undefined,
      model: undefined,
      serial: undefined,
      software: undefined,
      gnbId: undefined,
      gnbIdLength: undefined,
      heartbeatS: 60,
      gpsS: [],
      cells: [{ cell: '1' }],
    })
  })

  test.each([
    ['vendor', 'a b'],
    ['vendor', ''],
    ['vendor', 'a'.repeat(65)],
    ['vendor', 'a\\'],
    ['vendor', 'half \ud800'.replace(' ', '')],
    ['software', '1,2'],
    ['model', 'two\nlines'],
    ['serial', 'x'.repeat(257)],
    ['conn', ''],
    ['gnbId', 4_294_967_296],
    ['gnbIdLength', 21],
    ['hb', 0],
    ['gps', [0]],
    ['gps', Array.from({ length: 17 }, () => 10)],
    ['reason', 'reboot'],
    ['prev', { boot: '6', last: 1 }],
    ['prev', { boot: '1-6' }],
    ['started', -1],
    ['t', 4_102_444_800_001],
    ['cells', [{ cell: '1/2' }]],
    ['cells', [{ cell: '1', pci: 1_008 }]],
    ['cells', [{ cell: '1', nci: '0000AF00G' }]],
    ['cells', [{ cell: '1', band: 'n 78' }]],
    ['cells', [{ cell: '1', plmns: ['4520'] }]],
    ['cells', [{ cell: '1', plmns: Array.from({ length: 13 }, () => '452-04') }]],
  ])('is refused with %s %j', (key, value) => {
    const { code, detail } = refused('birth', { ...BIRTH, [key]: value }).reject
    expect(code).toBe('wrong-type')
    expect(detail).toMatch(new RegExp(`^${key}[.[:]`))
  })
})

describe('death', () => {
  test('ends one connection of one boot', () => {
    expect(sound('death', DEATH)).toEqual({
      kind: 'death',
      boot: { epochMs: 1_790_000_000_000, n: 7 },
      conn: 'c-17',
    })
  })

  test('has no place in the count, even where it claims one', () => {
    expect(refused('death', { ...DEATH, seq: 4 }).id).toBeUndefined()
    expect(refused('death', '{"boot":"1-1","conn":"a","seq":4,"x":1e999}').id).toBeUndefined()
  })
})
