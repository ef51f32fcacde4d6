import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEVELS } from '../../../contract/mod.ts'
import { makeWorld, STATION_IDS } from '../../support/oracle/make-world.ts'
import { fleetPlan } from '../../support/oracle/random-plan.ts'
import { inOrder, run } from '../../support/oracle/run-world.ts'
import { settings, TIME_LIMIT_MS } from '../../support/oracle/settings.ts'
import { timeDifferences } from '../../support/oracle/time-differences.ts'
import { withAdditions } from '../../support/oracle/with-counters.ts'

/** Of a period of 1000 s. */
const amount = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 240 }) },
)

const additions = fc.record({
  amounts: fc.array(fc.tuple(amount, amount, amount, amount), { minLength: 1, maxLength: 5 }),
  odd: fc.integer({ min: 4, max: 40 }),
  declared: fc.array(
    fc.record({
      station: fc.constantFrom(...STATION_IDS.slice(0, 2)),
      cell: fc.constantFrom('', '/1', '/2'),
      at: fc.integer({ min: 0, max: 3600 }),
      lasts: fc.integer({ min: 1, max: 1500 }),
    }),
    { maxLength: 3 },
  ),
  withdrawn: fc.boolean(),
})

describe('counters of stations, declared outages, stations as a whole and outages against the oracle', () => {
  it(
    'of every window, exact to the second, settled now and then',
    () => {
      fc.assert(
        fc.property(
          fleetPlan({ stations: 2, minutes: 60 }),
          additions,
          fc.constantFrom(...LEVELS),
          fc.constantFrom(7, 100, 1e9),
          (plan, added, level, settleEvery) => {
            const world = withAdditions(makeWorld(plan).world, added)
            expect(timeDifferences(run(inOrder(world), settleEvery), world, level)).toEqual([])
          },
        ),
        settings(14),
      )
    },
    TIME_LIMIT_MS,
  )
})
