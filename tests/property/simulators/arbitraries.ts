import fc from 'fast-check'
import type { Scenario, ScenarioEvent } from '../../../simulators/scenario/scenario.ts'
import { NOON } from '../../unit/simulators/small-fleet.ts'

const MINUTE = 60_000

/** Two hours from noon, in whole seconds. */
const interval = fc
  .tuple(fc.integer({ min: 0, max: 7000 }), fc.integer({ min: 1, max: 1500 }))
  .map(([fromS, lastsS]) => ({ fromMs: NOON + fromS * 1000, toMs: NOON + (fromS + lastsS) * 1000 }))

const everyMs = fc.constantFrom(undefined, 30 * MINUTE, 60 * MINUTE)
const cells = fc.constantFrom(undefined, ['2'], ['1', '3'])

const repeated = fc.tuple(interval, everyMs).map(([times, every]) => ({
  ...times,
  stations: ['HN-0001'],
  ...(every !== undefined && { everyMs: every }),
}))

const fault = fc.tuple(repeated, cells).map(
  ([event, hit]): ScenarioEvent => ({
    kind: 'station-outage',
    cause: 'fault',
    ...event,
    ...(hit !== undefined && { cells: hit }),
  }),
)

const power = repeated.map((event): ScenarioEvent => ({ kind: 'station-outage', cause: 'power', ...event }))

const cut = fc
  .tuple(repeated, fc.boolean())
  .map(([event, affectsService]): ScenarioEvent => ({ kind: 'backhaul-cut', affectsService, ...event }))

const maintenance = fc.tuple(interval, cells).map(
  ([times, hit]): ScenarioEvent => ({
    kind: 'planned-maintenance',
    station: 'HN-0001',
    ...times,
    ...(hit !== undefined && { cells: hit }),
    window: { id: 'w', registeredAtMs: NOON - 1, ...times },
    by: 'somebody',
    why: 'work',
  }),
)

/** Whatever may happen to station HN-0001, overlaps included. */
export const anyScenario: fc.Arbitrary<Scenario> = fc
  .array(fc.oneof(fault, power, cut, maintenance), { maxLength: 5 })
  .map((events) => ({ events }))
