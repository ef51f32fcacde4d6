import fc from 'fast-check'
import {
  type CellPlan,
  type Episode,
  FAMILIES,
  type FleetPlan,
  type ProbePlan,
  type RegistryPlan,
  type StationPlan,
  type Stretch,
} from './plan.ts'

const second = (max: number) => fc.integer({ min: 0, max })
const stretch = (max: number, longest: number): fc.Arbitrary<Stretch> =>
  fc.record({ at: second(max), lasts: fc.integer({ min: 1, max: longest }) })
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const picks = (most: number) => fc.uniqueArray(fc.nat(9_999), { maxLength: most })

function cellPlan(spanS: number): fc.Arbitrary<CellPlan> {
  return fc.record({
    mode: fc.constantFrom('SA', 'NSA', 'SA+NSA'),
    scsKHz: fc.constantFrom(15, 30),
    nrb: perhaps(fc.constantFrom(51, 273)),
    tellsState: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    episodes: fc.array(
      stretch(spanS, 700).chain((when) =>
        fc
          .constantFrom<Episode>(
            'failed',
            'locked',
            'cut-off',
            'saving',
            'testing',
            'not-installed',
            'shutting-down',
            'idle',
          )
          .map((what) => ({ ...when, what })),
      ),
      { maxLength: 3 },
    ),
  })
}

function stationPlan(spanS: number): fc.Arbitrary<StationPlan> {
  return fc.record({
    beginsAt: second(300),
    hb: fc.constantFrom(60, 60, 30, 20, 120),
    gps: fc.subarray([10, 60, 300, 900]),
    oddGps: fc.subarray([30, 90, 450]),
    cells: fc.array(cellPlan(spanS), { minLength: 1, maxLength: 3 }),
    restart: perhaps(
      fc.record({
        at: fc.integer({ min: 310, max: spanS }),
        lasts: fc.integer({ min: 1, max: 500 }),
        reason: fc.constantFrom('power', 'watchdog', 'operator', 'upgrade', 'unknown'),
        birthAfter: second(60),
      }),
    ),
    connectsAgainAt: perhaps(second(spanS)),
    lost: picks(8),
    lostStretch: perhaps(stretch(spanS, 900)),
    corrected: picks(4),
    suspect: picks(4),
    thinned: picks(6),
    excessive: picks(3),
    splits: fc.constantFrom(0, 0, 0, 1, 2),
    leavesOutDown: fc.boolean(),
    behindMs: fc.constantFrom(0, 0, 1, 500, 999),
    // few kinds at once: a report of all hundred counters takes long
    tells: fc.subarray([...FAMILIES], { minLength: 1, maxLength: 5 }),
    way: fc.nat(8),
    idle: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    alarms: fc.array(
      stretch(spanS, 1200).chain((when) =>
        fc
          .record({ power: fc.boolean(), cell: perhaps(fc.nat(2)), toldAfter: fc.constantFrom(0, 0, 40) })
          .map((what) => ({ ...when, ...what })),
      ),
      { maxLength: 3 },
    ),
    registry: perhaps(registryPlan(spanS)),
  })
}

function registryPlan(spanS: number): fc.Arbitrary<RegistryPlan> {
  return fc.record({
    zone: fc.constantFrom('hoa-lac', 'cau-giay'),
    operator: fc.constantFrom('op-a', 'op-b'),
    movesAt: perhaps(fc.integer({ min: 1, max: spanS })),
    inServiceFrom: perhaps(fc.integer({ min: 300, max: spanS })),
    inServiceTo: perhaps(second(spanS)),
    shared: fc.boolean(),
    domestic: fc.boolean(),
    cap: perhaps(fc.constantFrom(5, 50)),
  })
}

/** Samples close enough to be too soon now and then, and at the same instant. */
function probePlan(spanS: number): fc.Arbitrary<ProbePlan> {
  return fc.record({
    samples: fc.array(fc.record({ at: fc.nat(spanS / 5).map((at) => at * 5), ue: fc.nat(1), salt: fc.nat(999) }), {
      minLength: 1,
      maxLength: 60,
    }),
    registry: perhaps(registryPlan(spanS)),
  })
}

/** Fleets of `min` to `max` stations over `minutes` at most. */
export function fleetPlan(most: { readonly stations: number; readonly minutes: number }): fc.Arbitrary<FleetPlan> {
  return fc.integer({ min: 15, max: most.minutes }).chain((minutes) => {
    const spanS = minutes * 60
    return fc.record({
      hour: fc.constantFrom(5, 16),
      spanS: fc.constant(spanS),
      stations: fc.array(stationPlan(spanS), { minLength: 1, maxLength: most.stations }),
      away: fc.array(stretch(spanS, 600), { maxLength: 2 }),
      ticks: fc.constantFrom('every-5-s', 'since'),
      works: fc.array(
        fc.record({
          at: second(spanS),
          lasts: fc.integer({ min: 60, max: 1500 }),
          station: fc.nat(most.stations - 1),
          cell: perhaps(fc.nat(2)),
          closedAt: perhaps(second(spanS)),
        }),
        { maxLength: 4 },
      ),
      probes: fc.array(probePlan(spanS), { maxLength: 1 }),
    })
  })
}
