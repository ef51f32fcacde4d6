import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateKpi, KPIS, type KpiDefinition } from '../../../contract/mod.ts'
import { addUp } from '../../../store/query/add-up.ts'
import { extremesAmong, fieldsOfKpi } from '../../../store/query/kpi-fields.ts'
import { world } from '../../conformance/kpi-row-arbitrary.ts'
import { partsOf } from '../../support/kpi-parts.ts'
import { often } from '../../support/often.ts'

/** Rows of whatever table the KPI is read from, with its own parts. */
const rowsOf = (kpi: KpiDefinition) =>
  world({ from: 0, level: '1m', operator: 'op-a', kpis: [kpi] }).map(({ cellRows, stationRows }) =>
    (kpi.object === 'station' ? stationRows : cellRows).map((row) => new Map(Object.entries(partsOf(row)))),
  )

const asked = { elapsedS: 300, licensedSites: 140 }
// busy hours are made of hours, not of sums
const ofSums = KPIS.filter(({ formula }) => formula.kind !== 'busy-hour')

describe.each(ofSums.map((kpi): [string, KpiDefinition] => [kpi.id, kpi]))('%s, whatever the rows', (_, kpi) => {
  const rows = rowsOf(kpi)
  const once = { numRuns: often(20) }

  it('lies within its bounds, and says why where it has no value', () => {
    fc.assert(
      fc.property(rows, (cells) => {
        const figure = evaluateKpi(kpi, addUp(cells), cells, asked)
        const slack = 1e-9
        expect(figure.value === null).toBe(figure.na !== undefined)
        if (figure.value !== null) {
          // PRB used above PRB available is quarantined long before it gets here
          const isPossible = kpi.bounds !== 'utilisation' || figure.value <= 100
          if (figure.lo !== null) expect(figure.lo).toBeLessThanOrEqual(figure.value * (1 + slack) + slack)
          if (figure.hi !== null && isPossible)
            expect(figure.hi).toBeGreaterThanOrEqual(figure.value * (1 - slack) - slack)
        }
        if (figure.lo !== null && figure.hi !== null) expect(figure.lo).toBeLessThanOrEqual(figure.hi + slack)
        expect(figure.boundKind === 'none').toBe(figure.lo === null && figure.hi === null)
        for (const share of [figure.coverage, figure.suspectShare]) {
          if (share !== null) expect(share >= 0 && share <= 1).toBe(true)
        }
        for (const number of [figure.value, figure.lo, figure.hi, figure.n]) expect(Number.isNaN(number)).toBe(false)
      }),
      once,
    )
  })

  it('does not depend on the order of rows, nor on how they were summed before', () => {
    fc.assert(
      fc.property(
        rows.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(all.length)),
        ),
        ([all, shuffled, cut]) => {
          const parts = [addUp(shuffled.slice(0, cut)), addUp(shuffled.slice(cut))]
          expect(evaluateKpi(kpi, addUp(parts), [], asked)).toEqual(evaluateKpi(kpi, addUp(all), [], asked))
        },
      ),
      once,
    )
  })

  // what has no value of a greatest or least one is left out by the store, which asks for the seconds observed
  const isOfSums = extremesAmong(fieldsOfKpi(kpi)).length === 0
  if (!isOfSums) return
  it('is not moved by rows of zeros, nor by retired ones', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const zeros = all.map((row) => new Map([...row.keys()].map((field) => [field, 0])))
        expect(evaluateKpi(kpi, addUp([...all, ...zeros]), [], asked)).toEqual(evaluateKpi(kpi, addUp(all), [], asked))
      }),
      once,
    )
  })
})
