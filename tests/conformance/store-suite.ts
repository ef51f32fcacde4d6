import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LEVEL_MS, type Level, windowStart } from '../../contract/mod.ts'
import type { KpiStore, SumQuery, SumSeries } from '../../store/mod.ts'
import {
  batch,
  deadLetterRow,
  eventRow,
  historyRow,
  kpiRow,
  ledgerRow,
  REPORT_FIELDS,
  registryRow,
  stationRow,
} from './store-fixtures.ts'
import { storeQueryConformance } from './store-query-suite.ts'

/** A fresh, empty store that the suite may write into; `dispose` closes it and removes what it left behind. */
export interface StoreUnderTest {
  readonly store: KpiStore
  dispose(): Promise<void>
}

/**
 * What every {@link KpiStore} must do, whichever engine is behind it.
 *
 * Use it from `tests/conformance/store-<adapter>.test.ts`:
 *
 *     storeConformance('DuckDB', async () => {
 *       const store = await openDuckDbStore({ path: ':memory:', realm: 'live', now: Date.now })
 *       return { store, dispose: () => store.close() }
 *     })
 *
 * `make` is called once per test and must give an **empty store of the realm `live`** with the default retention
 * (7 d, 90 d, 2 y, for ever, for ever) by the wall clock; with a server, a new database each time is enough. The suite
 * calls `prepare()` itself. All times lie near now, so that no retention drops them. What was written must be visible
 * to a query as soon as `write` has resolved. Order of what comes back: `sum` in any order of series, windows
 * ascending; `stations` and `ledger` by station; `events` by `from`, then id; `history` and `deadLetters` newest first.
 */
export function storeConformance(name: string, make: () => Promise<StoreUnderTest>): void {
  storeQueryConformance(name, make)
  const HOUR = LEVEL_MS['1h']
  const MIN = LEVEL_MS['1m']
  /** Two hours ago, on the hour: past, but far from every retention. */
  const base = windowStart('1h', Date.now()) - 2 * HOUR

  describe(`KpiStore conformance: ${name}`, () => {
    let under: StoreUnderTest
    let store: KpiStore

    beforeEach(async () => {
      under = await make()
      store = under.store
      await store.prepare()
    })
    afterEach(async () => {
      await under.dispose()
    })

    const query = (differing: Partial<SumQuery> = {}): SumQuery => ({
      table: 'cell_kpi',
      level: '1m',
      from: base,
      to: base + HOUR,
      fields: ['exp', 'avail.up'],
      groupBy: [],
      where: {},
      bucket: 'level',
      ...differing,
    })

    describe('KPI rows', () => {
      it('may be prepared again without losing anything', async () => {
        await store.write(batch({ kpi: [kpiRow({ t: base, fields: { exp: 60 } })] }))
        await store.prepare()
        expect(plain(await store.sum(query()))).toEqual([{ by: {}, windows: [[base, { exp: 60 }]] }])
      })

      it('answers nothing from an empty store', async () => {
        expect(await store.sum(query())).toEqual([])
        expect(await store.sum(query({ bucket: 'all' }))).toEqual([])
      })

      it('takes the same row again without counting it twice', async () => {
        const row = kpiRow({ t: base, fields: { exp: 60, 'avail.up': 50 } })
        for (let i = 0; i < 3; i++) {
          expect(await store.write(batch({ kpi: [row] }))).toEqual({ written: 1, expired: 0, refused: [] })
        }
        expect(plain(await store.sum(query()))).toEqual([{ by: {}, windows: [[base, { exp: 60, 'avail.up': 50 }]] }])
      })

      it('lets the last of two rows of one identity in one batch stand', async () => {
        await store.write(
          batch({
            kpi: [kpiRow({ t: base, fields: { exp: 30 } }), kpiRow({ t: base, fields: { exp: 60 }, rev: 1 })],
          }),
        )
        const [series] = await store.sum(query())
        expect(series?.windows[0]?.sums.get('exp')).toBe(60)
        expect(series?.windows[0]?.rev).toBe(1)
      })

      it('replaces a row by its new content', async () => {
        await store.write(batch({ kpi: [kpiRow({ t: base, fields: { exp: 30, 'avail.up': 30 }, gpS: 10 })] }))
        await store.write(batch({ kpi: [kpiRow({ t: base, fields: { exp: 60, 'avail.up': 0 }, rev: 3, gpS: 900 })] }))
        const [series] = await store.sum(query())
        expect(series?.windows).toHaveLength(1)
        expect(wholeWindows(series)[0]).toEqual({
          t: base,
          sums: new Map([
            ['exp', 60],
            ['avail.up', 0],
          ]),
          rev: 3,
          gpS: 900,
        })
      })

      it('keeps two tag sets of one cell apart and adds them where they are not asked apart', async () => {
        await store.write(
          batch({
            kpi: [
              kpiRow({ t: base, tags: { zone: 'hoa-lac' }, fields: { exp: 20 } }),
              kpiRow({ t: base, tags: { zone: 'cau-giay', zone_type: 'city-centre' }, fields: { exp: 40 } }),
            ],
          }),
        )
        expect(plain(await store.sum(query({ groupBy: ['zone'] })))).toEqual([
          { by: { zone: 'cau-giay' }, windows: [[base, { exp: 40 }]] },
          { by: { zone: 'hoa-lac' }, windows: [[base, { exp: 20 }]] },
        ])
        expect(plain(await store.sum(query({ groupBy: ['station', 'cell'] })))).toEqual([
          { by: { station: 'HN-0001', cell: '1' }, windows: [[base, { exp: 60 }]] },
        ])
      })

      it('counts a retired row as nothing', async () => {
        const fields = { exp: 60, 'avail.up': 60 }
        await store.write(batch({ kpi: [kpiRow({ t: base, tags: { zone: 'old' }, fields })] }))
        await store.write(
          batch({
            kpi: [
              kpiRow({ t: base, tags: { zone: 'old' }, fields: { exp: 0, 'avail.up': 0 }, rev: 1, retired: true }),
              kpiRow({ t: base, tags: { zone: 'new' }, fields, rev: 1 }),
            ],
          }),
        )
        expect(plain(await store.sum(query()))).toEqual([{ by: {}, windows: [[base, fields]] }])
      })

      it('keeps tables and levels apart', async () => {
        await store.write(
          batch({
            kpi: [
              kpiRow({ table: 'cell_kpi', level: '1m', t: base, fields: { exp: 1 } }),
              kpiRow({ table: 'zone_kpi', level: '1m', t: base, fields: { exp: 2 } }),
              kpiRow({ table: 'station_kpi', level: '1m', t: base, fields: { exp: 3 } }),
              kpiRow({ table: 'cell_kpi', level: '10s', t: base, fields: { exp: 4 } }),
              kpiRow({ table: 'cell_kpi', level: '15m', t: base, fields: { exp: 5 } }),
              kpiRow({ table: 'cell_kpi', level: '1h', t: base, fields: { exp: 6 } }),
            ],
          }),
        )
        const expOf = async (differing: Partial<SumQuery>) => {
          const [series] = await store.sum(query(differing))
          return series?.windows[0]?.sums.get('exp')
        }
        expect(await expOf({})).toBe(1)
        expect(await expOf({ table: 'zone_kpi' })).toBe(2)
        expect(await expOf({ table: 'station_kpi' })).toBe(3)
        expect(await expOf({ level: '10s' })).toBe(4)
        expect(await expOf({ level: '15m' })).toBe(5)
        expect(await expOf({ level: '1h' })).toBe(6)
      })

      it('keeps days that start at 17:00Z', async () => {
        const today = windowStart('1d', Date.now())
        const days = [today - 2 * LEVEL_MS['1d'], today - LEVEL_MS['1d'], today]
        await store.write(batch({ kpi: days.map((t, i) => kpiRow({ level: '1d', t, fields: { exp: 86_400 - i } })) }))
        const asked = query({ level: '1d', from: days[0]!, to: days[2]! })
        expect(plain(await store.sum(asked))).toEqual([
          {
            by: {},
            windows: [
              [days[0], { exp: 86_400 }],
              [days[1], { exp: 86_399 }],
            ],
          },
        ])
      })
    })

    describe('sums', () => {
      it('include `from`, exclude `to`, and leave out windows without a row', async () => {
        const at = [-1, 0, 1, 3, 59, 60].map((m) => base + m * MIN)
        await store.write(batch({ kpi: at.map((t, i) => kpiRow({ t, fields: { exp: 2 ** i } })) }))
        expect(plain(await store.sum(query()))).toEqual([
          {
            by: {},
            windows: [
              [base, { exp: 2 }],
              [base + MIN, { exp: 4 }],
              [base + 3 * MIN, { exp: 8 }],
              [base + 59 * MIN, { exp: 16 }],
            ],
          },
        ])
      })

      it('add up over cells per window, with the greatest rev and gp', async () => {
        await store.write(
          batch({
            kpi: [
              kpiRow({ t: base, tags: { cell: '1' }, fields: { exp: 60, 'avail.up': 60 }, rev: 2, gpS: 10 }),
              kpiRow({ t: base, tags: { cell: '2' }, fields: { exp: 60, 'avail.up': 15 }, rev: 5, gpS: 60 }),
              kpiRow({ t: base + MIN, tags: { cell: '2' }, fields: { exp: 60, 'avail.up': 1 }, rev: 0, gpS: 0 }),
            ],
          }),
        )
        const [series] = await store.sum(query())
        expect(wholeWindows(series)).toEqual([
          {
            t: base,
            sums: new Map([
              ['exp', 120],
              ['avail.up', 75],
            ]),
            rev: 5,
            gpS: 60,
          },
          {
            t: base + MIN,
            sums: new Map([
              ['exp', 60],
              ['avail.up', 1],
            ]),
            rev: 0,
            gpS: 0,
          },
        ])
      })

      it('make one window of [from, to) for `all`, at `from`', async () => {
        await store.write(
          batch({
            kpi: [0, 1, 2].map((m) => kpiRow({ t: base + m * MIN, fields: { exp: 10 ** m }, rev: m, gpS: 60 - m })),
          }),
        )
        const [series, ...rest] = await store.sum(query({ bucket: 'all', from: base - HOUR, to: base + 2 * MIN }))
        expect(rest).toEqual([])
        expect(wholeWindows(series)).toEqual([{ t: base - HOUR, sums: new Map([['exp', 11]]), rev: 1, gpS: 60 }])
      })

      it('leave out a field that no row has, and keep one that is 0', async () => {
        await store.write(
          batch({
            kpi: [
              kpiRow({ t: base, tags: { cell: '1' }, fields: { exp: 60, 'RrcSetupSuccess.att': 0 } }),
              kpiRow({ t: base, tags: { cell: '2' }, fields: { exp: 60, 'DlUeThroughput.vol': 7 } }),
            ],
          }),
        )
        const fields = ['exp', 'RrcSetupSuccess.att', 'DlUeThroughput.vol', 'PrbUtilDl.used']
        expect(plain(await store.sum(query({ fields })))).toEqual([
          { by: {}, windows: [[base, { exp: 120, 'RrcSetupSuccess.att': 0, 'DlUeThroughput.vol': 7 }]] },
        ])
        expect(plain(await store.sum(query({ fields, groupBy: ['cell'] })))).toEqual([
          { by: { cell: '1' }, windows: [[base, { exp: 60, 'RrcSetupSuccess.att': 0 }]] },
          { by: { cell: '2' }, windows: [[base, { exp: 60, 'DlUeThroughput.vol': 7 }]] },
        ])
      })

      it('keep a window whose rows have none of the fields asked for', async () => {
        await store.write(batch({ kpi: [kpiRow({ t: base, fields: { exp: 60 }, rev: 4, gpS: 10 })] }))
        const [series] = await store.sum(query({ fields: ['PrbUtilDl.used', 'exp'] }))
        expect(wholeWindows(series)).toEqual([{ t: base, sums: new Map([['exp', 60]]), rev: 4, gpS: 10 }])
      })

      it('keep a group in which everything is 0', async () => {
        await store.write(
          batch({
            kpi: [kpiRow({ t: base, fields: { exp: 0, 'RrcSetupSuccess.att': 0, 'RrcSetupSuccess.succ': 0 } })],
          }),
        )
        const fields = ['exp', 'RrcSetupSuccess.att', 'RrcSetupSuccess.succ']
        expect(plain(await store.sum(query({ fields })))).toEqual([
          { by: {}, windows: [[base, { exp: 0, 'RrcSetupSuccess.att': 0, 'RrcSetupSuccess.succ': 0 }]] },
        ])
      })

      it('filter by several tags, each with several values', async () => {
        const cells = ['1', '2', '3'].flatMap((cell) => ['n41', 'n78'].map((band) => ({ cell, band })))
        await store.write(batch({ kpi: cells.map((tags, i) => kpiRow({ t: base, tags, fields: { exp: 10 ** i } })) }))
        const sumWhere = async (where: SumQuery['where']) => {
          const [series] = await store.sum(query({ where }))
          return series?.windows[0]?.sums.get('exp')
        }
        expect(await sumWhere({})).toBe(111_111)
        expect(await sumWhere({ cell: ['1'] })).toBe(11)
        expect(await sumWhere({ cell: ['1', '3'] })).toBe(110_011)
        expect(await sumWhere({ cell: ['1', '3'], band: ['n78'] })).toBe(100_010)
        expect(await sumWhere({ cell: ['1', '9'], band: ['n41', 'n78'] })).toBe(11)
        expect(await sumWhere({ cell: ['9'] })).toBeUndefined()
      })

      it('take a tag value for what it is, whatever it looks like', async () => {
        const values = ["a'b", 'a/b', 'a.*b', '$x', 'đồng-nai', '%', "';DROP"]
        await store.write(
          batch({ kpi: values.map((zone, i) => kpiRow({ t: base, tags: { zone }, fields: { exp: i + 1 } })) }),
        )
        for (const [i, zone] of values.entries()) {
          const found = plain(await store.sum(query({ where: { zone: [zone] }, groupBy: ['zone'] })))
          expect(found).toEqual([{ by: { zone }, windows: [[base, { exp: i + 1 }]] }])
        }
      })

      it('are exact for whole numbers up to 2^53', async () => {
        const half = 2 ** 52
        await store.write(
          batch({
            kpi: [
              kpiRow({ t: base, tags: { cell: '1' }, fields: { 'TrafficVolumeDl.vol': half - 1 } }),
              kpiRow({ t: base, tags: { cell: '2' }, fields: { 'TrafficVolumeDl.vol': half } }),
            ],
          }),
        )
        const [series] = await store.sum(query({ fields: ['TrafficVolumeDl.vol'] }))
        expect(series?.windows[0]?.sums.get('TrafficVolumeDl.vol')).toBe(2 ** 53 - 1)
      })

      it('keep the halves that weighing by sub-carrier spacing makes', async () => {
        await store.write(
          batch({
            kpi: [
              kpiRow({ t: base, tags: { cell: '1' }, fields: { 'PrbUtilDl.used': 1.5 } }),
              kpiRow({ t: base, tags: { cell: '2' }, fields: { 'PrbUtilDl.used': 2.5 } }),
            ],
          }),
        )
        const [series] = await store.sum(query({ fields: ['PrbUtilDl.used'] }))
        expect(series?.windows[0]?.sums.get('PrbUtilDl.used')).toBe(4)
      })

      it('know every field of the catalogue', async () => {
        const fields = Object.fromEntries(REPORT_FIELDS.map((field, i) => [field, i + 1]))
        const report = await store.write(batch({ kpi: [kpiRow({ t: base, fields })] }))
        expect(report).toEqual({ written: 1, expired: 0, refused: [] })
        expect(plain(await store.sum(query({ fields: REPORT_FIELDS })))).toEqual([
          { by: {}, windows: [[base, fields]] },
        ])
      })
    })

    describe('rows it does not take', () => {
      it('counts what is beyond retention as expired and writes the rest', async () => {
        const now = Date.now()
        const old = (level: Level, days: number) => windowStart(level, now - days * LEVEL_MS['1d'])
        const rows = [
          kpiRow({ level: '10s', t: old('10s', 8), fields: { exp: 1 } }),
          kpiRow({ level: '1m', t: old('1m', 92), fields: { exp: 1 } }),
          kpiRow({ level: '15m', t: old('15m', 735), fields: { exp: 1 } }),
          kpiRow({ level: '10s', t: old('10s', 5), fields: { exp: 1 } }),
          kpiRow({ level: '1h', t: old('1h', 1000), fields: { exp: 1 } }),
          kpiRow({ level: '1d', t: old('1d', 1000), fields: { exp: 1 } }),
        ]
        expect(await store.write(batch({ kpi: rows }))).toEqual({ written: 3, expired: 3, refused: [] })
        const count = async (level: Level) => {
          const found = await store.sum(query({ level, from: now - 1100 * LEVEL_MS['1d'], to: now }))
          return found.flatMap((series) => series.windows).length
        }
        expect(await count('10s')).toBe(1)
        expect(await count('1m')).toBe(0)
        expect(await count('15m')).toBe(0)
        expect(await count('1h')).toBe(1)
        expect(await count('1d')).toBe(1)
      })

      it('says since when it keeps each level', () => {
        const now = Date.now()
        const days = (level: Level) => (now - store.keptSince(level, now)) / LEVEL_MS['1d']
        expect(days('10s')).toBe(7)
        expect(days('1m')).toBe(90)
        expect(days('15m')).toBeGreaterThanOrEqual(730)
        expect(days('15m')).toBeLessThanOrEqual(732)
        expect(store.keptSince('1h', now)).toBe(Number.NEGATIVE_INFINITY)
        expect(store.keptSince('1d', now)).toBe(Number.NEGATIVE_INFINITY)
      })

      it('refuses a value that is no number and an unsafe tag, each with a reason, and writes the rest', async () => {
        const report = await store.write(
          batch({
            kpi: [
              kpiRow({ t: base, tags: { cell: '1' }, fields: { exp: 60 } }),
              kpiRow({ t: base, tags: { cell: '2' }, fields: { exp: Number.NaN } }),
              kpiRow({ t: base, tags: { cell: '3' }, fields: { exp: Number.POSITIVE_INFINITY } }),
              kpiRow({ t: base, tags: { cell: 'a b' }, fields: { exp: 60 } }),
              kpiRow({ t: base, tags: { cell: '' }, fields: { exp: 60 } }),
              kpiRow({ t: base, tags: { cell: '4' }, fields: { exp: 60 } }),
            ],
          }),
        )
        expect(report.written).toBe(2)
        expect(report.expired).toBe(0)
        expect(report.refused).toHaveLength(4)
        for (const refused of report.refused) {
          expect(refused.row).toContain('cell_kpi')
          expect(refused.reason.length).toBeGreaterThan(10)
        }
        expect(plain(await store.sum(query()))).toEqual([{ by: {}, windows: [[base, { exp: 120 }]] }])
      })
    })

    describe('tables beside the KPIs', () => {
      it('keeps stations, Vietnamese names and all, and replaces them', async () => {
        const one = stationRow('HN-0001')
        const two = stationRow('DN-0002', {
          zoneName: 'Khu công nghiệp Điện Nam – Điện Ngọc',
          type: 'probe',
          lat: null,
          lon: null,
          cells: [],
          connected: false,
          registered: false,
          lastSeen: null,
          silentSince: base,
          queued: null,
          clockOffsetMs: null,
          feed: null,
        })
        await store.write(batch({ stations: [one, two] }))
        expect(await store.stations()).toEqual([two, one])
        const changed = {
          ...one,
          zoneName: 'Đặc khu Phú Quốc',
          software: '1.0.1',
          lastSeen: null,
          queued: 12,
          feed: null,
        }
        await store.write(batch({ stations: [changed] }))
        expect(await store.stations()).toEqual([two, changed])
      })

      it('keeps the lines of the registry by station and date, and replaces a line that is said again', async () => {
        const first = registryRow('HN-0001', base - 400 * 24 * HOUR)
        const later = registryRow('HN-0001', base + 30 * 24 * HOUR, { zone: 'z-2', phase: '2' })
        const other = registryRow('DN-0002', base, { type: 'probe', cells: [] })
        await store.write(batch({ registry: [later, other, first] }))
        expect(await store.registry()).toEqual([other, first, later])
        const again = { ...first, line: { ...first.line, zone: 'z-3' }, why: 'Sửa', at: base }
        await store.write(batch({ registry: [again] }))
        expect(await store.registry('HN-0001')).toEqual([again, later])
        expect(await store.registry('HN-9999')).toEqual([])
        expect(await store.registry('not a station')).toEqual([])
      })

      it('keeps the ledger, whole and by station', async () => {
        const one = ledgerRow('HN-0001')
        const two = ledgerRow('DN-0002', { rejected: {}, openEnd: true, late: 3 })
        await store.write(batch({ ledger: [one, two] }))
        const changed = { ...one, received: 101, accepted: 91, published: 96, rejected: { 'not-json': 3 } }
        await store.write(batch({ ledger: [changed] }))
        expect(await store.ledger()).toEqual([two, changed])
        expect(await store.ledger('HN-0001')).toEqual([changed])
        expect(await store.ledger('HN-9999')).toEqual([])
      })

      it('keeps events, replaces them by id, and finds all that touch the range', async () => {
        const before = eventRow('e-before', base - HOUR, base)
        const long = eventRow('e-long', base - HOUR, base + 2 * HOUR, { attribution: 'power', overrun: true })
        const open = eventRow('e-open', base - 30 * MIN, null, { type: 'silence', cell: '', cause: '' })
        const inside = eventRow('e-inside', base + MIN, null)
        const instant = eventRow('e-instant', base, base, { type: 'restart', cause: 'power' })
        const after = eventRow('e-after', base + HOUR, null)
        await store.write(batch({ events: [before, long, open, inside, instant, after] }))
        const closed = { ...inside, to: base + 2 * MIN, text: 'Đã khôi phục' }
        await store.write(batch({ events: [closed] }))
        expect(await store.events(base, base + HOUR)).toEqual([long, open, instant, closed])
      })

      it('keeps with an event what the operator registered', async () => {
        const window = {
          targets: ['HN-0001', 'HN-0002/3'],
          by: 'Trần Nga',
          why: 'Thay ăng-ten, "gấp"\\',
          ticket: 'T=1',
          approvedBy: '',
          recordedAt: base - HOUR,
          afterwards: false,
          plannedTo: base + 2 * HOUR,
        }
        const planned = eventRow('m-1', base, base + 2 * HOUR, { type: 'maintenance', window })
        await store.write(batch({ events: [planned] }))
        expect(await store.events(base, base + HOUR)).toEqual([planned])
        const changed = { at: base + HOUR, by: 'Nam', why: 'xong' }
        const closed = { ...planned, to: base + HOUR, window: { ...window, changed } }
        await store.write(batch({ events: [closed] }))
        expect(await store.events(base, base + HOUR)).toEqual([closed])
      })

      it('lets an event that moved replace itself', async () => {
        await store.write(batch({ events: [eventRow('moved', base + MIN, null)] }))
        const moved = eventRow('moved', base, base + 5 * MIN)
        await store.write(batch({ events: [moved] }))
        expect(await store.events(base - HOUR, base + HOUR)).toEqual([moved])
      })

      it('keeps history once however often it comes, newest first', async () => {
        const one = historyRow(base, 1)
        const two = historyRow(base, 2, { before: one.after, after: {}, reason: 'superseded' })
        const other = historyRow(base + MIN, 1, { station: 'DN-0002', cell: '3', level: '15m', reason: 'registry' })
        await store.write(batch({ history: [one, two] }))
        await store.write(batch({ history: [one, other] }))
        const newestFirst = [other, two, one].sort((a, b) => b.changedAt - a.changedAt)
        expect(await store.history({ limit: 10 })).toEqual(newestFirst)
        expect(await store.history({ limit: 1 })).toEqual(newestFirst.slice(0, 1))
        expect(await store.history({ limit: 10, station: 'HN-0001' })).toEqual([two, one])
        expect(await store.history({ limit: 10, station: 'DN-0002', cell: '1' })).toEqual([])
        expect(await store.history({ limit: 10, level: '15m' })).toEqual([other])
        expect(await store.history({ limit: 10, from: base + MIN })).toEqual([other])
        expect(await store.history({ limit: 10, to: base + MIN })).toEqual([two, one])
      })

      it('keeps dead letters by offset, newest first, and notes that one was resolved', async () => {
        const rows = [7, 8, 9].map((offset) => deadLetterRow(offset, base + offset))
        await store.write(batch({ deadLetters: rows }))
        const resolved = { ...rows[1]!, resolved: true }
        await store.write(batch({ deadLetters: [resolved] }))
        expect(await store.deadLetters(10)).toEqual([rows[2], resolved, rows[0]])
        expect(await store.deadLetters(2)).toEqual([rows[2], resolved])
      })

      it('has no meta before the first write, and the last one after', async () => {
        expect(await store.meta()).toBeUndefined()
        const meta = { realm: 'live', catalogue: '1', realmClock: base, appliedOffset: 17 }
        await store.write(batch({ meta }))
        await store.write(batch({ meta: { ...meta, realmClock: base + 5000, appliedOffset: 2 ** 40 } }))
        await store.write(batch({}))
        expect(await store.meta()).toEqual({ ...meta, realmClock: base + 5000, appliedOffset: 2 ** 40 })
      })

      it('writes a batch of everything at once and reports what it wrote', async () => {
        const report = await store.write(
          batch({
            kpi: [kpiRow({ t: base, fields: { exp: 60 } })],
            stations: [stationRow('HN-0001')],
            ledger: [ledgerRow('HN-0001')],
            events: [eventRow('e', base, null)],
            history: [historyRow(base, 1)],
            deadLetters: [deadLetterRow(1, base)],
            meta: { realm: 'live', catalogue: '1', realmClock: base, appliedOffset: 1 },
          }),
        )
        // meta says how far the rows go; it is none of them
        expect(report).toEqual({ written: 6, expired: 0, refused: [] })
      })
    })
  })
}

/** Windows with their sums as plain maps, whatever kind of map the adapter gives. */
function wholeWindows(series: SumSeries | undefined) {
  return series?.windows.map((window) => ({ ...window, sums: new Map(window.sums) })) ?? []
}

interface PlainSeries {
  by: Readonly<Record<string, string>>
  windows: [t: number, sums: Record<string, number>][]
}

/** Series in an order of their own, maps as objects: easy to compare and to read when a comparison fails. */
function plain(series: readonly SumSeries[]): PlainSeries[] {
  return series
    .map(({ by, windows }) => ({
      by,
      windows: windows.map(({ t, sums }): [number, Record<string, number>] => [t, Object.fromEntries(sums)]),
    }))
    .sort((a, b) => (JSON.stringify(a.by) < JSON.stringify(b.by) ? -1 : 1))
}
