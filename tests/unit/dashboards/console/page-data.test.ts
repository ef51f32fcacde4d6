import { describe, expect, it } from 'vitest'
import type { Figure, PanelData } from '../../../../dashboards/console/page/wire.d.ts'
import { isCatchingUp } from '../../../../dashboards/console/page-data/catching-up.ts'
import { eventsData } from '../../../../dashboards/console/page-data/events-data.ts'
import { compareWorstFirst, isFlawless } from '../../../../dashboards/console/page-data/kpi-data.ts'
import { ledgerData } from '../../../../dashboards/console/page-data/ledger-data.ts'
import { scopeOf } from '../../../../dashboards/console/page-data/scope.ts'
import { stationsData } from '../../../../dashboards/console/page-data/stations-data.ts'
import { FLEET_PAGE } from '../../../../dashboards/panels/fleet-page.ts'
import type { EventsPanel, PipelinePanel } from '../../../../dashboards/panels/panel.ts'
import type { EventRow } from '../../../../store/mod.ts'
import { makeFleet } from '../../../support/made-fleet.ts'
import { pageModule } from '../../../support/page-module.ts'

const CLOCK = Date.UTC(2026, 10, 22, 5, 0, 30)
const figure = (value: number | null): Figure => ({
  value,
  lo: null,
  hi: null,
  boundKind: 'none',
  coverage: 1,
  suspectShare: null,
})

describe('the scope of a range', () => {
  it.each(FLEET_PAGE.ranges)('$id is whole windows up to the open one', (range) => {
    const { from, to, stepMs } = scopeOf(range, CLOCK, [])
    expect(to - from).toBe(range.lengthMs)
    expect(to - stepMs).toBeLessThanOrEqual(CLOCK)
    expect(to).toBeGreaterThan(CLOCK)
  })

  it('1 h at 12:00:30 in Vietnam begins at 11:01', () => {
    const range = FLEET_PAGE.ranges.find(({ id }) => id === '1h')
    expect(range && scopeOf(range, CLOCK, []).from).toBe(Date.UTC(2026, 10, 22, 4, 1))
  })
})

describe('worst first', () => {
  it('is ascending where higher is better, and what has no value is last', () => {
    const sorted = [figure(99), figure(null), figure(12), figure(100)].sort(compareWorstFirst('CellAvail.Total'))
    expect(sorted.map(({ value }) => value)).toEqual([12, 99, 100, null])
  })
})

describe('catching up', () => {
  const processor = { appliedOffset: 1, lagEntries: 0, messagesPerSecond: 0 }
  const store = { kind: 'duckdb', outbox: 0, lastWriteAt: null } as const
  it.each([
    ['nothing waits', { processor, store }, false],
    ['570 cells have their usual rows waiting', { processor, store: { ...store, outbox: 3500 } }, false],
    ['a history of hours waits to be written', { processor, store: { ...store, outbox: 48_000 } }, true],
    ['a log of hours waits to be read', { processor: { ...processor, lagEntries: 41_000 }, store }, true],
    ['the processor runs elsewhere', { processor: null, store: { ...store, outbox: 48_000 } }, false],
  ])('%s', (_, health, expected) => {
    expect(isCatchingUp(health, 570)).toBe(expected)
  })
})

describe('who is not among the worst', () => {
  it.each([
    ['CellAvail.Total', 100, true],
    ['CellAvail.Total', 99.9999, false],
    ['CellAvail.Total', null, false],
    // no value of these is as good as can be
    ['DlUeThroughput', 100, false],
    ['TrafficVolumeDl', 0, false],
  ] as const)('%s at %s: %s', (kpi, value, expected) => {
    expect(isFlawless(kpi, figure(value))).toBe(expected)
  })
})

describe('the list of events', () => {
  const panel = FLEET_PAGE.panels.find((candidate): candidate is EventsPanel => candidate.kind === 'events')
  if (panel === undefined) throw new Error('the fleet page has no events')
  const event = (id: string, station: string, from: number): EventRow => ({
    id,
    type: 'restart',
    from,
    to: from,
    station,
    cell: '',
    cause: 'power',
    text: id,
  })
  const texts = (data: PanelData) => (data.kind === 'events' ? data.rows.map(({ text }) => text) : [])
  const rows = [event('a', 'HN-0001', 1), event('b', 'HN-0002', 3), event('c', '', 2)]

  it('has the newest first, and the newest alone where there are too many', () => {
    expect(texts(eventsData(panel, rows))).toEqual(['b', 'c', 'a'])
    const few = eventsData({ ...panel, limit: 2 }, rows)
    expect(texts(few)).toEqual(['b', 'c'])
    expect(few.kind === 'events' && few.total).toBe(3)
  })

  it('keeps to the stations asked for, and what concerns several', () => {
    expect(texts(eventsData(panel, rows, new Set(['HN-0001'])))).toEqual(['c', 'a'])
  })

  it('leave out what turned out not to have been', () => {
    const withdrawn = rows.map((row) => (row.text === 'b' ? { ...row, to: row.from, cause: 'withdrawn' } : row))
    const data = eventsData(panel, withdrawn)
    expect(texts(data)).toEqual(['c', 'a'])
    expect(data.kind === 'events' && data.total).toBe(2)
  })
})

describe('the ledger of many stations', () => {
  const panel = FLEET_PAGE.panels.find((candidate): candidate is PipelinePanel => candidate.kind === 'pipeline')
  if (panel === undefined) throw new Error('the fleet page has no ledger')
  const { ledger } = makeFleet('sim-demo', CLOCK).batch

  it('sums every term, and both equations still close', async () => {
    const { equationGap } = await pageModule<{
      equationGap(equation: { total: string; terms: readonly string[] }, totals: Record<string, number>): number
    }>('panels/ledger-account.ts')
    const { LEDGER_EQUATIONS } = await import('../../../../dashboards/panels/ledger-terms.ts')
    const data = ledgerData(panel, ledger)
    expect(data.stations).toBe(12)
    expect(data.totals.accepted).toBe(ledger.reduce((sum, row) => sum + row.accepted, 0))
    expect(data.totals.rejected).toBe(5)
    expect(data.rejected).toEqual([
      { code: 'not-json', count: 3 },
      { code: 'wrong-type', count: 2 },
    ])
    for (const equation of LEDGER_EQUATIONS) expect(equationGap(equation, data.totals)).toBe(0)
    expect(equationGap(LEDGER_EQUATIONS[0]!, { ...data.totals, received: 0 })).toBe(-(data.totals.received ?? 0))
  })

  it('is limited to the stations asked for', () => {
    const data = ledgerData(panel, ledger, new Set(['BN-0002']))
    expect(data.rejected).toEqual([{ code: 'not-json', count: 3 }])
  })
})

describe('the list of stations', () => {
  const { stations } = makeFleet('sim-demo', CLOCK)

  it('begins with what needs attention', () => {
    const data = stationsData(stations, [])
    if (data.kind !== 'stations') throw new Error(`got ${data.kind}`)
    expect(data).toMatchObject({ total: 12, connected: 11, silent: 1, unregistered: 0, cells: 36 })
    expect(data.rows[0]?.station).toBe('HCM-0002')
    expect(data.rows.slice(1).map((row) => row.station)).toEqual(
      [...data.rows.slice(1).map((row) => row.station)].sort(),
    )
  })

  it('counts a clock that is off by more than 5 min to what needs attention', () => {
    const last = stations.length - 1
    const off = stations.map((row, i) => (i === last ? { ...row, clockOffsetMs: 300_001 } : row))
    const data = stationsData(off, [])
    if (data.kind !== 'stations') throw new Error(`got ${data.kind}`)
    expect(data.rows.filter((row) => row.clockOff).map((row) => row.station)).toEqual([off[last]?.station])
    expect(data.rows.slice(0, 2).map((row) => row.station)).toContain(off[last]?.station)
  })

  it('holds only the zones chosen', () => {
    const data = stationsData(stations, ['quan-1'])
    expect(data.kind === 'stations' && data.total).toBe(3)
  })
})

describe('sorting the ranking', () => {
  it('orders tags as text with numbers, figures by value, and what has none last either way', async () => {
    const { compareRows } = await pageModule<{
      compareRows(a: object, b: object, sort: { column: string; ascending: boolean }, panel: object): number
    }>('panels/table-panel.ts')
    const row = (cell: string, value: number | null) => ({ by: { cell }, figures: { k: figure(value) } })
    const rows = [row('10', 5), row('2', null), row('1', 7)]
    const order = (column: string, ascending: boolean) =>
      [...rows].sort((a, b) => compareRows(a, b, { column, ascending }, { by: ['cell'] })).map(({ by }) => by.cell)
    expect(order('cell', true)).toEqual(['1', '2', '10'])
    expect(order('cell', false)).toEqual(['10', '2', '1'])
    expect(order('k', true)).toEqual(['10', '1', '2'])
    expect(order('k', false)).toEqual(['1', '10', '2'])
  })
})
