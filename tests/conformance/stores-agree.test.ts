import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CellTag, KPIS, type KpiDefinition, LEVELS, type Level, STATION_TAGS } from '../../contract/mod.ts'
import { type KpiPoint, type KpiStore, openDuckDbStore, openInfluxStore, queryKpi } from '../../store/mod.ts'
import { hasInfluxd, type Influxd, startInfluxd } from '../support/influxd.ts'
import { makeWorld } from '../support/oracle/make-world.ts'
import { FAMILIES, type FleetPlan } from '../support/oracle/plan.ts'
import { fleetPlan } from '../support/oracle/random-plan.ts'
import { run } from '../support/oracle/run-world.ts'
import { sizeOf, startOfWindow } from '../support/oracle/windows.ts'
import { clockMs, type World } from '../support/oracle/world.ts'
import type { Reduction } from '../support/reduce.ts'
import { batch } from './store-fixtures.ts'

const REALM = 'sim-agree'
const GROUPINGS: readonly (readonly CellTag[])[] = [
  [],
  ['zone'],
  ['operator', 'zone_type'],
  ['vendor', 'software', 'phase'],
  ['station'],
  ['mode', 'band'],
  ['station', 'cell'],
]

/** A fleet that tells everything, its second station nothing but zeros; the registry speaks last and moves what was there. */
function planOf(seed: number): FleetPlan {
  const arbitrary = fleetPlan({ stations: 3, minutes: 30 }).filter(
    ({ stations, probes }) => stations.length === 3 && probes.length === 1,
  )
  const plan = fc.sample(arbitrary, { seed, numRuns: 1 })[0]!
  const place = { inServiceFrom: undefined, inServiceTo: undefined, shared: true, domestic: true, cap: 5 }
  // of each kind one that counts
  const samples = [1, 2, 3, 4].map((salt) => ({ at: 600 + 5 * salt, ue: 0, salt }))
  return {
    ...plan,
    probes: [{ ...plan.probes[0]!, samples: [...samples, ...plan.probes[0]!.samples] }],
    stations: plan.stations.map((station, i) => ({
      ...station,
      tells: [...FAMILIES],
      gps: [60, 900],
      oddGps: [],
      idle: i === 1,
      // so that all kinds of counters are there, in more than one way
      way: [2, 0, 4][i]!,
      cells: [{ ...station.cells[0]!, mode: 'SA+NSA', nrb: 273, episodes: [] }, ...station.cells.slice(1)],
      registry:
        i === 2
          ? undefined
          : { ...place, zone: 'hoa-lac', operator: i === 0 ? 'op-a' : 'op-b', movesAt: 600 + i * 900 },
    })),
  }
}

function reduced(world: World): Reduction {
  const isWord = (record: World['control'][number]) => record.type !== 'tick'
  const ticks = world.control.filter((record) => !isWord(record))
  return run([...ticks, ...world.arrived, ...world.control.filter(isWord)])
}

function fits({ object, formula }: KpiDefinition, level: Level | 'all', by: readonly CellTag[]): boolean {
  if (formula.kind === 'busy-hour' && level !== '1d' && level !== 'all') return false
  return object === 'cell' || by.every((tag) => STATION_TAGS.some((each) => each === tag))
}

/** Answers by KPI and group, as plain values; sums of doubles in another order agree to nine digits. */
async function answersOf(
  store: KpiStore,
  kpis: readonly string[],
  level: Level | 'all',
  by: readonly string[],
  [from, to]: readonly [number, number],
): Promise<Record<string, readonly unknown[]>> {
  const answer = await queryKpi(store, { kpis, level, from, to, by, where: {} })
  const nineDigits = (point: KpiPoint) =>
    JSON.stringify(point, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value))
  return Object.fromEntries(
    answer.results.flatMap(({ kpi, series }) =>
      series.map(({ by: tags, points }) => [`${kpi} ${JSON.stringify(tags)}`, points.map(nineDigits)]),
    ),
  )
}

describe.skipIf(!hasInfluxd)(`both stores agree${hasInfluxd ? '' : ': SKIPPED, NO influxd INSTALLED'}`, () => {
  let influxd: Influxd
  let stores: readonly [KpiStore, KpiStore]
  let world: World
  let rows: ReturnType<Reduction['rows']>

  beforeAll(async () => {
    influxd = await startInfluxd()
    const options = { realm: REALM, now: () => clockMs(world) }
    stores = [
      await openDuckDbStore({ path: ':memory:', ...options }),
      openInfluxStore({ url: influxd.url, ...influxd.auth, database: 'agree', ...options }),
    ]
    world = makeWorld(planOf(7)).world
    const reduction = reduced(world)
    rows = reduction.rows()
    for (const store of stores) {
      await store.prepare()
      const meta = { realm: REALM, catalogue: '1', realmClock: clockMs(world), appliedOffset: 1 }
      const report = await store.write(batch({ kpi: rows, registry: reduction.registry(), meta }))
      expect(report.refused).toEqual([])
    }
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
    await influxd.dispose()
  })

  it('of a world that has every KPI, a group of zeros, and rows that moved to other tags', () => {
    const has = (kpi: KpiDefinition) =>
      kpi.basis === 'timeline' ||
      kpi.stages.every(({ parts }) =>
        parts.some(({ id }) =>
          rows.some(({ names, values }) =>
            names.some((name, i) => name.startsWith(`${kpi.id}.${id}`) && values[i] !== 0),
          ),
        ),
      )
    expect(KPIS.filter((kpi) => !has(kpi)).map(({ id }) => id)).toEqual([])
    expect(rows.some(({ retired }) => retired)).toBe(true)
  })

  describe.each([...LEVELS, 'all' as const])('on every KPI, level %s', (level) => {
    it.each(GROUPINGS.map((by) => [by]))('by %j', async (by) => {
      const size = (level === 'all' ? 10 : sizeOf(level)) * 1000
      const first = level === 'all' ? world.t0 + 130_000 : startOfWindow(level, world.t0 / 1000) * 1000
      const last = Math.floor((clockMs(world) - first) / size) + 1
      // some windows of a fine level: the rest is more of the same
      const asked = [first, first + size * Math.min(last, 30)] as const
      const kpis = KPIS.filter((kpi) => fits(kpi, level, by)).map(({ id }) => id)
      for (let i = 0; i < kpis.length; i += 27) {
        const some = kpis.slice(i, i + 27)
        const [duckdb, influxdb] = await Promise.all(stores.map((store) => answersOf(store, some, level, by, asked)))
        expect(influxdb).toEqual(duckdb)
        expect(Object.keys(duckdb!).length).toBeGreaterThan(0)
      }
    })
  })
})
