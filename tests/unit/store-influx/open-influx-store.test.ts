import { describe, expect, it } from 'vitest'
import { LEVEL_MS } from '../../../contract/mod.ts'
import { planWrite } from '../../../store/influx/plan.ts'
import { sumInfluxQl } from '../../../store/influx/read-sums.ts'
import { type InfluxStoreOptions, openInfluxStore } from '../../../store/mod.ts'
import {
  batch,
  deadLetterRow,
  eventRow,
  historyRow,
  kpiRow,
  ledgerRow,
  stationRow,
} from '../../conformance/store-fixtures.ts'

const NOW = 1_790_000_000_000
const right: InfluxStoreOptions = { url: 'http://127.0.0.1:8086', database: 'tram5g', realm: 'live', now: () => NOW }

describe('openInfluxStore', () => {
  it.each([
    [{ url: 'http://admin:secret@influx.example' }, /holds a user or password/],
    [{ url: 'ftp://influx.example' }, /expected http/],
    [{ database: 'a b' }, /expected 1 to 64/],
    [{ realm: 'LIVE' }, /realm is "LIVE"/],
    [{ retention: { '10s': 60_000 } }, /retention of level 10s is 60000 ms/],
  ] as const)('refuses %o', (wrong, reason) => {
    expect(() => openInfluxStore({ ...right, ...wrong })).toThrow(RangeError)
    expect(() => openInfluxStore({ ...right, ...wrong })).toThrow(reason)
  })

  it('does not repeat a password it refuses', () => {
    expect(() => openInfluxStore({ ...right, url: 'http://admin:secret@influx.example' })).not.toThrow(/secret/)
  })

  it('keeps what it is told to, elsewhere as usual', () => {
    const store = openInfluxStore({ ...right, retention: { '1m': LEVEL_MS['1d'], '15m': null } })
    expect(store.keptSince('10s', NOW)).toBe(NOW - 7 * LEVEL_MS['1d'])
    expect(store.keptSince('1m', NOW)).toBe(NOW - LEVEL_MS['1d'])
    expect(store.keptSince('15m', NOW)).toBe(Number.NEGATIVE_INFINITY)
  })
})

describe('plan of a write', () => {
  const options = { nowMs: NOW, written: 1, keptSince: () => NOW - LEVEL_MS['1h'] }

  it('sends each row where it belongs, and meta last', () => {
    const t = NOW - (NOW % 60_000)
    const plan = planWrite(
      batch({
        kpi: [kpiRow({ t, fields: { exp: 1 } }), kpiRow({ level: '10s', t, fields: { exp: 1 } })],
        stations: [stationRow('A')],
        ledger: [ledgerRow('A')],
        events: [eventRow('e', t, null)],
        history: [historyRow(t, 1)],
        deadLetters: [deadLetterRow(1, t)],
        meta: { realm: 'live', catalogue: '1', realmClock: t, appliedOffset: 1 },
      }),
      options,
    )
    const where = plan.lanes.map(({ target, lines }) => [
      `${target.policy} ${target.precision}`,
      lines.map(({ text }) => text.split(/[ ,]/)[0]),
    ])
    expect(Object.fromEntries(where)).toEqual({
      '1m ms': ['cell_kpi'],
      '10s ms': ['cell_kpi'],
      'autogen ns': ['stations', 'zones', 'ledger', 'events', 'history', 'dead_letters'],
      '15m ms': ['ledger_trend'],
    })
    expect(plan.meta?.text).toMatch(/^meta realm="live"/)
  })

  it('never sends what is beyond retention, nor what no line can say', () => {
    const plan = planWrite(
      batch({
        kpi: [
          kpiRow({ t: NOW - LEVEL_MS['1h'] - 1, fields: { exp: 1 } }),
          kpiRow({ t: NOW - LEVEL_MS['1h'], fields: { exp: 1 } }),
          kpiRow({ t: NOW, fields: { rev: 1 } }),
          kpiRow({ t: NOW, fields: { exp: 1 }, rev: 0.5 }),
          kpiRow({ t: NOW + 0.5, fields: { exp: 1 } }),
          { ...kpiRow({ t: NOW, fields: { exp: 1 } }), tags: { cell: '1' } },
          { ...kpiRow({ t: NOW, fields: { exp: 1 } }), tags: { ...kpiRow({ t: NOW, fields: {} }).tags, extra: 'x' } },
        ],
        stations: [stationRow('')],
        events: [eventRow('e', NOW, null, { station: 'a\nb' })],
      }),
      options,
    )
    expect(plan.expired).toBe(1)
    expect(plan.lanes.flatMap(({ lines }) => lines)).toHaveLength(1)
    expect(plan.refused.map(({ reason }) => reason)).toEqual([
      'a part may not be called rev',
      expect.stringContaining('field rev is 0.5'),
      expect.stringContaining('expected whole epoch milliseconds'),
      expect.stringContaining('tag operator is missing'),
      'cell_kpi has no tag "extra"',
      'the station has no name',
      expect.stringContaining('tag station is "a\\nb"'),
    ])
  })
})

describe('InfluxQL of a sum', () => {
  const query = {
    table: 'zone_kpi',
    level: '1d',
    from: 0,
    to: 86_400_000,
    fields: ['avail.up'],
    groupBy: ['zone'],
    where: {},
    bucket: 'level',
  } as const

  it('is one statement', () => {
    expect(sumInfluxQl({ ...query, where: { operator: ['a', "o'b"] } })).toBe(
      `SELECT sum("avail.up"), max("rev"), max("gp") FROM "1d"."zone_kpi" WHERE time >= 0ms AND time < 86400000ms AND ("operator" = 'a' OR "operator" = 'o\\'b') GROUP BY "zone", time(1d, -7h) fill(none)`,
    )
  })

  it('asks nothing where nothing can match', () => {
    expect(sumInfluxQl({ ...query, where: { zone: ['a b', ''] } })).toBeUndefined()
    expect(sumInfluxQl({ ...query, where: { zone: [] } })).toBeUndefined()
    expect(sumInfluxQl({ ...query, to: 0 })).toBeUndefined()
  })

  it('refuses a tag that the table has not', () => {
    expect(() => sumInfluxQl({ ...query, groupBy: ['cell'] })).toThrow(
      /zone_kpi has no tag "cell": expected one of operator/,
    )
  })

  it('can be asked about all of time', () => {
    const all = { ...query, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
    expect(sumInfluxQl(all)).toContain('time >= -9223372036854ms AND time < 9223372036854ms')
  })
})
