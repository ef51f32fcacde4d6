import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Level } from '../../../contract/mod.ts'
import { figureDifferences } from '../../support/oracle/figure-differences.ts'
import { makeWorld } from '../../support/oracle/make-world.ts'
import { storeOf } from '../../support/oracle/open-answers.ts'
import { fleetPlan } from '../../support/oracle/random-plan.ts'
import { run } from '../../support/oracle/run-world.ts'
import { settings, TIME_LIMIT_MS } from '../../support/oracle/settings.ts'
import { timeDifferences } from '../../support/oracle/time-differences.ts'
import { startOfWindow } from '../../support/oracle/windows.ts'
import { clockMs, type Said, secondOf, timeOf, type World } from '../../support/oracle/world.ts'

const HOURS_3_5_MS = 12_600_000

describe('later than the horizon of 10 s', () => {
  it(
    'five times and figures of every level above it',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fleetPlan({ stations: 1, minutes: 40 }),
          fc.record({ from: fc.nat(2400), lasts: fc.integer({ min: 10, max: 1200 }) }),
          fc.constantFrom<Level>('1m', '15m', '1h', '1d'),
          async (plan, late, level) => {
            const { world } = makeWorld(plan)
            const body = { boot: '1-1', seq: 0, t: world.t0 + HOURS_3_5_MS }
            const clock: Said = { station: 'CLOCK-1', kind: 'state', body }
            const isLate = (s: number) => s >= late.from && s < late.from + late.lasts
            const inTime = world.arrived.filter(
              (said) => said.kind === 'birth' || !isLate(secondOf(world, timeOf(said))),
            )
            const after = world.arrived.filter((said) => !inTime.includes(said))
            const whole: World = { ...world, arrived: [...world.arrived, clock] }
            const reduction = run([...world.control, ...inTime, clock, ...after], 50)
            expect(timeDifferences(reduction, whole, level)).toEqual([])
            const store = await storeOf(reduction, clockMs(whole), [level])
            const from = startOfWindow(level, world.t0 / 1000) * 1000
            const to = startOfWindow(level, world.t0 / 1000 + 2 * 86_400) * 1000
            const hours = level === '1d' ? to : world.t0 + 3_600_000
            const found = await figureDifferences(store, whole, [{ level, from, to: hours, by: ['station', 'cell'] }])
            await store.close()
            expect(found).toEqual([])
          },
        ),
        settings(4),
      )
    },
    TIME_LIMIT_MS,
  )
})
