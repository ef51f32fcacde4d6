import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FLEET_PAGE } from '../../../dashboards/mod.ts'
import { CLOCK_MS, consoleOverMadeFleet, type MadeConsole } from '../../support/console-over-made-fleet.ts'

interface FigureLike {
  value: number | null
  lo: number | null
  hi: number | null
  coverage: number | null
}
interface PageLike {
  realmClock: number
  from: number
  to: number
  stepMs: number
  zones: { id: string; name: string }[]
  panels: Record<string, Record<string, unknown> & { kind: string }>
}

let made: MadeConsole
beforeAll(async () => {
  made = await consoleOverMadeFleet({ figures: true })
})
afterAll(() => made.dispose())

/** Asks until no panel is still being computed: a busy machine takes longer than a panel is waited for. */
async function pageOf(query: string): Promise<PageLike> {
  const deadline = performance.now() + 30_000
  for (;;) {
    const response = await fetch(new URL(`/api/v1/pages/fleet?${query}`, made.console.url))
    expect(response.status).toBe(200)
    const page = (await response.json()) as PageLike
    if (Object.values(page.panels).every(({ kind }) => kind !== 'pending')) return page
    if (performance.now() > deadline) throw new Error('panels are still being computed after 30 s')
  }
}

async function kpiValue(query: string): Promise<FigureLike | undefined> {
  const url = new URL(`/api/v1/kpi?${query}`, made.console.url)
  const answer = (await (await fetch(url)).json()) as { results: { series: { points: FigureLike[] }[] }[] }
  return answer.results[0]?.series[0]?.points[0]
}

describe('the data of the fleet page', () => {
  it.each(FLEET_PAGE.ranges.map(({ id }) => id))('fills every panel over %s', async (range) => {
    const page = await pageOf(`range=${range}`)
    expect(Object.keys(page.panels)).toEqual(FLEET_PAGE.panels.map(({ id }) => id))
    expect(Object.entries(page.panels).filter(([, data]) => data.kind === 'failed')).toEqual([])
    expect(page.realmClock).toBe(CLOCK_MS)
  })

  it('shows the figures that the API gives for the same time', async () => {
    const page = await pageOf('range=1h')
    const { figures } = page.panels.availability as unknown as { figures: { kpi: string; figure: FigureLike }[] }
    for (const { kpi, figure } of figures) {
      const point = await kpiValue(`kpi=${kpi}&level=all&from=${page.from}&to=${page.to}`)
      expect(figure.value).not.toBeNull()
      expect(figure).toMatchObject({ value: point?.value, lo: point?.lo, hi: point?.hi, coverage: point?.coverage })
      expect(figure.lo).toBeLessThanOrEqual(figure.value ?? -1)
      expect(figure.hi).toBeGreaterThanOrEqual(figure.value ?? 101)
    }
  })

  it('stacks five times that add up to the time in service', async () => {
    const page = await pageOf('range=1h')
    const times = page.panels['five-times'] as unknown as {
      totals: Record<string, number>
      exp: number
      seconds: Record<string, number[]>
    }
    expect(Object.values(times.totals).reduce((sum, seconds) => sum + seconds, 0)).toBe(times.exp)
    // 36 cells over a whole minute
    const sumAt = (place: number) => Object.values(times.seconds).reduce((sum, list) => sum + (list[place] ?? 0), 0)
    expect(sumAt(0)).toBe(36 * 60)
    expect(times.totals.down).toBeGreaterThan(0)
    expect(times.totals.planned).toBe(3 * 20 * 60)
  })

  it('ranks the worst cells, and shows all figures of each', async () => {
    const page = await pageOf('range=1h')
    const table = page.panels['worst-cells'] as unknown as {
      rows: { by: Record<string, string>; figures: Record<string, FigureLike> }[]
      groups: number
      held: number
      flawless: number
    }
    expect(table.groups).toBe(36)
    expect(table.rows.length + table.held + table.flawless).toBe(36)
    const values = table.rows.map((row) => row.figures['CellAvail.Total']?.value ?? Number.NaN)
    expect(values).toEqual([...values].sort((a, b) => a - b))
    // nobody is among the worst who was never down
    expect(Math.max(...values)).toBeLessThan(100)
    expect(table.rows[0]?.by).toMatchObject({ station: 'HN-0005' })
    expect(table.rows[0]?.figures.DlUeThroughput?.value).toBeGreaterThan(0)
  })

  it('marks what is still open, and which unknown seconds are only on their way', async () => {
    const { panels } = await pageOf('range=1h')
    // the clock is at :37, reports cover 10 s: the window before is open until 30 s after its end, and so is whole
    const { lines } = panels['ue-throughput'] as unknown as { lines: { openFrom: number; value: unknown[] }[] }
    expect(lines.map(({ openFrom }) => openFrom)).toEqual([59, 59])
    const times = panels['five-times'] as unknown as {
      openFrom: number
      expected: number[]
      seconds: Record<string, number[]>
    }
    expect(times.openFrom).toBe(59)
    // all that is unknown in the made fleet is a station's silence: that is drawn, open or not
    expect(times.seconds.unknown?.at(-1)).toBe(3 * 37)
    expect(times.expected).toEqual(new Array(60).fill(0))
  })

  it('lists the events of the range, newest first, those of the zones chosen', async () => {
    type Events = { total: number; rows: { type: string; station: string; from: number; to: number | null }[] }
    const events = (await pageOf('range=1h')).panels.events as unknown as Events
    // BN-0001 saved energy until an hour ago, which is before the first window
    expect(events.total).toBe(4)
    expect(events.rows.map(({ station }) => station)).toEqual(['BN-0003', 'HCM-0002', 'HN-0005', 'HN-0002'])
    expect(events.rows[0]).toMatchObject({ type: 'outage', cell: '2', from: CLOCK_MS - 9 * 60_000, to: null })
    const within = (await pageOf('range=1h&zone=quan-1')).panels.events as unknown as Events
    expect(within.rows.map(({ station }) => station)).toEqual(['HCM-0002'])
  })

  it('limits everything but the comparison of zones to the zones chosen', async () => {
    const page = await pageOf('range=1h&zone=quan-1')
    expect(page.panels.stations).toMatchObject({ total: 3, silent: 1, cells: 9 })
    expect((page.panels.zones as unknown as { bars: unknown[] }).bars).toHaveLength(4)
    expect((page.panels.pipeline as unknown as { ledger: { stations: number } }).ledger.stations).toBe(3)
    const { panels } = await pageOf('range=1h&zone=yen-phong')
    const table = panels['worst-cells'] as unknown as { rows: { by: Record<string, string> }[] }
    expect(new Set(table.rows.map(({ by }) => by.zone))).toEqual(new Set(['yen-phong']))
  })

  it('has no value, never 0, for a zone that is not there', async () => {
    const page = await pageOf('range=1h&zone=nowhere')
    const { figures } = page.panels.availability as unknown as { figures: { figure: FigureLike & { na: string } }[] }
    for (const { figure } of figures) {
      expect(figure.value).toBeNull()
      expect(figure.na).toBe('never-reported')
    }
  })

  it('refuses another range, and a zone that can be none', async () => {
    for (const query of ['range=2h', 'range=1h&zone=a%20b', 'range=1h&zones=x']) {
      const response = await fetch(new URL(`/api/v1/pages/fleet?${query}`, made.console.url))
      expect(response.status).toBe(400)
    }
  })
})
