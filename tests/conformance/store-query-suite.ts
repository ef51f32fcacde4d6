import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KPIS, type KpiDefinition, LEVEL_MS, LEVELS, windowStart } from '../../contract/mod.ts'
import { type KpiPoint, type KpiRequest, type KpiRow, type KpiStore, queryKpi } from '../../store/mod.ts'
import { parts, partsOf } from '../support/kpi-parts.ts'
import { oracleFigure, oracleKnows } from './kpi-oracle.ts'
import { WORLD_WINDOWS, world, zoneRowsOf } from './kpi-row-arbitrary.ts'
import { batch, kpiRow, registryRow, SUMMED_FIELDS, stationRow } from './store-fixtures.ts'
import type { StoreUnderTest } from './store-suite.ts'

oracleKnows(KPIS)

/** The random half of the store's conformance: whatever the rows, sums and KPIs are those of plain loops. */
export function storeQueryConformance(name: string, make: () => Promise<StoreUnderTest>): void {
  const MIN = LEVEL_MS['1m']
  const base = windowStart('1h', Date.now()) - 2 * LEVEL_MS['1h']

  describe(`KpiStore conformance, queries: ${name}`, () => {
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

    const request = (differing: Partial<KpiRequest>): KpiRequest => ({
      kpis: ['TrafficVolumeDl'],
      level: '1m',
      from: base,
      to: base + WORLD_WINDOWS * MIN,
      by: [],
      where: {},
      ...differing,
    })

    let run = 0
    const worldOf = (kpis: readonly KpiDefinition[]) =>
      world({ from: base, level: '1m', operator: `run-${++run}`, kpis })
    /** Rows of one run, written twice, the first time with other content: what stands is the last. */
    const writeWorld = async (...rows: (readonly KpiRow[])[]) => {
      const kpi = rows.flat()
      const before = kpi.map((row) => ({ ...row, ...parts(scaled(partsOf(row), 3)) }))
      await store.write(batch({ kpi: before.slice(0, Math.ceil(before.length / 2)) }))
      const report = await store.write(
        batch({ kpi, meta: { realm: 'live', catalogue: '1', realmClock: base + 60 * MIN, appliedOffset: run } }),
      )
      expect(report.refused).toEqual([])
    }

    // few tags more often than many: a group of one row would show nothing about sums
    const tags = ['zone', 'band', 'mode', 'station', 'cell']
    const byArbitrary = fc.oneof(
      { weight: 2, arbitrary: fc.constant<string[]>([]) },
      { weight: 2, arbitrary: fc.constantFrom(...tags).map((tag) => [tag]) },
      { weight: 1, arbitrary: fc.subarray(tags) },
    )
    const filterArbitrary = fc.record(
      {
        zone: fc.subarray(['hoa-lac', 'cau-giay'], { minLength: 1 }),
        mode: fc.subarray(['SA', 'NSA', 'SA+NSA', 'unknown'], { minLength: 1 }),
        cell: fc.subarray(['1', '2', '3'], { minLength: 1 }),
      },
      { requiredKeys: [] },
    )
    const whereArbitrary = fc.oneof(
      fc.constant<Partial<Record<'zone' | 'mode' | 'cell', string[]>>>({}),
      filterArbitrary,
    )
    const matching = (rows: readonly KpiRow[], where: Readonly<Record<string, readonly string[]>>) =>
      rows.filter((row) => Object.entries(where).every(([tag, values]) => values.includes(row.tags[tag]!)))

    it('sums are those of a plain loop', async () => {
      await fc.assert(
        fc.asyncProperty(
          // every field of the catalogue has a case of its own in the other half of the suite
          fc.constant(null).chain(() => worldOf(KPIS.filter(({ group }) => group === 'throughput'))),
          byArbitrary,
          whereArbitrary,
          fc.constantFrom('level' as const, 'all' as const),
          async ({ cellRows, zoneRows }, groupBy, where, bucket) => {
            const operator = cellRows[0]?.tags.operator ?? 'none'
            await writeWorld(cellRows, zoneRows)
            const fields = ['exp', 'avail.unknown', ...SUMMED_FIELDS]
            const filter = { ...where, operator: [operator] }
            const query = {
              level: '1m',
              from: base,
              to: base + WORLD_WINDOWS * MIN,
              fields,
              groupBy,
              where: filter,
              bucket,
            } as const
            const expected = new Map<string, { rev: number; gpS: number; sums: Map<string, number> }>()
            for (const row of matching(cellRows, filter)) {
              const t = bucket === 'all' ? base : row.t
              const key = JSON.stringify([...groupBy.map((tag) => row.tags[tag]), t])
              const group = expected.get(key) ?? { rev: 0, gpS: 0, sums: new Map<string, number>() }
              for (const [field, value] of Object.entries(partsOf(row))) {
                if (fields.includes(field)) group.sums.set(field, (group.sums.get(field) ?? 0) + value)
              }
              expected.set(key, {
                rev: Math.max(group.rev, row.rev),
                gpS: Math.max(group.gpS, row.gpS),
                sums: group.sums,
              })
            }
            const tables =
              groupBy.includes('station') || groupBy.includes('cell') || where.cell
                ? ['cell_kpi' as const]
                : (['cell_kpi', 'zone_kpi'] as const)
            for (const table of tables) {
              const found = new Map<string, unknown>()
              for (const { by, windows } of await store.sum({ ...query, table })) {
                for (const { t, sums, rev, gpS } of windows)
                  found.set(JSON.stringify([...groupBy.map((tag) => by[tag]), t]), { sums: new Map(sums), rev, gpS })
              }
              // parts are whole numbers and their sums below 2^53: equal means equal
              expect(found).toEqual(expected)
            }
          },
        ),
        { numRuns: 25 },
      )
    })

    const askAll = async (
      kpis: readonly KpiDefinition[],
      rows: readonly KpiRow[],
      differing: Pick<KpiRequest, 'level' | 'by' | 'where'>,
    ) => {
      const { level, by } = differing
      const answer = await queryKpi(store, request({ ...differing, kpis: kpis.map(({ id }) => id) }))
      const whole = level === 'all'
      const seconds = (whole ? WORLD_WINDOWS * MIN : MIN) / 1000
      for (const kpi of kpis) {
        const result = answer.results.find((each) => each.kpi === kpi.id)
        if (by.length === 0) expect(result?.series).toHaveLength(1)
        for (const { by: tags, points } of result?.series ?? []) {
          const own = rows.filter((row) => by.every((tag) => row.tags[tag] === tags[tag]))
          expect(points).toHaveLength(whole ? 1 : WORLD_WINDOWS)
          const isForeign = own.length > 0 && oracleFigure(kpi, own, { seconds }).na === 'nsa'
          for (const point of points) {
            const inWindow = whole ? own : own.filter((row) => row.t === point.t)
            expectPoint(kpi.id, point, isForeign ? { ...NSA } : oracleFigure(kpi, inWindow, { seconds }))
          }
        }
        const groups = new Set(rows.map((row) => JSON.stringify(by.map((tag) => row.tags[tag]))))
        if (by.length > 0) expect(result?.series.length).toBe(groups.size)
      }
    }

    // busy hours are made of hours, and have a case of their own
    const ofSums = KPIS.filter(({ formula }) => formula.kind !== 'busy-hour')
    const groups = [...new Set(ofSums.map(({ group }) => group))].map((group): [string, KpiDefinition[]] => [
      group,
      ofSums.filter((kpi) => kpi.group === group && kpi.object === 'cell'),
    ])

    it.each(groups.filter(([, kpis]) => kpis.length > 0))(
      'every KPI of cells is that of an oracle, by window and over all of them: %s',
      async (_, kpis) => {
        await fc.assert(
          fc.asyncProperty(
            fc.constant(null).chain(() => worldOf(kpis)),
            byArbitrary,
            whereArbitrary,
            fc.constantFrom('1m' as const, 'all' as const),
            async ({ cellRows, zoneRows }, by, where, level) => {
              const operator = cellRows[0]?.tags.operator ?? 'none'
              await writeWorld(cellRows, zoneRows)
              const filter = { ...where, operator: [operator] }
              await askAll(kpis, matching(cellRows, filter), { level, by, where: filter })
            },
          ),
          { numRuns: 10 },
        )
      },
    )

    it('every KPI of stations is that of an oracle, extremes too', async () => {
      const kpis = ofSums.filter(({ object }) => object === 'station')
      await fc.assert(
        fc.asyncProperty(
          fc.constant(null).chain(() => worldOf(kpis)),
          fc.subarray(['zone', 'station']),
          fc.record({ zone: fc.subarray(['hoa-lac', 'cau-giay'], { minLength: 1 }) }, { requiredKeys: [] }),
          fc.constantFrom('1m' as const, 'all' as const),
          async ({ stationRows }, by, where, level) => {
            const [first] = stationRows
            if (first === undefined) return
            await writeWorld(stationRows)
            const filter = { ...where, operator: [first.tags.operator!] }
            const rows = matching(stationRows, filter)
            if (rows.length > 0) await askAll(kpis, rows, { level, by, where: filter })
          },
        ),
        { numRuns: 25 },
      )
    })

    it('one value for any stretch of time, however coarse the windows it is made of', async () => {
      const rows = [...Array(2 * 360).keys()].map((i) =>
        kpiRow({
          level: '10s',
          t: base + i * 10_000,
          gpS: 10,
          fields: { exp: 10, 'TrafficVolumeDl.vol': 3 ** (i % 7) * 1_000_000, 'TrafficVolumeDl.obs': 10 },
        }),
      )
      const rolled = LEVELS.slice(0, 4).flatMap((level) => rollUp(rows, level))
      await store.write(
        batch({
          kpi: [...rolled, ...zoneRowsOf(rolled)],
          meta: { realm: 'live', catalogue: '1', realmClock: base + 2 * LEVEL_MS['1h'], appliedOffset: 1 },
        }),
      )
      await fc.assert(
        fc.asyncProperty(fc.nat(719), fc.nat(719), async (a, b) => {
          const [first, last] = a < b ? [a, b] : [b, a]
          const [from, to] = [base + first * 10_000, base + (last + 1) * 10_000]
          const answer = await queryKpi(store, request({ kpis: ['TrafficVolumeDl'], level: 'all', from, to }))
          const [point] = answer.results[0]!.series[0]!.points
          let expected = 0
          for (let i = first; i <= last; i++) expected += 3 ** (i % 7)
          expect(point?.t).toBe(from)
          expect(point?.value).toBeCloseTo(expected, 6)
          expect(point?.n).toBe((last - first + 1) * 10)
          expect(point?.coverage).toBe(1)
        }),
        { numRuns: 20 },
      )
    })

    it('adds the greatest of each cell over all the time, however coarse the windows it is made of', async () => {
      const max = (level: KpiRow['level'], t: number, cell: string, users: number, obs = LEVEL_MS[level] / 1000) =>
        kpiRow({
          level,
          t,
          tags: { cell },
          fields: { exp: obs, 'ConnMax.max': users * 1_000, 'ConnMax.obs': obs, 'ConnMax.sus': 0 },
        })
      const HOUR = LEVEL_MS['1h']
      const rows = [
        // 07:59 to 09:15: a minute, an hour, a quarter of an hour
        max('1m', base - MIN, '1', 10),
        max('1m', base - MIN, '2', 70),
        max('1h', base, '1', 40),
        max('1h', base, '2', 20),
        max('15m', base + HOUR, '1', 30),
        // nothing was observed: its 0 is no value, and neither is what stands there by mistake
        max('15m', base + HOUR, '2', 900, 0),
      ]
      await store.write(
        batch({
          kpi: [...rows, ...zoneRowsOf(rows)],
          meta: { realm: 'live', catalogue: '1', realmClock: base + 2 * HOUR, appliedOffset: 1 },
        }),
      )
      const ask = async (by: string[], level: KpiRequest['level'], from: number, to: number) => {
        const answer = await queryKpi(store, request({ kpis: ['ConnMax'], level, by, from, to }))
        return answer.results[0]!.series.flatMap(({ points }) => points.map(({ value }) => value))
      }
      const all = [base - MIN, base + 1.25 * HOUR] as const
      // 40 of cell 1 and 70 of cell 2; the greatest of the sums of each window would be 80
      expect(await ask([], 'all', ...all)).toEqual([110])
      expect(await ask(['cell'], 'all', ...all)).toEqual([40, 70])
      expect(await ask([], '1h', base, base + HOUR)).toEqual([60])
      expect(await ask(['zone'], '1m', base - MIN, base)).toEqual([80])
    })

    it('finds busy hours of cells, of a zone, and of the clock', async () => {
      const DAY = LEVEL_MS['1d']
      const HOUR = LEVEL_MS['1h']
      const first = windowStart('1d', base) - 3 * DAY
      // hours of the clock in Vietnam; [day, hour, cell, Mbit]
      const traffic: [number, number, string, number][] = [
        [0, 9, '1', 100],
        [0, 20, '1', 40],
        [0, 9, '2', 30],
        [0, 20, '2', 80],
        [1, 9, '1', 60],
        [1, 20, '1', 70],
        [1, 9, '2', 20],
        [1, 20, '2', 50],
      ]
      const rows = traffic.map(([day, hour, cell, mbit]) =>
        kpiRow({
          level: '1h',
          t: first + day * DAY + hour * HOUR,
          tags: { cell },
          fields: {
            exp: 3600,
            'BH.cell.bouncing.vol': mbit * 1_000_000,
            'BH.cell.bouncing.obs': 3600,
          },
        }),
      )
      await store.write(
        batch({
          kpi: [...rows, ...zoneRowsOf(rows)],
          stations: [stationRow('HN-0001', { cells: ['1', '2'] })],
          meta: { realm: 'live', catalogue: '1', realmClock: first + 3 * DAY, appliedOffset: 1 },
        }),
      )
      const kpis = ['BH.cell.bouncing', 'BH.zone.sum', 'BH.timeConsistent']
      const ask = async (level: KpiRequest['level'], by: string[] = []) => {
        const answer = await queryKpi(store, request({ kpis, level, by, from: first, to: first + 3 * DAY }))
        return answer.results.map(({ series }) =>
          series.map(({ points }) =>
            points.map(({ value, hour, na }) => [value, hour, na].filter((x) => x !== undefined)),
          ),
        )
      }
      expect(await ask('1d')).toEqual([
        // 100 + 80, 70 + 50; the last day has no hour
        [[[180], [120], [null, 'never-reported']]],
        // 9 o'clock: 130 and 80; 20 o'clock: 120 and 120
        [
          [
            [130, 9],
            [120, 20],
            [null, 'never-reported'],
          ],
        ],
        // means: 105 at 9, 120 at 20
        [
          [
            [120, 20],
            [120, 20],
            [null, 'never-reported'],
          ],
        ],
      ])
      expect(await ask('all')).toEqual([[[[150]]], [[[125]]], [[[120, 20]]]])
      expect((await ask('all', ['cell']))[0]).toEqual([[[85]], [[65]]])
      await expect(queryKpi(store, request({ kpis, level: '1h' }))).rejects.toThrow(
        'allowed levels are 1d, all, got 1h',
      )
    })

    it('tells PLMNs, slices and 5QIs apart, measured by the time of the cells that serve them', async () => {
      const times = { exp: 60, 'avail.up': 60 }
      const cell = (id: string, t: number, tags = {}) => kpiRow({ t, tags: { cell: id, ...tags }, fields: times })
      const member = (id: string, which: string, t: number, succ: number, att: number, tags = {}) =>
        kpiRow({
          table: 'cell_kpi_sub',
          t,
          tags: { cell: id, split: 'fiveqi', member: which, ...tags },
          fields: {
            'DrbEstabSuccess.succ': succ,
            'DrbEstabSuccess.att': att,
            'DrbEstabSuccess.obs': 60,
            'DrbEstabSuccess.sus': 0,
          },
        })
      const cauGiay = { zone: 'cau-giay', station: 'HN-0002' }
      const kpi = [
        ...['1', '2'].flatMap((id) => [cell(id, base), cell(id, base + MIN)]),
        cell('1', base, cauGiay),
        member('1', '9', base, 90, 100),
        // in its second minute the cell said nothing of 5QI 9
        member('2', '9', base, 98, 100),
        member('2', '9', base + MIN, 100, 100),
        member('1', '1', base, 1, 2),
        member('1', '9', base, 5, 10, cauGiay),
        kpiRow({
          table: 'cell_kpi_sub',
          t: base,
          tags: { split: 'plmn', member: '452-04' },
          fields: { 'TrafficVolumeDl.vol': 7e6, 'TrafficVolumeDl.obs': 60 },
        }),
      ]
      const report = await store.write(
        batch({
          kpi,
          stations: [stationRow('HN-0001', { cells: ['1', '2'] }), stationRow('HN-0002', { cells: ['1'] })],
          meta: { realm: 'live', catalogue: '1', realmClock: base + 60 * MIN, appliedOffset: 1 },
        }),
      )
      expect(report.refused).toEqual([])
      const ask = async (differing: Partial<KpiRequest>) => {
        const answer = await queryKpi(store, request({ kpis: ['DrbEstabSuccess'], level: 'all', ...differing }))
        return answer.results[0]!.series.map(({ by, points: [point] }) => ({
          by,
          value: point?.value,
          n: point?.n,
          coverage: point?.coverage,
        }))
      }
      const twoMinutes = { from: base, to: base + 2 * MIN }
      // 5QI 1: cell 1 alone, 60 of its 120 s. 5QI 9: 293 of 310 in 240 s observed of 300 s: 120 + 120 + 60
      expect(await ask({ ...twoMinutes, by: ['fiveqi'] })).toEqual([
        { by: { fiveqi: '1' }, value: 50, n: 2, coverage: 0.5 },
        { by: { fiveqi: '9' }, value: (100 * 293) / 310, n: 310, coverage: 0.8 },
      ])
      expect(await ask({ ...twoMinutes, where: { fiveqi: ['9'], zone: ['hoa-lac'] } })).toEqual([
        { by: {}, value: 96, n: 300, coverage: 0.75 },
      ])
      expect(await ask({ ...twoMinutes, by: ['zone', 'fiveqi'], where: { fiveqi: ['9'] } })).toEqual([
        { by: { zone: 'cau-giay', fiveqi: '9' }, value: 50, n: 10, coverage: 1 },
        { by: { zone: 'hoa-lac', fiveqi: '9' }, value: 96, n: 300, coverage: 0.75 },
      ])
      const minutes = await queryKpi(
        store,
        request({ kpis: ['DrbEstabSuccess'], ...twoMinutes, by: ['cell', 'fiveqi'], where: { station: ['HN-0001'] } }),
      )
      const silent = minutes.results[0]!.series.find(({ by }) => by.cell === '1' && by.fiveqi === '9')?.points[1]
      // its usual attempts, all failed or all succeeded, cannot be told of a window without any
      expect(silent).toMatchObject({ value: null, na: 'never-reported', coverage: 0 })
      const sums = await queryKpi(
        store,
        request({ kpis: ['TrafficVolumeDl'], by: ['plmn'], from: base, to: base + MIN }),
      )
      expect(sums.results[0]!.series).toMatchObject([{ by: { plmn: '452-04' }, points: [{ value: 7, coverage: 1 }] }])
      await expect(ask({ by: ['plmn'] })).rejects.toThrow(
        'DrbEstabSuccess cannot be told by plmn: it can by snssai, fiveqi; by plmn there are ',
      )
      await expect(ask({ by: ['snssai', 'fiveqi'] })).rejects.toThrow('one thing at a time')
    })

    it('counts stations on air, and against what their licences allow', async () => {
      const onAir = (station: string, operator: string, seconds: number) =>
        kpiRow({
          table: 'station_kpi',
          t: base,
          tags: { station, operator },
          fields: { exp: 60, 'InfraShareRatio.svc': 60, 'InfraShareRatio.onair': seconds },
        })
      const licensed = (station: string, operator: string, licence: string, cap: number | undefined, from = 0) =>
        registryRow(station, from, {
          operator,
          ...(licence !== '' && { licence }),
          ...(cap !== undefined && { licenceSiteCap: cap }),
        })
      await store.write(
        batch({
          kpi: [onAir('A-1', 'op-a', 60), onAir('A-2', 'op-a', 30), onAir('B-1', 'op-b', 60), onAir('C-1', 'op-c', 60)],
          registry: [
            // what held before, and what will hold from the next minute on
            licensed('A-1', 'op-a', 'L0', 1),
            licensed('A-1', 'op-a', 'L1', 4, base),
            licensed('A-1', 'op-a', 'L1', 99, base + MIN),
            licensed('A-2', 'op-a', 'L1', 4),
            licensed('B-1', 'op-b', 'L2', 2),
            licensed('C-1', 'op-c', '', undefined),
          ],
          meta: { realm: 'live', catalogue: '1', realmClock: base + MIN, appliedOffset: 1 },
        }),
      )
      const ask = async (by: string[], where: KpiRequest['where'] = {}) => {
        const kpis = ['StationsOnAir', 'LicensedCapUse']
        const answer = await queryKpi(store, request({ kpis, by, where, to: base + MIN }))
        return answer.results.map(({ series }) => series.map(({ points }) => points[0]?.value ?? points[0]?.na))
      }
      // (60 + 30 + 60 + 60) / 60; 3.5 of 4 + 2 sites, each licence once
      expect(await ask([])).toEqual([[3.5], [(3.5 / 6) * 100]])
      expect(await ask([], { operator: ['op-b'] })).toEqual([[1], [50]])
      expect(await ask(['operator'])).toEqual([
        [1.5, 1, 1],
        [37.5, 50, 'zero-denominator'],
      ])
      await expect(ask(['cell'])).rejects.toThrow('StationsOnAir is about stations, which have no tag cell')
    })

    it('shows every window that has begun, empty ones too, and one empty series where nothing matches', async () => {
      const clock = base + 2.5 * MIN
      await store.write(
        batch({
          kpi: zoneRowsOf([
            kpiRow({ t: base + MIN, fields: { exp: 60, 'TrafficVolumeDl.vol': 5e6, 'TrafficVolumeDl.obs': 60 } }),
          ]),
          stations: [stationRow('HN-0001')],
          meta: { realm: 'live', catalogue: '1', realmClock: clock, appliedOffset: 1 },
        }),
      )
      const answer = await queryKpi(store, request({ kpis: ['TrafficVolumeDl'] }))
      expect(answer).toMatchObject({ realm: 'live', catalogue: '1', level: '1m' })
      const [series] = answer.results[0]!.series
      expect(series?.points.map(({ t, value, na, status }) => ({ t, value, na, status }))).toEqual([
        { t: base, value: null, na: 'never-reported', status: 'open' },
        { t: base + MIN, value: 5, na: undefined, status: 'open' },
        { t: base + 2 * MIN, value: null, na: 'never-reported', status: 'open' },
      ])
      const none = await queryKpi(store, request({ kpis: ['TrafficVolumeDl'], where: { zone: ['nowhere'] } }))
      expect(none.results[0]?.series).toHaveLength(1)
      expect(none.results[0]?.series[0]?.by).toEqual({})
      const grouped = await queryKpi(
        store,
        request({ kpis: ['TrafficVolumeDl'], where: { zone: ['nowhere'] }, by: ['zone'] }),
      )
      expect(grouped.results[0]?.series).toEqual([])
    })

    it('tells what is beyond retention from what never came', async () => {
      const clock = windowStart('10s', Date.now())
      await store.write(batch({ meta: { realm: 'live', catalogue: '1', realmClock: clock, appliedOffset: 1 } }))
      const edge = clock - 7 * LEVEL_MS['1d']
      const answer = await queryKpi(
        store,
        request({ kpis: ['CellAvail.Total'], level: '10s', from: edge - 20_000, to: edge + 20_000 }),
      )
      expect(answer.results[0]?.series[0]?.points.map(({ na }) => na)).toEqual([
        'outside-retention',
        'outside-retention',
        'never-reported',
        'never-reported',
      ])
    })
  })
}

const NSA = {
  value: null,
  lo: null,
  hi: null,
  n: 0,
  coverage: null,
  suspectShare: null,
  na: 'nsa',
  partial: [],
  variants: [],
}

function expectPoint(kpi: string, point: KpiPoint, expected: ReturnType<typeof oracleFigure>): void {
  expect(point.na, kpi).toBe(expected.na)
  expect(point.partial ?? [], kpi).toEqual(expected.partial)
  expect(point.variants ?? [], kpi).toEqual(expected.variants)
  if (expected.binWidth === undefined || expected.binWidth === null) expect(point.binWidth).toBe(expected.binWidth)
  else expect(point.binWidth).toBeCloseTo(expected.binWidth, 9)
  for (const name of ['value', 'lo', 'hi', 'n', 'coverage', 'suspectShare'] as const) {
    const [found, right] = [point[name], expected[name]]
    const same =
      found === right ||
      (found !== null && right !== null && Math.abs(found - right) <= 1e-9 * Math.max(1, Math.abs(right)))
    if (!same) expect.fail(`${kpi}: ${name} should be ${right}, is ${found}, in ${JSON.stringify(point)}`)
  }
}

function scaled(fields: Readonly<Record<string, number>>, factor: number): Record<string, number> {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value * factor]))
}

/** The same parts in the windows of a coarser level. */
function rollUp(rows: readonly KpiRow[], level: KpiRow['level']): KpiRow[] {
  const windows = new Map<number, Record<string, number>>()
  for (const row of rows) {
    const t = windowStart(level, row.t)
    const sums = windows.get(t) ?? {}
    for (const [field, value] of Object.entries(partsOf(row))) sums[field] = (sums[field] ?? 0) + value
    windows.set(t, sums)
  }
  return [...windows].map(([t, fields]) => ({ ...rows[0]!, level, t, ...parts(fields) }))
}
