import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateKpi, KPIS, LEVEL_MS, type Level, type Sums, TIMELINE_FIELDS, windowStart } from '../../contract/mod.ts'
import { type KpiStore, kpiToInfluxQl, openInfluxStore } from '../../store/mod.ts'
import { hasInfluxd, type Influxd, startInfluxd } from '../support/influxd.ts'
import { batch, kpiRow, REPORT_FIELDS } from './store-fixtures.ts'

interface Answer {
  results: { error?: string; series?: { tags?: Record<string, string>; values: [number, number | null][] }[] }[]
}

/** A generator of its own, so that a failure can be run again. */
function* numbers(seed: number): Generator<number> {
  let state = seed
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

describe.skipIf(!hasInfluxd)(`KPI as InfluxQL${hasInfluxd ? '' : ': SKIPPED, NO influxd INSTALLED'}`, () => {
  const random = numbers(20_261_122)
  const roll = (below: number) => Math.floor((random.next().value as number) * below)
  const from: Readonly<Partial<Record<Level, number>>> = {
    '15m': windowStart('1h', Date.now()) - 4 * LEVEL_MS['1h'],
    '1d': windowStart('1d', Date.now()) - 4 * LEVEL_MS['1d'],
  }
  const WINDOWS = 4
  let influxd: Influxd
  let store: KpiStore

  beforeAll(async () => {
    influxd = await startInfluxd()
    store = openInfluxStore({ url: influxd.url, ...influxd.auth, database: 'kpi', realm: 'live', now: Date.now })
    await store.prepare()
    const rows = (['15m', '1d'] as const).flatMap((level) =>
      ['a', 'b', 'c', 'silent', 'nothing', 'impossible'].flatMap((zone) =>
        [1, 2, 3].flatMap((cell) =>
          Array.from({ length: WINDOWS }, (_, w) => ({ level, zone, cell: String(cell), w })),
        ),
      ),
    )
    // zone b has gaps; c lacks fields altogether; of `silent` only the timeline is there; in `nothing` all is 0;
    // in `impossible` more succeeded than was attempted
    const kept = rows.filter(({ zone, w }) => zone !== 'b' || w !== 2)
    await store.write(
      batch({
        kpi: kept.map(({ level, zone, cell, w }) =>
          kpiRow({
            level,
            t: (from[level] ?? 0) + w * LEVEL_MS[level],
            tags: { zone, cell },
            fields: fieldsOf(zone, level),
          }),
        ),
      }),
    )
  })
  afterAll(async () => {
    await store?.close()
    await influxd?.dispose()
  })

  function fieldsOf(zone: string, level: Level): Record<string, number> {
    const seconds = LEVEL_MS[level] / 1000
    const down = roll(seconds)
    const times = { exp: seconds, 'avail.up': seconds - down, 'avail.down': down, 'avail.planned': 0, 'avail.es': 0 }
    const timeline = { ...times, 'avail.unknown': 0, 'avail.unknown_silent': 0 }
    if (zone === 'silent') return { ...timeline, 'avail.up': 0, 'avail.down': 0, 'avail.unknown': seconds }
    const reports = Object.fromEntries(
      REPORT_FIELDS.map((field) => {
        if (zone === 'nothing') return [field, field.endsWith('.obs') ? seconds : 0]
        if (field.endsWith('.succ')) return [field, zone === 'impossible' ? 2e9 : roll(900)]
        return [field, 1_000 + roll(1e9)]
      }),
    )
    if (zone !== 'c') return { ...timeline, ...reports }
    const { 'avail.planned': _, ...some } = timeline
    return some
  }

  async function ask(influxQl: string): Promise<Map<string, number | null>> {
    const answer = (await influxd.query(influxQl, 'kpi_live')) as Answer
    expect(answer.results[0]?.error).toBeUndefined()
    const found = new Map<string, number | null>()
    for (const { tags, values } of answer.results[0]?.series ?? []) {
      for (const [t, value] of values) found.set(`${tags?.zone ?? ''} ${t}`, value)
    }
    return found
  }

  const fields = [...REPORT_FIELDS, ...TIMELINE_FIELDS]

  for (const level of ['15m', '1d'] as const) {
    for (const window of [level, undefined] as const) {
      for (const groupBy of [['zone'], []]) {
        it(`says what evaluateKpi says: level ${level}, window ${window}, by [${groupBy}]`, async () => {
          const start = from[level] ?? 0
          const end = start + WINDOWS * LEVEL_MS[level]
          const bucket = window === undefined ? 'all' : 'level'
          const sums = await store.sum({
            table: 'cell_kpi',
            level,
            from: start,
            to: end,
            fields,
            groupBy,
            where: {},
            bucket,
          })
          expect(sums).toHaveLength(groupBy.length === 0 ? 1 : 6)
          let compared = 0
          for (const kpi of KPIS) {
            const where = `time >= ${start}ms and time <= ${end - 1}ms`
            const options = { table: 'cell_kpi', level, groupBy, where } as const
            const found = await ask(kpiToInfluxQl(kpi, window === undefined ? options : { ...options, window }))
            const expected = new Map<string, number>()
            for (const { by, windows } of sums) {
              for (const { t, sums } of windows) {
                const { value } = evaluateKpi(kpi, sums as Sums)
                if (value !== null) expected.set(`${by.zone ?? ''} ${t}`, value)
              }
            }
            expect([...found.keys()].sort(), kpi.id).toEqual([...expected.keys()].sort())
            for (const [key, value] of expected) {
              const difference = Math.abs((found.get(key) ?? Number.NaN) - value)
              expect(difference, `${kpi.id} ${key}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)))
              compared += 1
            }
          }
          // over all zones together, the impossible one takes the success ratios away
          const sure = KPIS.filter(({ bounds }) => bounds !== 'success-ratio')
          expect(compared).toBeGreaterThanOrEqual(sure.length)
        })
      }
    }
  }
})
