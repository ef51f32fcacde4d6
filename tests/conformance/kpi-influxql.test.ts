import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fieldsOfObject, KPIS, type KpiDefinition, LEVEL_MS, type Level, windowStart } from '../../contract/mod.ts'
import { type KpiRow, type KpiStore, type KpiTable, kpiToInfluxQl, openInfluxStore } from '../../store/mod.ts'
import { hasInfluxd, type Influxd, startInfluxd } from '../support/influxd.ts'
import { oracleFigure, oracleKnows } from './kpi-oracle.ts'
import { zoneRowsOf } from './kpi-row-arbitrary.ts'
import { batch, kpiRow } from './store-fixtures.ts'

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

oracleKnows(KPIS)

/** KPIs that InfluxQL cannot say: made of bins or hours, or of what is in no row. */
const UNSAYABLE = KPIS.filter(
  ({ formula }) =>
    formula.kind === 'percentile' ||
    formula.kind === 'busy-hour' ||
    (formula.kind === 'mean-count' && formula.cap !== undefined),
)
const SAYABLE = KPIS.filter((kpi) => !UNSAYABLE.includes(kpi))

const tableOf = (kpi: KpiDefinition): KpiTable => (kpi.object === 'station' ? 'station_kpi' : 'cell_kpi')

describe('what InfluxQL cannot say', () => {
  const options = { level: '15m', groupBy: [], where: 'time > 0' } as const

  it('is refused with a reason', () => {
    expect(UNSAYABLE.length).toBeGreaterThan(10)
    for (const kpi of UNSAYABLE) {
      const say = () => kpiToInfluxQl(kpi, { ...options, table: tableOf(kpi), windowSeconds: '900' })
      expect(say, kpi.id).toThrow(new RegExp(`^${kpi.id.replaceAll('.', '\\.')} cannot be said in InfluxQL: `))
    }
  })

  it('are numbers of things without the length of the window, and cells that zones have forgotten', () => {
    const of = (id: string) => KPIS.find((kpi) => kpi.id === id) as KpiDefinition
    expect(() => kpiToInfluxQl(of('ConnTotal'), { ...options, table: 'zone_kpi' })).toThrow('windowSeconds')
    expect(() => kpiToInfluxQl(of('StationsOnAir'), { ...options, table: 'station_kpi' })).toThrow('windowSeconds')
    expect(() => kpiToInfluxQl(of('ConnMax'), { ...options, table: 'zone_kpi' })).toThrow('ask cell_kpi')
    expect(() => kpiToInfluxQl(of('Energy'), { ...options, table: 'zone_kpi' })).toThrow('of a station')
    expect(() => kpiToInfluxQl(of('DlUeThroughput'), { ...options, table: 'station_kpi' })).toThrow('of a cell')
  })
})

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
  let rows: readonly KpiRow[] = []

  beforeAll(async () => {
    influxd = await startInfluxd()
    store = openInfluxStore({ url: influxd.url, ...influxd.auth, database: 'kpi', realm: 'live', now: Date.now })
    await store.prepare()
    const made: KpiRow[] = []
    for (const level of ['15m', '1d'] as const) {
      for (const zone of ['a', 'b', 'c', 'silent', 'nothing', 'impossible']) {
        for (const cell of ['1', '2', '3']) {
          for (let w = 0; w < WINDOWS; w++) {
            // zone b has gaps; c lacks fields altogether; of `silent` only the timeline is there; in `nothing` all is 0;
            // in `impossible` more succeeded than was attempted
            if (zone === 'b' && w === 2) continue
            const t = (from[level] ?? 0) + w * LEVEL_MS[level]
            const tags = { zone, cell, station: `${zone}-${cell}`, mode: 'SA+NSA' }
            made.push(kpiRow({ level, t, tags, fields: fieldsOf('cell', zone, level) }))
            if (cell !== '3') {
              made.push(kpiRow({ table: 'station_kpi', level, t, tags, fields: fieldsOf('station', zone, level) }))
            }
          }
        }
      }
    }
    const cells = made.filter(({ table }) => table === 'cell_kpi')
    rows = made
    await store.write(batch({ kpi: [...made, ...zoneRowsOf(cells)] }))
  })
  afterAll(async () => {
    await store?.close()
    await influxd?.dispose()
  })

  function fieldsOf(object: KpiDefinition['object'], zone: string, level: Level): Record<string, number> {
    const seconds = LEVEL_MS[level] / 1000
    const down = roll(seconds)
    const times = { exp: seconds, 'avail.up': seconds - down, 'avail.down': down, 'avail.planned': 0, 'avail.es': 0 }
    const outages = { 'outage.started': roll(3), 'outage.closed': roll(2), 'outage.closed_s': 120 }
    const others = { 'avail.down_external': Math.floor(down / 3), 'avail.disagreement': roll(9) }
    const timeline = { ...times, ...outages, ...others, 'avail.unknown': 0, 'avail.unknown_silent': 0 }
    if (zone === 'silent') return { ...timeline, 'avail.up': 0, 'avail.down': 0, 'avail.unknown': seconds }
    const reports = Object.fromEntries(fieldsOfObject(object).map((field) => [field, sampleOf(field, zone, seconds)]))
    if (zone !== 'c') return { ...timeline, ...reports }
    const { 'avail.planned': _, ...some } = timeline
    return some
  }

  function sampleOf(field: string, zone: string, seconds: number): number {
    if (/\.obs(_|$)/.test(field)) return zone === 'nothing' ? seconds : 1 + roll(seconds)
    if (zone === 'nothing' || /\.(sus|alt)(_|$)/.test(field)) return 0
    if (/succ$/.test(field)) return zone === 'impossible' ? 2e9 : roll(900)
    if (/\.(ok|failed|dropped|least)$/.test(field)) return roll(900)
    return 1_000 + roll(1e9)
  }

  async function ask(influxQl: string): Promise<Map<string, number | null>> {
    const answer = (await influxd.query(influxQl, 'kpi_live')) as Answer
    expect(answer.results[0]?.error, influxQl).toBeUndefined()
    const found = new Map<string, number | null>()
    for (const { tags, values } of answer.results[0]?.series ?? []) {
      for (const [t, value] of values) found.set(`${tags?.zone ?? ''} ${t}`, value)
    }
    return found
  }

  function close(found: Map<string, number | null>, expected: ReadonlyMap<string, number>, kpi: string): void {
    expect([...found.keys()].sort(), kpi).toEqual([...expected.keys()].sort())
    for (const [key, value] of expected) {
      const difference = Math.abs((found.get(key) ?? Number.NaN) - value)
      expect(difference, `${kpi} ${key}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)))
    }
  }

  /** What the oracle says of each group and window; without a window every answer stands at one time. */
  function figures(kpi: KpiDefinition, level: Level, whole: boolean, byZone: boolean): Map<string, number> {
    const start = from[level] ?? 0
    const seconds = (LEVEL_MS[level] / 1000) * (whole ? WINDOWS : 1)
    const groups = new Map<string, KpiRow[]>()
    for (const row of rows) {
      if (row.level !== level || row.table !== tableOf(kpi)) continue
      const key = `${byZone ? row.tags.zone : ''} ${whole ? start : row.t}`
      groups.set(key, [...(groups.get(key) ?? []), row])
    }
    const out = new Map<string, number>()
    for (const [key, own] of groups) {
      const { value, partial } = oracleFigure(kpi, own, { seconds })
      if (value !== null && partial.length === 0) out.set(key, value)
    }
    return out
  }

  for (const level of ['15m', '1d'] as const) {
    for (const window of [level, undefined] as const) {
      for (const groupBy of [['zone'], []]) {
        it(`says what the oracle says: level ${level}, window ${window}, by [${groupBy}]`, async () => {
          const start = from[level] ?? 0
          const end = start + WINDOWS * LEVEL_MS[level]
          const whole = window === undefined
          let compared = 0
          for (const kpi of SAYABLE) {
            const where = `time >= ${start}ms and time <= ${end - 1}ms`
            const windowSeconds = String((LEVEL_MS[level] / 1000) * (whole ? WINDOWS : 1))
            const options = { table: tableOf(kpi), level, groupBy, where, windowSeconds } as const
            const found = await ask(kpiToInfluxQl(kpi, whole ? options : { ...options, window }))
            const expected = figures(kpi, level, whole, groupBy.length > 0)
            // selectors may answer with the time of the point they chose
            const atStart = new Map([...found].map(([key, value]) => [`${key.split(' ')[0]} ${start}`, value]))
            close(whole ? atStart : found, expected, kpi.id)
            compared += expected.size
          }
          // over all zones together, the impossible one takes the success ratios away
          const sure = SAYABLE.filter(({ bounds }) => bounds !== 'success-ratio')
          expect(compared).toBeGreaterThanOrEqual(sure.length)
        })
      }
    }
  }

  it('adds the greatest of each cell from rows of zones too, window by window', async () => {
    const maxima = SAYABLE.filter(({ id }) => id === 'ConnMax' || id === 'ActiveUeDlMax')
    expect(maxima).toHaveLength(2)
    for (const kpi of maxima) {
      const start = from['15m'] ?? 0
      const where = `time >= ${start}ms and time < ${start + WINDOWS * LEVEL_MS['15m']}ms`
      const options = { table: 'zone_kpi', level: '15m', window: '15m', groupBy: ['zone'], where } as const
      close(await ask(kpiToInfluxQl(kpi, options)), figures(kpi, '15m', false, true), kpi.id)
    }
  })
})
