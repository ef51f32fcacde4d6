import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fleet, FleetStation } from '../../../simulators/fleet/fleet.ts'
import { TRIAL_2020_FLEET } from '../../../simulators/fleets/trial-2020.ts'
import { COARSE_CADENCE, type Phase } from '../../../simulators/model/cadence.ts'
import { TOPIC_OF_NOTE } from '../../../simulators/model/note.ts'
import { QUIET, type Scenario } from '../../../simulators/scenario/scenario.ts'
import { partsOf } from '../../support/kpi-parts.ts'
import { Reduction } from '../../support/reduce.ts'
import { firstOf, NOON, oneStation, readMade, smallFleet } from '../../unit/simulators/small-fleet.ts'
import { anyScenario } from './arbitraries.ts'

const HOUR = 3_600_000
const ALWAYS_COARSE: Phase[] = [{ fromMs: Number.NEGATIVE_INFINITY, cadence: COARSE_CADENCE }]
const WRAP = 2 ** 32

interface Report {
  readonly boot: string
  readonly end: number
  readonly gp: number
  readonly total?: readonly string[]
  readonly wrap?: Readonly<Record<string, number>>
  readonly cells: readonly { readonly cell: string; readonly m: Readonly<Record<string, number>> }[]
}

/** The first station of the trial as one that tells its counters so. */
function fleetWith(vendor: object, station: Partial<FleetStation>): Fleet {
  const fleet = smallFleet(1)
  return {
    ...fleet,
    vendors: fleet.vendors.map((each) => ({ ...each, ...vendor })),
    stations: [{ ...firstOf(fleet), ...station }],
  }
}

const TOTALS = { counters: 'running-totals', wrapsAtKbit: WRAP } as const
const SPLITS = { splits: ['5qi', 'snssai', 'plmn'], guests: ['nha-mang-b'] } satisfies Partial<FleetStation>

function said(fleet: Fleet, scenario: Scenario, { hours = 1, phases = undefined as Phase[] | undefined } = {}) {
  const { voice, model } = oneStation(scenario, NOON, phases, fleet)
  const made = [...model.start(), ...model.advance(NOON + hours * HOUR)]
  const reports = readMade(voice, made)
    .filter(({ kind }) => kind === 'pm')
    .map(({ json }) => json as unknown as Report)
  return { voice, made, reports }
}

const MEMBERS = [
  ['5qi', 3],
  ['snssai', 2],
  ['plmn', 2],
] as const

/** Of a cell's values those of one kind of member, by counter: `DRB.PdcpSduVolumeDL` → its values. */
function partsByCounter(m: Readonly<Record<string, number>>, dimension: string): Map<string, number[]> {
  const parts = new Map<string, number[]>()
  for (const [name, value] of Object.entries(m)) {
    const at = name.lastIndexOf('.')
    if (name.slice(at + 1).startsWith(dimension))
      parts.set(name.slice(0, at), [...(parts.get(name.slice(0, at)) ?? []), value])
  }
  return parts
}

describe('sub-counters of a cell', () => {
  test('add up to the cell, in reports of 15 min alone, whatever happens', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const wrong: unknown[] = []
        for (const { end, gp, cells } of said(fleetWith({}, SPLITS), scenario).reports) {
          for (const { cell, m } of cells) {
            for (const [dimension, members] of MEMBERS) {
              const parts = partsByCounter(m, dimension)
              const isTold = gp === 900 && m['DRB.PdcpSduVolumeDL'] !== undefined
              if (parts.size !== (isTold ? 6 : 0)) wrong.push([end, gp, cell, dimension, parts.size])
              for (const [name, values] of parts) {
                // Mbit to the kbit: whole numbers add up, thousandths nearly
                const sum = Math.round(values.reduce((a, b) => a + b, 0) * 1000)
                const adds =
                  values.length === members && Math.min(...values) >= 0 && sum === Math.round(m[name]! * 1000)
                if (!adds) wrong.push([end, cell, name, values, m[name]])
              }
            }
          }
        }
        expect(wrong).toEqual([])
      }),
      { numRuns: 10 },
    )
  })

  test('name the PLMNs that the birth broadcasts, its own and that of its guests', () => {
    const { voice, made, reports } = said(fleetWith({}, SPLITS), QUIET)
    const [birth] = readMade(voice, made)
    const cells = birth!.json.cells as { plmns: string[] }[]
    expect(cells.map(({ plmns }) => plmns)).toEqual(Array(3).fill(['452-91', '452-92']))
    const names = Object.keys(reports.find(({ gp }) => gp === 900)!.cells[0]!.m)
    expect(names.filter((name) => name.startsWith('DRB.PdcpSduVolumeDL.'))).toEqual([
      'DRB.PdcpSduVolumeDL.5qi9',
      'DRB.PdcpSduVolumeDL.5qi8',
      'DRB.PdcpSduVolumeDL.5qi7',
      'DRB.PdcpSduVolumeDL.snssai1-000001',
      'DRB.PdcpSduVolumeDL.snssai2-000001',
      'DRB.PdcpSduVolumeDL.plmn452-91',
      'DRB.PdcpSduVolumeDL.plmn452-92',
    ])
  })
})

describe('running totals', () => {
  test('are the increments since the start of the boot, added up, whatever happens', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const increments = said(fleetWith({}, SPLITS), scenario).reports
        const totals = said(fleetWith(TOTALS, SPLITS), scenario).reports
        expect(totals.map(({ boot, end, gp }) => [boot, end, gp])).toEqual(
          increments.map(({ boot, end, gp }) => [boot, end, gp]),
        )
        const sums = new Map<string, number>()
        const wrong: unknown[] = []
        totals.forEach((report, r) => {
          report.cells.forEach(({ cell, m }, c) => {
            for (const name of report.total!) {
              const key = `${report.boot} ${cell} ${name}`
              // A cell that did not serve counts nothing, and says so by a total that stands still
              const step = Math.round((increments[r]!.cells[c]!.m[name] ?? 0) * 1000)
              if (report.gp === 10) sums.set(key, (sums.get(key) ?? 0) + step)
              if (Math.round(m[name]! * 1000) !== (sums.get(key) ?? 0))
                wrong.push([report.end, key, m[name], sums.get(key)])
            }
          })
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 10 },
    )
  })

  test('are the same bytes in whatever order they are asked for', () => {
    const scenario: Scenario = {
      events: [
        {
          kind: 'station-outage',
          cause: 'power',
          stations: ['HN-0001'],
          fromMs: NOON + HOUR,
          toMs: NOON + HOUR + 90_000,
        },
      ],
    }
    const fleet = fleetWith(TOTALS, SPLITS)
    const { voice, made } = said(fleet, scenario, { hours: 3 })
    const again = oneStation(scenario, NOON, undefined, fleet).voice
    const texts = (order: typeof made, from: typeof voice) =>
      new Map(order.map(({ boot, note }) => [`${boot.boot.n}/${note.seq}`, from.text(boot, note)]))
    const forward = texts(made, voice)
    const backward = texts([...made].reverse(), again)
    for (const [key, text] of forward) expect(backward.get(key)).toBe(text)
  })

  test('begin again at 0 where the report declares it, and make the same figures as increments, restart and split included', () => {
    // A busy carrier of 100 MHz: 2^32 kbit in some hours
    const busy = TRIAL_2020_FLEET.stations.find(({ id }) => id === 'HN-0001')!
    const scenario: Scenario = {
      events: [
        {
          kind: 'station-outage',
          cause: 'power',
          stations: [busy.id],
          fromMs: NOON + 2 * HOUR + 400_000,
          toMs: NOON + 2 * HOUR + 700_000,
        },
      ],
    }
    const figures = (vendor: object) => {
      const fleet = fleetWith(vendor, SPLITS)
      const { voice, made, reports } = said(fleet, scenario, { hours: 30, phases: ALWAYS_COARSE })
      const run = new Reduction()
      for (const { boot, note } of made) run.send(busy.id, TOPIC_OF_NOTE[note.kind], JSON.parse(voice.text(boot, note)))
      run.settle()
      const rows = run
        .rows()
        .filter(({ table, level }) => (table === 'cell_kpi' || table === 'cell_kpi_sub') && level === '1h')
        .map((row) => {
          const parts = partsOf(row)
          const { cell, split = '', member = '' } = row.tags
          const own = ['DlUeThroughput.vol', 'DlUeThroughput.time', 'TrafficVolumeDl.vol', 'UlUeThroughput.vol']
          return [`${row.t} ${cell} ${split} ${member}`, ...own.map((field) => parts[field])]
        })
        .sort()
      return { rows, reports, fell: run.events('counter-fell') }
    }
    const byTotals = figures(TOTALS)
    expect(byTotals.reports[0]!.wrap).toEqual({ 'VS.DRB.UEThpVolDl': WRAP, 'VS.DRB.UEThpVolUl': WRAP })
    const told = byTotals.reports.map(({ cells }) => cells[0]!.m['VS.DRB.UEThpVolDl']!)
    const falls = told.filter((value, i) => value < (told[i - 1] ?? 0))
    // One by the restart, the others by the wrap
    expect(falls.length).toBeGreaterThan(1)
    expect(Math.max(...told)).toBeLessThan(WRAP)
    expect(byTotals.fell).toEqual([])
    const byIncrements = figures({})
    expect(byIncrements.rows.length).toBeGreaterThan(100)
    expect(byTotals.rows).toEqual(byIncrements.rows)
  })
})

test('the trial fleet has stations of each kind', () => {
  const kinds = TRIAL_2020_FLEET.stations.map(({ splits = [], vendor }) => [vendor, ...splits].join(' '))
  expect(new Set(kinds)).toEqual(
    new Set([
      'nha-san-xuat-x',
      'nha-san-xuat-y',
      'nha-san-xuat-z',
      'nha-san-xuat-x 5qi snssai',
      'nha-san-xuat-y 5qi',
      'nha-san-xuat-x 5qi snssai plmn',
      'nha-san-xuat-y 5qi plmn',
    ]),
  )
})
