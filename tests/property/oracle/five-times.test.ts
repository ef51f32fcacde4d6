import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEVELS } from '../../../contract/mod.ts'
import { makeWorld } from '../../support/oracle/make-world.ts'
import { fleetPlan } from '../../support/oracle/random-plan.ts'
import { runWorld } from '../../support/oracle/run-world.ts'
import { settings, TIME_LIMIT_MS } from '../../support/oracle/settings.ts'
import { timeDifferences } from '../../support/oracle/time-differences.ts'

describe('five times against the oracle', () => {
  it(
    'of every window of every cell, exact to the second',
    () => {
      fc.assert(
        fc.property(fleetPlan({ stations: 2, minutes: 60 }), fc.constantFrom(...LEVELS), (plan, level) => {
          const { world } = makeWorld(plan)
          expect(timeDifferences(runWorld(world), world, level)).toEqual([])
        }),
        settings(12),
      )
    },
    TIME_LIMIT_MS,
  )
})
