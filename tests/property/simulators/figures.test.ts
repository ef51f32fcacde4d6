import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ZONE_TYPES } from '../../../contract/mod.ts'
import { TRIAL_2020_FLEET } from '../../../simulators/fleets/trial-2020.ts'
import { FIGURE, FIGURES } from '../../../simulators/model/cell-figures.ts'
import { CellLoad, PEAK_KBIT_PER_PRB_S } from '../../../simulators/model/cell-load.ts'
import { NOON, oneStation, readMade } from '../../unit/simulators/small-fleet.ts'
import { anyScenario } from './arbitraries.ts'

const HOUR = 3_600_000

describe('the figures of a cell in ten seconds', () => {
  const cells = TRIAL_2020_FLEET.stations.flatMap((station) => station.cells.map((cell) => ({ station, cell })))

  test('are physically possible', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 }),
        fc.constantFrom(...cells),
        fc.constantFrom(...ZONE_TYPES),
        fc.integer({ min: 0, max: 365 * 8640 }),
        fc.integer({ min: 0, max: 10 }),
        (seed, { station, cell }, zoneType, slotOfYear, upS) => {
          const out = new Float64Array(FIGURES)
          new CellLoad(seed, station.id, cell, zoneType).writeSlot(NOON / 10_000 + slotOfYear, upS, out)
          const f = (name: keyof typeof FIGURE) => out[FIGURE[name]]!
          expect([...out].every((value) => Number.isInteger(value) && value >= 0)).toBe(true)
          expect(f('prbAvailDl')).toBeLessThanOrEqual((cell.nrb * upS) / 10)
          expect(f('prbUsedDl')).toBeLessThanOrEqual(f('prbAvailDl'))
          expect(f('prbUsedUl')).toBeLessThanOrEqual(f('prbAvailUl'))
          const peakKbit = f('prbUsedDl') * PEAK_KBIT_PER_PRB_S * (cell.scsKHz / 15) * 10
          expect(f('volumeDl')).toBeLessThanOrEqual(peakKbit)
          expect(f('volumeUl')).toBeLessThanOrEqual(f('volumeDl'))
          expect(f('volumeDl') > 0).toBe(f('prbUsedDl') > 0)
          // Bursts are part of the volume, and nobody is faster than the cell
          expect(f('burstVolumeDl')).toBeLessThanOrEqual(f('volumeDl'))
          expect(f('burstVolumeUl')).toBeLessThanOrEqual(f('volumeUl'))
          const cellKbitPerMs = (cell.nrb * PEAK_KBIT_PER_PRB_S * (cell.scsKHz / 15)) / 1000
          expect(f('burstVolumeDl')).toBeLessThanOrEqual(f('burstTimeDl') * cellKbitPerMs)
          // Bursts of n users last at most n times the period
          expect(f('burstTimeDl')).toBeLessThanOrEqual(10_000 * f('maxActiveUe'))
          expect(f('maxActiveUe')).toBeLessThanOrEqual(f('maxConnected'))
          expect(f('connected')).toBeLessThanOrEqual(f('maxConnected'))
          expect(f('successes')).toBeLessThanOrEqual(f('attempts'))
          expect(f('abnormalReleases')).toBeLessThanOrEqual(f('releases'))
          expect(f('cellChangeSuccesses')).toBeLessThanOrEqual(f('cellChanges'))
          if (upS === 0) expect(out.every((value, i) => value === 0 || i === FIGURE.slots)).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

interface Report {
  readonly end: number
  readonly gp: number
  readonly cells: readonly { cell: string; suspect?: boolean; m: Record<string, number> }[]
  readonly station: { readonly m: Record<string, number> }
}

const MEANS = new Set(['RRU.PrbUsedDl', 'RRU.PrbAvailDl', 'RRU.PrbUsedUl', 'RRU.PrbAvailUl', 'RRC.ConnMean'])
const ACTIVE = 'DRB.MeanActiveUeDl'
const MAXIMA = new Set(['DRB.MaxActiveUeDl', 'RRC.ConnMax'])
const close = (value: number, expected: number, within: number) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(within + 1e-9)

/** Every value of a 900 s report against its 10 s reports; a cell that was out says nothing but that. */
function compare(long: Record<string, number>, parts: Record<string, number>[]): void {
  const whole = parts.length === 90
  const values = (name: string) => parts.map((m) => m[name] ?? 0)
  const sum = (name: string) => values(name).reduce((a, b) => a + b, 0)
  for (const [name, value] of Object.entries(long)) {
    // A mean is told to the thousandth; each part's own rounding adds up
    if (MEANS.has(name)) close(value, sum(name) / parts.length, 0.0005)
    else if (name === ACTIVE) whole && close(value, sum(name) / 90, 0.001)
    else if (MAXIMA.has(name)) expect(value).toBe(Math.max(...values(name)))
    else close(value, sum(name), 1e-6 * Math.max(1, value))
  }
}

describe('the 900 s report', () => {
  test('is the sum of its ninety 10 s reports (means weighted), whatever happens meanwhile', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const { voice, model } = oneStation(scenario)
        const said = readMade(voice, [...model.start(), ...model.advance(NOON + HOUR + 10_000)])
        const reports = said
          .filter(({ kind }) => kind === 'pm')
          .map(({ json }) => json as unknown as Report & { boot: string })
        const long = reports.filter(({ gp }) => gp === 900)
        for (const { end, cells, station, boot } of long as (Report & { boot: string })[]) {
          const parts = reports.filter((r) => r.gp === 10 && r.boot === boot && r.end > end - 900_000 && r.end <= end)
          cells.forEach(({ m }, i) => {
            compare(
              m,
              parts.map((part) => part.cells[i]!.m),
            )
          })
          compare(
            station.m,
            parts.map((part) => part.station.m),
          )
          expect(cells.some((cell) => cell.suspect)).toBe(parts.length < 90 || parts.some((p) => p.cells[0]!.suspect))
        }
      }),
      { numRuns: 30 },
    )
  })

  test('tells the same as 10 s reports do of a day without trouble', () => {
    const { voice, model } = oneStation()
    const said = readMade(voice, model.advance(NOON + 24 * HOUR + 10_000))
    const volume = (gp: number) =>
      said
        .filter(({ kind, json }) => kind === 'pm' && json.gp === gp)
        .flatMap(({ json }) => (json as unknown as Report).cells)
        .reduce((kbit, { m }) => kbit + Math.round(m['DRB.PdcpSduVolumeDL']! * 1000), 0)
    expect(volume(900)).toBeGreaterThan(0)
    // The last 10 s report lies behind the last quarter
    const [last] = said.filter(({ json }) => json.gp === 10 && json.end === NOON + 24 * HOUR + 10_000)
    const extra =
      last === undefined
        ? 0
        : (last.json as unknown as Report).cells.reduce(
            (s, { m }) => s + Math.round(m['DRB.PdcpSduVolumeDL']! * 1000),
            0,
          )
    expect(volume(10) - extra).toBe(volume(900))
  })
})
