import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { kpiById } from '../../../contract/mod.ts'
import type { DuckDbStore } from '../../../store/duckdb/duckdb-store.ts'
import { openDuckDbStore } from '../../../store/duckdb/open-duckdb-store.ts'
import type { KpiStore, SumQuery } from '../../../store/port.ts'
import { type KpiRequest, KpiRequestError } from '../../../store/query/kpi-request.ts'
import { wayOf } from '../../../store/query/kpi-way.ts'
import { queryKpi } from '../../../store/query/query-kpi.ts'
import { zoneRowsOf } from '../../conformance/kpi-row-arbitrary.ts'
import { batch, kpiRow, stationRow } from '../../conformance/store-fixtures.ts'

const MIN = 60_000
const BASE = Date.UTC(2026, 10, 22, 3)

describe('queryKpi', () => {
  let store: DuckDbStore
  beforeEach(async () => {
    store = await openDuckDbStore({ path: ':memory:', realm: 'sim-unit', now: () => BASE })
  })
  afterEach(() => store.close())

  const meta = (realmClock: number) => ({ realm: 'sim-unit', catalogue: '1', realmClock, appliedOffset: 0 })
  const rrc = (t: number, mode: string, att: number, succ: number, tags: Record<string, string> = {}) =>
    kpiRow({
      t,
      tags: { mode, ...tags },
      fields: { exp: 60, 'RrcSetupSuccess.att': att, 'RrcSetupSuccess.succ': succ, 'RrcSetupSuccess.obs': 60 },
    })
  const request = (differing: Partial<KpiRequest> = {}): KpiRequest => ({
    kpis: ['RrcSetupSuccess'],
    level: '1m',
    from: BASE,
    to: BASE + 2 * MIN,
    by: [],
    where: {},
    ...differing,
  })
  const pointsOf = async (differing: Partial<KpiRequest> = {}, nowMs?: number) => {
    const answer = await queryKpi(store, request(differing), nowMs)
    return answer.results[0]?.series.map(({ by, points }) => ({ by, points })) ?? []
  }

  it('knows nothing of time before the first meta: every window is there, open and never reported', async () => {
    const [series] = await pointsOf()
    expect(series?.points.map(({ t, na, status }) => [t - BASE, na, status])).toEqual([
      [0, 'never-reported', 'open'],
      [MIN, 'never-reported', 'open'],
    ])
  })

  it('leaves stand-alone counters of NSA cells out, and keeps SA+NSA and unknown', async () => {
    const rows = [
      rrc(BASE, 'SA', 100, 90, { cell: '1' }),
      rrc(BASE, 'SA+NSA', 100, 80, { cell: '2' }),
      rrc(BASE, 'unknown', 100, 70, { cell: '3' }),
      rrc(BASE, 'NSA', 1000, 0, { cell: '4' }),
      rrc(BASE + MIN, 'NSA', 1000, 0, { cell: '4' }),
    ]
    await store.write(batch({ kpi: [...rows, ...zoneRowsOf(rows)], meta: meta(BASE + 60 * MIN) }))
    const [series] = await pointsOf()
    // (90 + 80 + 70) / 300; the second minute has NSA cells only
    expect(series?.points.map(({ value, na }) => [value, na])).toEqual([
      [80, undefined],
      [null, 'nsa'],
    ])
    const [mixed, ...others] = await pointsOf({ by: ['mode'] })
    expect(others).toHaveLength(3)
    expect(mixed?.by).toEqual({ mode: 'NSA' })
    expect(mixed?.points.map(({ na }) => na)).toEqual(['nsa', 'nsa'])
    const onlyNsa = await pointsOf({ where: { mode: ['NSA'] }, level: 'all' })
    expect(onlyNsa[0]?.points).toMatchObject([{ value: null, na: 'nsa', lo: null, hi: null, boundKind: 'none' }])
  })

  it('makes bounds per cell where it can, and over the group where the cells are too many', async () => {
    const cell = (name: string, att: number, obs: number) =>
      kpiRow({
        t: BASE,
        tags: { cell: name },
        fields: { exp: 60, 'RrcSetupSuccess.att': att, 'RrcSetupSuccess.succ': att, 'RrcSetupSuccess.obs': obs },
      })
    const rows = [cell('1', 900, 60), cell('2', 10, 30)]
    await store.write(batch({ kpi: [...rows, ...zoneRowsOf(rows)], meta: meta(BASE + 60 * MIN) }))
    const loOf = async () => (await pointsOf({ to: BASE + MIN }))[0]?.points[0]?.lo
    // cell 2 misses 30 s at 10 / 30 a second: 10 attempts more, 910 / 920
    expect(await loOf()).toBeCloseTo((910 / 920) * 100, 10)
    // with 200,001 cells in reach: 30 s at 910 / 90 a second: 303.33 more, 910 / 1213.33
    const cells = Array.from({ length: 200_001 }, (_, i) => String(i))
    await store.write(batch({ stations: [stationRow('HN-0001', { cells })] }))
    expect(await loOf()).toBeCloseTo(75, 10)
  })

  it('tells members apart where their cells are too many, without coverage and bounds', async () => {
    const member = kpiRow({
      table: 'cell_kpi_sub',
      t: BASE,
      tags: { split: 'fiveqi', member: '9' },
      fields: { 'DrbEstabSuccess.succ': 9, 'DrbEstabSuccess.att': 10, 'DrbEstabSuccess.obs': 60 },
    })
    const cell = kpiRow({ t: BASE, fields: { exp: 60, 'avail.up': 60 } })
    const ask = async () => {
      const question = { kpis: ['DrbEstabSuccess'], level: '1m', from: BASE, to: BASE + MIN, by: ['fiveqi'] } as const
      const answer = await queryKpi(store, request(question))
      return answer.results[0]?.series.map(({ by, points: [point] }) => ({ ...by, ...point }))
    }
    await store.write(batch({ kpi: [member, cell], meta: meta(BASE + 60 * MIN) }))
    expect(await ask()).toMatchObject([{ fiveqi: '9', value: 90, n: 10, coverage: 1, lo: 90, hi: 90 }])
    const cells = Array.from({ length: 200_001 }, (_, i) => String(i))
    await store.write(batch({ stations: [stationRow('HN-0001', { cells })] }))
    expect(await ask()).toMatchObject([{ fiveqi: '9', value: 90, n: 10, coverage: null, lo: null, hi: null }])
  })

  it('asks zone rows unless a station, a cell or its software is named', async () => {
    const asked: string[] = []
    const watching = watched(store, (query) => asked.push(query.table))
    await store.write(batch({ meta: meta(BASE + 60 * MIN) }))
    const tables = async (differing: Partial<KpiRequest>) => {
      asked.length = 0
      await queryKpi(watching, request({ kpis: ['TrafficVolumeDl'], ...differing }))
      return asked.splice(0)
    }
    expect(await tables({})).toEqual(['zone_kpi'])
    expect(await tables({ by: ['zone', 'band'], where: { vendor: ['x'] } })).toEqual(['zone_kpi'])
    expect(await tables({ by: ['station'] })).toEqual(['cell_kpi'])
    expect(await tables({ where: { cell: ['1'] } })).toEqual(['cell_kpi'])
    expect(await tables({ where: { software: ['1.0.0'] } })).toEqual(['cell_kpi'])
    // stations have rows of their own, and the greatest of each cell is only in its rows
    expect(await tables({ kpis: ['EnergyEfficiency'] })).toEqual(['station_kpi'])
    expect(await tables({ kpis: ['ConnMax'] })).toEqual(['cell_kpi'])
    expect(await tables({ kpis: ['ConnMax'], level: 'all' })).toEqual(['cell_kpi'])
    // of very many cells those of one window nearly do
    const whole = { level: '1m', by: [], where: {} } as const
    expect(wayOf(kpiById('ConnMax')!, whole, false)).toBe('zone_kpi')
    expect(wayOf(kpiById('ConnMax')!, { ...whole, level: 'all' }, false)).toBe('cell-maxima')
    // members of cells have rows of their own; what was expected is told by the cells
    expect(await tables({ by: ['plmn'] })).toEqual(['cell_kpi_sub', 'cell_kpi'])
    expect(await tables({ where: { fiveqi: ['9'] } })).toEqual(['cell_kpi_sub', 'cell_kpi'])
    // one question for all KPIs of a table
    expect(await tables({ kpis: ['TrafficVolumeDl', 'CellThpDl', 'Energy', 'PowerMax'] })).toEqual([
      'zone_kpi',
      'station_kpi',
    ])
    // bounds of a success ratio come from the cells
    expect(await tables({ kpis: ['RrcSetupSuccess'] })).toEqual(['zone_kpi', 'cell_kpi'])
    expect(await tables({ kpis: ['RrcSetupSuccess'], by: ['station', 'cell'] })).toEqual(['cell_kpi'])
  })

  it('says open, provisional, final by the realm clock, with rev', async () => {
    const row = { ...rrc(BASE, 'SA', 1, 1), rev: 3, gpS: 60 }
    await store.write(batch({ kpi: zoneRowsOf([row]), meta: meta(BASE + 30_000) }))
    const statusAt = async (nowMs?: number) =>
      (await pointsOf({}, nowMs))[0]?.points.map(({ status, rev }) => [status, rev])
    expect(await statusAt()).toEqual([['open', 3]])
    expect(await statusAt(BASE + 4 * MIN - 1)).toEqual([
      ['open', 3],
      ['open', 0],
    ])
    expect(await statusAt(BASE + 4 * MIN)).toEqual([
      ['provisional', 3],
      ['open', 0],
    ])
    expect(await statusAt(BASE + 74 * 60 * MIN)).toEqual([
      ['final', 3],
      ['final', 0],
    ])
  })

  it('gives `all` the least final status of its windows', async () => {
    await store.write(batch({ meta: meta(BASE + 73 * 60 * MIN) }))
    const statusOf = async (from: number, to: number) =>
      (await pointsOf({ level: 'all', from, to }))[0]?.points[0]?.status
    // minutes end at their horizon of 72 h, quarters of an hour only after 7 days
    expect(await statusOf(BASE, BASE + 10 * MIN)).toBe('final')
    expect(await statusOf(BASE, BASE + 16 * MIN)).toBe('provisional')
    expect(await statusOf(BASE, BASE + 100 * 60 * MIN)).toBe('open')
  })

  it('gives no windows that have not begun', async () => {
    await store.write(batch({ meta: meta(BASE + MIN) }))
    expect((await pointsOf({ to: BASE + 10 * MIN }))[0]?.points.map(({ t }) => t - BASE)).toEqual([0, MIN])
    expect((await pointsOf({ from: BASE + 5 * MIN, to: BASE + 10 * MIN }))[0]?.points).toEqual([])
    expect((await pointsOf({ level: 'all', from: BASE + 5 * MIN, to: BASE + 10 * MIN }))[0]?.points).toEqual([])
  })

  it('leaves out a group whose rows have all moved away', async () => {
    const moved = kpiRow({
      t: BASE,
      tags: { zone: 'old' },
      fields: { exp: 0, 'RrcSetupSuccess.att': 0 },
      rev: 1,
      retired: true,
    })
    const here = rrc(BASE, 'SA', 10, 10, { zone: 'new' })
    await store.write(batch({ kpi: zoneRowsOf([moved, here]), meta: meta(BASE + 60 * MIN) }))
    expect((await pointsOf({ by: ['zone'] })).map(({ by }) => by)).toEqual([{ zone: 'new' }])
  })

  it('refuses before asking the store what would be too many points', async () => {
    const stations = Array.from({ length: 600 }, (_, i) => stationRow(`HN-${i}`))
    await store.write(batch({ stations, meta: meta(BASE + 600 * MIN) }))
    const asked: SumQuery[] = []
    const watching = watched(store, (query) => asked.push(query))
    const wide = request({ by: ['station'], to: BASE + 100 * MIN })
    await expect(queryKpi(watching, wide)).rejects.toThrow(KpiRequestError)
    expect(asked).toEqual([])
    await expect(queryKpi(watching, { ...wide, where: { zone: ['elsewhere'] } })).resolves.toBeDefined()
  })

  it('counts users by the time that has passed of a window that is open', async () => {
    const cell = (name: string, exp: number, users: number, obs: number) =>
      kpiRow({
        t: BASE,
        tags: { cell: name },
        fields: { exp, 'ConnMean.users': users * obs * 1_000, 'ConnMean.obs': obs },
      })
    // half of the minute has passed: cell 1 with 12 UEs for 30 s, cell 2 with 6 for the 20 s it reported, cell 3 silent
    const rows = [cell('1', 30, 12, 30), cell('2', 30, 6, 20), cell('3', 30, 0, 0)]
    await store.write(batch({ kpi: zoneRowsOf(rows), meta: meta(BASE + 30_000) }))
    const [series] = await pointsOf({ kpis: ['ConnTotal'] })
    // (12 · 30 + 6 · 20) / 50 = 9.6 a cell, of three cells
    expect(series?.points[0]?.value).toBeCloseTo(28.8, 10)
    expect(series?.points[0]?.n).toBe(50)
  })

  it('refuses what would read every hour of too many cells', async () => {
    const cells = Array.from({ length: 30_000 }, (_, i) => String(i))
    await store.write(batch({ stations: [stationRow('HN-0001', { cells })], meta: meta(BASE + 600 * MIN) }))
    const month = { level: 'all', from: BASE - 30 * 86_400_000, to: BASE } as const
    await expect(queryKpi(store, request({ kpis: ['BH.cell.bouncing'], ...month }))).rejects.toThrow(
      /BH\.cell\.bouncing needs every hour of every cell: about 30000 cells × 720 hours, at most 600000 are read/,
    )
    await expect(queryKpi(store, request({ kpis: ['BH.zone.sum'], ...month }))).resolves.toBeDefined()
  })

  it('sums whatever is kept at the finest level at both ends of a long time', async () => {
    const live = await openDuckDbStore({ path: ':memory:', realm: 'live', now: () => BASE })
    try {
      const asked: SumQuery[] = []
      const watching = watched(live, (query) => asked.push(query))
      await live.write(batch({ meta: { ...meta(BASE), realm: 'live' } }))
      const from = BASE - 30 * 86_400_000 + 12_345
      const to = BASE - 12_345
      const answer = await queryKpi(watching, request({ kpis: ['TrafficVolumeDl'], level: 'all', from, to }))
      // 30 days back there are minutes, not ten seconds
      expect(answer.results[0]?.series[0]?.points[0]).toMatchObject({ t: BASE - 30 * 86_400_000, na: 'never-reported' })
      expect(asked.map(({ level }) => level)).toEqual(['1h', '1d', '1h', '15m', '1m', '10s'])
      expect(asked.at(-1)?.to).toBe(BASE - 20_000)
      const edge = BASE - 100 * 86_400_000
      const gone = await queryKpi(watching, request({ level: 'all', from: edge, to: edge + 10_000 }))
      expect(gone.results[0]?.series[0]?.points).toMatchObject([{ value: null, na: 'outside-retention' }])
    } finally {
      await live.close()
    }
  })
})

/** The store itself, with a look at what it is asked. */
function watched(store: KpiStore, onSum: (query: SumQuery) => void): KpiStore {
  return {
    kind: store.kind,
    prepare: () => store.prepare(),
    write: (rows, signal) => store.write(rows, signal),
    sum: (query) => {
      onSum(query)
      return store.sum(query)
    },
    stations: () => store.stations(),
    registry: (station) => store.registry(station),
    ledger: (station) => store.ledger(station),
    events: (from, to) => store.events(from, to),
    history: (filter) => store.history(filter),
    deadLetters: (limit) => store.deadLetters(limit),
    meta: () => store.meta(),
    keptSince: (level, nowMs) => store.keptSince(level, nowMs),
    close: () => store.close(),
  }
}
