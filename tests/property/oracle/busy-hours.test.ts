import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUSY_HOURS } from '../../support/oracle/busy-hours.ts'
import { figureDifferences } from '../../support/oracle/figure-differences.ts'
import type { Question } from '../../support/oracle/groups.ts'
import { makeWorld } from '../../support/oracle/make-world.ts'
import { storeOf } from '../../support/oracle/open-answers.ts'
import type { FleetPlan } from '../../support/oracle/plan.ts'
import { fleetPlan } from '../../support/oracle/random-plan.ts'
import { runWorld } from '../../support/oracle/run-world.ts'
import { settings, TIME_LIMIT_MS } from '../../support/oracle/settings.ts'
import { startOfWindow } from '../../support/oracle/windows.ts'
import { clockMs } from '../../support/oracle/world.ts'

const HOUR_S = 3600

/** Fleets that say little, for days: only hours and days matter here. */
const days = fc
  .record({
    plan: fleetPlan({ stations: 2, minutes: 40 }),
    hours: fc.integer({ min: 20, max: 60 }),
    move: fc.boolean(),
  })
  .map(({ plan, hours, move }): FleetPlan => {
    const movesAt = move ? Math.floor(hours / 2) * HOUR_S + 900 : undefined
    return {
      ...plan,
      spanS: hours * HOUR_S,
      ticks: 'since',
      stations: plan.stations.map((station, i) => ({
        ...station,
        quiet: true,
        gps: i === 0 ? [900] : [HOUR_S],
        oddGps: [],
        tells: ['volume'],
        cells: station.cells.map((cell) => ({ ...cell, tellsState: false, episodes: [] })),
        lostStretch: station.lostStretch && { at: 7 * HOUR_S, lasts: 5 * HOUR_S },
        registry: station.registry && {
          ...station.registry,
          inServiceFrom: undefined,
          inServiceTo: undefined,
          movesAt,
        },
      })),
    }
  })

describe('busy hours against the oracle', () => {
  it(
    'of days, of all days, and of any stretch of them',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          days,
          fc.constantFrom<Question['by']>([], ['zone'], ['operator'], ['station'], ['station', 'cell']),
          fc.nat(8 * 360),
          async (plan, by, begins) => {
            const { world } = makeWorld(plan)
            const clock = clockMs(world)
            const store = await storeOf(runWorld(world), clock, ['1h', '1d'])
            const day = (ms: number) => startOfWindow('1d', ms / 1000) * 1000
            const found = await figureDifferences(
              store,
              world,
              [
                { level: '1d', by, from: day(world.t0), to: day(clock) + 86_400_000 },
                { level: 'all', by, from: world.t0 + begins * 10_000, to: Math.floor(clock / 10_000 - 123) * 10_000 },
              ],
              BUSY_HOURS,
            )
            await store.close()
            expect(found).toEqual([])
          },
        ),
        settings(2),
      )
    },
    TIME_LIMIT_MS,
  )
})
