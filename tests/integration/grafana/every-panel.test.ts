import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kpiById, TIMELINE_FIELDS } from '../../../contract/mod.ts'
import { FLEET_PAGE, grafanaAsCode, type Panel } from '../../../dashboards/mod.ts'
import { type KpiStore, openInfluxStore, queryKpi } from '../../../store/mod.ts'
import { hasInfluxd, type Influxd, startInfluxd } from '../../support/influxd.ts'
import { parts } from '../../support/kpi-parts.ts'
import { ask, type Choices, type Series, seriesOf, type Target, type View } from './as-grafana.ts'
import { CELLS, FROM, seed, TO } from './seeded-fleet.ts'

const REALM = 'sim-demo'

interface DashboardJson {
  readonly panels: readonly { id: number; type: string; title: string; targets?: readonly Target[] }[]
  readonly templating: { list: readonly { name: string; type: string; query?: string }[] }
  readonly annotations: { list: readonly { name: string; target: Target & Record<string, string> }[] }
}

const { generateDashboards } = await grafanaAsCode()
const dashboards = new Map(
  generateDashboards({ realm: REALM }).map(({ path, content }) => [path, JSON.parse(content) as DashboardJson]),
)
const english = dashboards.get('dashboards/tram5g-fleet.json')!

describe.skipIf(!hasInfluxd)('every query of the Grafana dashboards, on a real InfluxDB (skipped: no influxd)', () => {
  let server: Influxd
  let store: KpiStore

  beforeAll(async () => {
    server = await startInfluxd()
    store = openInfluxStore({ url: server.url, ...server.auth, database: 'tram5g', realm: REALM, now: () => TO })
    await store.prepare()
    const report = await store.write(seed(REALM))
    expect(report.refused).toEqual([])
    expect(report.expired).toBe(0)
  })
  afterAll(async () => {
    await store?.close()
    await server?.dispose()
  })

  const view = (choices: Partial<Choices> = {}): View => ({
    url: server.url,
    database: `tram5g_${REALM}`,
    choices: { level: '1m', ...choices },
    from: FROM,
    // Grafana's end is inclusive, the store's is not
    to: TO - 1,
  })
  const targetsOf = (id: string): readonly Target[] => {
    const { number } = panelOf(id)
    return english.panels.find((panel) => panel.id === number)?.targets ?? []
  }
  const seriesOfPanel = async (id: string, choices: Partial<Choices> = {}): Promise<Series[]> =>
    (await Promise.all(targetsOf(id).map((target) => seriesOf(view(choices), target)))).flat()

  const figures = async (
    kpi: string,
    asked: { level?: '1m' | '15m' | 'all'; by?: readonly string[]; where?: Record<string, readonly string[]> } = {},
  ) => {
    const { level = 'all', by = [], where = {} } = asked
    const answer = await queryKpi(store, { kpis: [kpi], level, from: FROM, to: TO, by, where })
    return answer.results[0]!.series
  }

  const targets = [...dashboards].flatMap(([path, dashboard]) =>
    dashboard.panels.flatMap((panel) =>
      (panel.targets ?? []).map((target) => ({ path, panel: panel.title, refId: target.refId, target })),
    ),
  )

  const isFigure = ({ target }: { target: Target }) => !/"autogen"."(events|zones)"/.test(target.query)

  test.each(targets.filter(isFigure))('$path: $panel $refId answers with numbers', async ({ target }) => {
    for (const level of ['1m', '15m', '1h']) {
      const series = await seriesOf(view({ level }), target)
      expect(series.length).toBeGreaterThan(0)
      for (const { name, points } of series) {
        const numbers = points.filter(({ value }) => value !== null)
        expect(numbers.length, `${name} at ${level}`).toBeGreaterThan(0)
        for (const { value } of numbers) expect(value).toSatisfy(Number.isFinite)
      }
    }
  })

  test('there is nothing to ask of a level that has no rows: an empty answer, not an error', async () => {
    for (const { target, panel } of targets) {
      const series = await seriesOf(view({ level: '1d' }), target)
      const values = series.flatMap(({ points }) => points.map(({ value }) => value)).filter((value) => value !== null)
      // the tables beside the KPIs know no level
      if (!target.query.includes('"$level"')) continue
      expect(values, `${panel} ${target.refId}`).toEqual([])
    }
  })

  const lines = FLEET_PAGE.panels.filter((panel) => panel.kind === 'kpi-lines')
  const lineCases = lines.flatMap((panel) =>
    panel.kpis.flatMap((kpi) => (['1m', '15m'] as const).map((level) => ({ panel: panel.id, kpi, level }))),
  )

  test.each(lineCases)(
    '$panel: $kpi at $level is what the query model says, a gap where it has none',
    async ({ panel, kpi, level }) => {
      for (const where of [{}, { zone: ['sai-gon.q1'] }, { operator: ['op-a', 'op-b'], vendor: ['vendor-y'] }]) {
        const drawn = (await seriesOfPanel(panel, { level, ...where })).find(({ name }) => name === titleOf(kpi))
        const [expected] = await figures(kpi, { level, where })
        expectPoints(drawn?.points ?? [], expected!.points)
      }
    },
  )

  test.each(lines.filter((panel) => panel.showBounds))(
    '$id: data coverage is what the query model says, and never above 100 %',
    async (panel) => {
      const series = await seriesOfPanel(panel.id)
      for (const kpi of panel.kpis) {
        const name = panel.kpis.length === 1 ? 'Data coverage' : `Data coverage: ${titleOf(kpi)}`
        const drawn = series.find((one) => one.name === name)
        const [expected] = await figures(kpi, { level: '1m' })
        expectPoints(
          drawn?.points ?? [],
          expected!.points.map(({ t, coverage }) => ({ t, value: coverage === null ? null : coverage * 100 })),
        )
      }
    },
  )

  test('availability: value, bounds and coverage of the whole range', async () => {
    const tiles = new Map((await seriesOfPanel('availability')).map(({ name, points }) => [name, points.at(-1)?.value]))
    for (const kpi of ['CellAvail.Total', 'CellAvail.ExPlanned']) {
      const [series] = await figures(kpi)
      const figure = series!.points[0]!
      expect(tiles.get(titleOf(kpi))).toBeCloseTo(figure.value!, 9)
      expect(tiles.get(`${titleOf(kpi)}: lower bound`)).toBeCloseTo(figure.lo!, 9)
      expect(tiles.get(`${titleOf(kpi)}: upper bound`)).toBeCloseTo(figure.hi!, 9)
      expect(tiles.get('Data coverage')).toBeCloseTo(figure.coverage! * 100, 9)
    }
  })

  test('a zone of which nothing is known has bounds and no value', async () => {
    await store.write({
      ...seed(REALM),
      kpi: seed(REALM)
        .kpi.filter(({ table, tags }) => table === 'zone_kpi' && tags.zone === 'hoa-lac')
        .map((row) => ({
          ...row,
          tags: { ...row.tags, zone: 'dark' },
          ...parts({
            ...Object.fromEntries(row.names.map((field) => [field, 0])),
            exp: 60,
            'avail.unknown': 60,
          }),
        })),
    })
    const names = (await seriesOfPanel('availability', { zone: ['dark'] })).map(({ name, points }) => [
      name,
      points.at(-1)?.value,
    ])
    expect(Object.fromEntries(names)).toEqual({
      'Cell availability (all causes): lower bound': 0,
      'Cell availability (all causes): upper bound': 100,
      'Cell availability (planned left out): lower bound': 0,
      'Cell availability (planned left out): upper bound': 100,
      'Data coverage': 0,
    })
    for (const panel of lines) {
      const drawn = (await seriesOfPanel(panel.id, { zone: ['dark'] })).filter(({ name }) => !name.startsWith('Data'))
      const values = drawn.flatMap(({ points }) => points.map(({ value }) => value)).filter((value) => value !== null)
      expect(values, panel.id).toEqual([])
    }
  })

  test('five times: seconds of each, adding up to the time in service', async () => {
    const drawn = await seriesOfPanel('five-times')
    const sums = await store.sum({
      table: 'zone_kpi',
      level: '1m',
      from: FROM,
      to: TO,
      fields: TIMELINE_FIELDS,
      groupBy: [],
      where: {},
      bucket: 'level',
    })
    const panel = panelOf('five-times')
    if (panel.kind !== 'five-times') throw new Error('not the five times')
    for (const { field, title } of panel.times) {
      const expected = sums[0]!.windows.map(({ t, sums: fields }) => ({ t, value: fields.get(field) ?? null }))
      expectPoints(drawn.find(({ name }) => name === title.en)!.points, expected)
    }
    const first = drawn.map(({ points }) => Number(points[0]?.value))
    expect(first.reduce((sum, value) => sum + value, 0)).toBe(sums[0]!.windows[0]!.sums.get('exp'))
  })

  test('zones: a bar each, as the query model has them', async () => {
    const panel = panelOf('zones')
    if (panel.kind !== 'kpi-bars') throw new Error('not bars')
    const [values, names] = targetsOf('zones')
    const drawn = await seriesOf(view(), values!)
    const expected = (await figures(panel.kpi, { by: ['zone'] })).filter(({ points }) => points[0]!.value !== null)
    expect(drawn.map(({ tags }) => tags.zone).sort()).toEqual(expected.map(({ by }) => by.zone).sort())
    for (const { by, points } of expected) {
      const bar = drawn.find(({ tags }) => tags.zone === by.zone)
      expect(bar?.points[0]?.value).toBeCloseTo(points[0]!.value!, 9)
    }
    // put beside them by their ids, which both queries have as a tag
    const called = await seriesOf(view(), names!)
    const nameOf = (zone: string | undefined) => called.find(({ tags }) => tags.zone === zone)?.points[0]?.value
    expect(expected.map(({ by }) => nameOf(by.zone))).toEqual(
      expected.map(({ by }) => seed(REALM).stations.find(({ zone }) => zone === by.zone)?.zoneName),
    )
  })

  test('worst cells: a row each, those with too little data held back and counted', async () => {
    const panel = panelOf('worst-cells')
    if (panel.kind !== 'kpi-table') throw new Error('not a table')
    const drawn = await seriesOfPanel('worst-cells')
    const nameOf = (by: Readonly<Record<string, string>>) => `${by.zone} ${by.station}/${by.cell}`
    const gated = drawn.filter(({ name }) => name === 'Data coverage').map(({ tags }) => nameOf(tags))
    expect(gated).toHaveLength(CELLS.length - 1)
    expect(gated).not.toContain('hoa-lac HN-0002/2')
    for (const kpi of panel.kpis) {
      for (const { by, points } of await figures(kpi, { by: panel.by })) {
        const column = drawn.filter(({ name, tags }) => name === titleOf(kpi) && nameOf(tags) === nameOf(by))
        if (points[0]!.value === null) expect(column).toEqual([])
        else expect(column.map((one) => one.points[0]?.value)).toEqual([expect.closeTo(points[0]!.value, 9)])
      }
    }
    // rows are put together by tags and time: every query has to give the same time
    expect(new Set(drawn.flatMap(({ points }) => points.map(({ t }) => t)))).toEqual(new Set([FROM]))
    const thin = (await seriesOfPanel('stations')).find(({ name }) => name === 'Cells with too little data')
    expect(thin?.points.at(-1)?.value).toBe(1)
  })

  test('events: those that touch the time range, newest first, the open one without an end', async () => {
    const ofRange = async (from: number, to: number) => {
      const rows = await ask({ ...view(), from, to }, targetsOf('events')[0]!.query)
      return rows.flatMap(({ columns, values = [] }) => values.map((value) => named(columns, value)))
    }
    const all = await ofRange(FROM, TO - 1)
    expect(all.map(({ type, start, to, text }) => [type, start, to, text])).toEqual([
      ['maintenance', FROM + 900_000, FROM + 1_800_000, 'three của trạm'],
      ['outage', FROM + 600_000, -1, 'two của trạm'],
      ['maintenance', FROM + 300_000, FROM + 300_000, 'five của trạm'],
      ['outage', FROM + 60_000, FROM + 180_000, 'one của trạm'],
    ])
    expect(all[1]).toMatchObject({ attribution: 'power', overrun: false })
    expect(all[0]).toMatchObject({ station: 'HN-0001', cause: expect.any(String) as unknown })
    // began before the range: one still goes on, one ended in it, one was over
    expect((await ofRange(FROM + 1_200_000, TO)).map(({ text }) => text)).toEqual(['three của trạm', 'two của trạm'])
    expect(await ofRange(FROM - 7_200_000, FROM - 3_600_000)).toEqual([])
  })

  test('stations, ledger and health', async () => {
    const tiles = async (id: string, choices: Partial<Choices> = {}) =>
      Object.fromEntries((await seriesOfPanel(id, choices)).map(({ name, points }) => [name, points.at(-1)?.value]))
    expect(await tiles('stations')).toMatchObject({ Stations: 3, Connected: 2, Silent: 1, 'Not registered': 1 })
    expect(await tiles('stations', { operator: ['op-b'] })).toMatchObject({ Stations: 1, Connected: 0, Silent: 1 })
    expect(await tiles('pipeline')).toEqual({
      Received: 303,
      Accepted: 270,
      Duplicate: 18,
      Conflict: 3,
      Rejected: 9,
      Unreadable: 3,
      Published: 282,
      'Rejected with seq': 3,
      Missing: 9,
      'Realm clock': TO,
      'Log offset processed': 4711,
      'Dead letters kept': 2,
    })
  })

  test('a variable offers what the stations have', async () => {
    const offered = async (name: string) => {
      const { query } = english.templating.list.find((variable) => variable.name === name)!
      const rows = await ask(view(), query!)
      return rows.flatMap(({ values = [] }) => values.map((value) => value[1])).sort()
    }
    expect(await offered('operator')).toEqual(['op-a', 'op-b'])
    expect(await offered('zone')).toEqual(['hoa-lac', 'sai-gon.q1'])
    expect(await offered('vendor')).toEqual(['vendor-x', 'vendor-y'])
  })

  test('annotations: each event once, whole rows, and an end only where there is one', async () => {
    const marks = await Promise.all(
      english.annotations.list.map(async ({ name, target }) => {
        const rows = await ask(view(), target.query)
        return [name, rows.flatMap(({ columns, values = [] }) => values.map((value) => named(columns, value)))]
      }),
    )
    // below a second a point's time tells events apart that begin together
    const within = (t: number): unknown =>
      expect.toSatisfy((time: unknown) => Number(time) >= t && Number(time) < t + 1000)
    const common = { station: 'HN-0001' }
    const outage = { ...common, type: 'outage', cause: 'Fault', attribution: 'power' }
    expect(Object.fromEntries(marks)).toEqual({
      Outages: [{ ...outage, time: within(FROM + 60_000), to: FROM + 180_000 }],
      'Outages still open': [{ ...outage, time: within(FROM + 600_000) }],
      Maintenance: [
        { ...common, type: 'maintenance', time: within(FROM + 900_000), to: FROM + 1_800_000, text: 'three của trạm' },
      ],
    })
  })
})

const named = (columns: readonly string[], values: readonly unknown[]) =>
  Object.fromEntries(columns.map((column, i) => [column, values[i]]))

function panelOf(id: string): Panel {
  return FLEET_PAGE.panels.find((panel) => panel.id === id)!
}

function titleOf(kpi: string): string {
  return kpiById(kpi)!.title.en
}

/** Same windows with a value, same values; where the query model has none there must be a gap, not a 0. */
function expectPoints(
  drawn: readonly { readonly t: number; readonly value: unknown }[],
  expected: readonly { readonly t: number; readonly value: number | null }[],
): void {
  const values = <Value>(points: readonly { readonly t: number; readonly value: Value }[]) =>
    points.filter(({ value }) => value !== null)
  const [got, wanted] = [values(drawn), values(expected)]
  expect(got.map(({ t }) => t)).toEqual(wanted.map(({ t }) => t))
  for (const [i, { t, value }] of wanted.entries()) {
    const difference = Math.abs(Number(got[i]?.value) - Number(value))
    expect(difference, `at ${t}: ${String(got[i]?.value)} for ${value}`).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(Number(value))),
    )
  }
}
