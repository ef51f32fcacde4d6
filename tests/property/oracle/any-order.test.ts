import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEVELS, type Level } from '../../../contract/mod.ts'
import { partsOf } from '../../support/kpi-parts.ts'
import { makeWorld } from '../../support/oracle/make-world.ts'
import { fleetPlan } from '../../support/oracle/random-plan.ts'
import { type Mix, mixed, run, runWorld } from '../../support/oracle/run-world.ts'
import { settings, TIME_LIMIT_MS } from '../../support/oracle/settings.ts'
import { timeDifferences } from '../../support/oracle/time-differences.ts'
import type { Reduction } from '../../support/reduce.ts'

const mix: fc.Arbitrary<Mix> = fc.record({
  keys: fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { minLength: 1, maxLength: 101 }),
  again: fc.array(fc.nat(2000), { maxLength: 10 }),
  wordsAt: fc.constantFrom(-1, 0.5, 2),
})

const fleets = fleetPlan({ stations: 2, minutes: 40 })

/** Everything but `rev` of every row that has anything. */
function content(reduction: Reduction): Map<string, string> {
  const out = new Map<string, string>()
  for (const row of reduction.rows()) {
    const fields = Object.entries(partsOf(row)).filter(([, value]) => value !== 0)
    if (fields.length > 0)
      out.set(JSON.stringify([row.level, row.t, row.table, row.tags]), JSON.stringify(fields.sort()))
  }
  return out
}

function differences(a: Map<string, string>, b: Map<string, string>): string[] {
  const keys = [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key))
  return keys.slice(0, 6).map((key) => `${key}: ${a.get(key)} or ${b.get(key)}`)
}

describe('any order of delivery', () => {
  it(
    'five times are those of the oracle',
    () => {
      fc.assert(
        fc.property(
          fleets,
          mix,
          fc.constantFrom<Level>(...LEVELS),
          fc.integer({ min: 1, max: 400 }),
          (plan, order, level, settleEvery) => {
            const { world } = makeWorld(plan)
            expect(timeDifferences(run(mixed(world, order), settleEvery), world, level)).toEqual([])
          },
        ),
        settings(6),
      )
    },
    TIME_LIMIT_MS,
  )

  it(
    'every row is that of the order in which things were said',
    () => {
      fc.assert(
        fc.property(fleets, mix, fc.integer({ min: 1, max: 400 }), (plan, order, settleEvery) => {
          const { world } = makeWorld(plan)
          const other = content(run(mixed(world, order), settleEvery))
          expect(differences(other, content(runWorld(world)))).toEqual([])
        }),
        settings(6),
      )
    },
    TIME_LIMIT_MS,
  )
})
