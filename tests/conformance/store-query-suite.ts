import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KPIS, LEVEL_MS, LEVELS, windowStart } from '../../contract/mod.ts'
import { type KpiPoint, type KpiRequest, type KpiRow, type KpiStore, queryKpi } from '../../store/mod.ts'
import { oracleFigure } from './kpi-oracle.ts'
import { WORLD_WINDOWS, world, zoneRowsOf } from './kpi-row-arbitrary.ts'
import { batch, kpiRow, REPORT_FIELDS, stationRow } from './store-fixtures.ts'
import type { StoreUnderTest } from './store-suite.ts'

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
      kpis: KPIS.map((kpi) => kpi.id),
      level: '1m',
      from: base,
      to: base + WORLD_WINDOWS * MIN,
      by: [],
      where: {},
      ...differing,
    })

    let run = 0
    /** Rows of one run, written twice, the first time with other content: what stands is the last. */
    const writeWorld = async (cellRows: readonly KpiRow[], zoneRows: readonly KpiRow[]) => {
      const kpi = [...cellRows, ...zoneRows]
      const before = kpi.map((row) => ({ ...row, fields: scaled(row.fields, 3) }))
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
          fc.constant(null).chain(() => world(base, '1m', `run-${++run}`)),
          byArbitrary,
          whereArbitrary,
          fc.constantFrom('level' as const, 'all' as const),
          async ({ cellRows, zoneRows }, groupBy, where, bucket) => {
            const operator = cellRows[0]?.tags.operator ?? 'none'
            await writeWorld(cellRows, zoneRows)
            const fields = ['exp', 'avail.unknown', ...REPORT_FIELDS]
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
              for (const [field, value] of Object.entries(row.fields)) {
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

    it('every KPI of the catalogue is that of an oracle, by window and over all of them', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constant(null).chain(() => world(base, '1m', `run-${++run}`)),
          byArbitrary,
          whereArbitrary,
          fc.constantFrom('1m' as const, 'all' as const),
          async ({ cellRows, zoneRows }, by, where, level) => {
            const operator = cellRows[0]?.tags.operator ?? 'none'
            await writeWorld(cellRows, zoneRows)
            const filter = { ...where, operator: [operator] }
            const answer = await queryKpi(store, request({ level, by, where: filter }))
            const rows = matching(cellRows, filter)
            for (const kpi of KPIS) {
              const result = answer.results.find((each) => each.kpi === kpi.id)
              if (by.length === 0) expect(result?.series).toHaveLength(1)
              for (const { by: tags, points } of result?.series ?? []) {
                const own = rows.filter((row) => by.every((tag) => row.tags[tag] === tags[tag]))
                expect(points).toHaveLength(level === 'all' ? 1 : WORLD_WINDOWS)
                const isForeign = own.length > 0 && oracleFigure(kpi, own).na === 'nsa'
                for (const point of points) {
                  const inWindow = level === 'all' ? own : own.filter((row) => row.t === point.t)
                  expectPoint(point, isForeign ? { ...NSA } : oracleFigure(kpi, inWindow))
                }
              }
              const alive = rows.filter((row) => Object.values(row.fields).some((value) => value !== 0))
              const groups = new Set(alive.map((row) => JSON.stringify(by.map((tag) => row.tags[tag]))))
              if (by.length > 0) expect(result?.series.length).toBe(groups.size)
            }
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

const NSA = { value: null, lo: null, hi: null, n: 0, coverage: null, suspectShare: null, na: 'nsa' }

function expectPoint(point: KpiPoint, expected: ReturnType<typeof oracleFigure>): void {
  expect(point.na).toBe(expected.na)
  for (const name of ['value', 'lo', 'hi', 'n', 'coverage', 'suspectShare'] as const) {
    const [found, right] = [point[name], expected[name]]
    const same =
      found === right ||
      (found !== null && right !== null && Math.abs(found - right) <= 1e-9 * Math.max(1, Math.abs(right)))
    if (!same) expect.fail(`${name} should be ${right}, is ${found}, in ${JSON.stringify(point)}`)
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
    for (const [field, value] of Object.entries(row.fields)) sums[field] = (sums[field] ?? 0) + value
    windows.set(t, sums)
  }
  return [...windows].map(([t, fields]) => ({ ...rows[0]!, level, t, fields }))
}
