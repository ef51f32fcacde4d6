import fc from 'fast-check'

/** What a random fleet will do, small enough to be shrunk: everything else follows from it. */
export interface FleetPlan {
  /** Hour of the day in UTC at which it begins: 16 crosses midnight in Vietnam after an hour. */
  readonly hour: number
  readonly spanS: number
  readonly stations: readonly StationPlan[]
  /** Our own side: away for these stretches. */
  readonly away: readonly Stretch[]
  readonly ticks: 'every-5-s' | 'since'
  readonly works: readonly WorkPlan[]
}

export interface Stretch {
  readonly at: number
  readonly lasts: number
}

export interface WorkPlan extends Stretch {
  readonly station: number
  /** Index of a cell; absent: the whole station. */
  readonly cell?: number | undefined
  /** Closed early at this second. */
  readonly closedAt?: number | undefined
}

export interface StationPlan {
  readonly beginsAt: number
  readonly hb: number
  readonly gps: readonly number[]
  /** A period of an odd length that lies anywhere. */
  readonly oddGps: readonly number[]
  readonly cells: readonly CellPlan[]
  readonly restart?: RestartPlan | undefined
  /** Picks among its messages, by number modulo how many there are. */
  readonly lost: readonly number[]
  readonly lostStretch?: Stretch | undefined
  /** Picks among its reports. */
  readonly corrected: readonly number[]
  readonly suspect: readonly number[]
  readonly thinned: readonly number[]
  readonly excessive: readonly number[]
  /** Attempts and blocks come at an even rate; successes and use vary all the same. */
  readonly steady?: boolean
  /** Cells that are down are left out of reports. */
  readonly leavesOutDown: boolean
  /** States and heartbeats are told this much behind their second [ms]. */
  readonly behindMs: number
  /** Registry: zone and operator, the zone that it moves to, in-service dates; absent: not registered. */
  readonly registry?: RegistryPlan | undefined
}

export interface RestartPlan extends Stretch {
  readonly reason: 'power' | 'watchdog' | 'operator' | 'upgrade' | 'unknown'
  /** From the start of the new boot to its birth [s]. */
  readonly birthAfter: number
}

export interface CellPlan {
  readonly mode: 'SA' | 'NSA' | 'SA+NSA'
  readonly scsKHz: 15 | 30
  readonly tellsState: boolean
  readonly episodes: readonly (Stretch & { readonly what: Episode })[]
}
export type Episode =
  | 'failed'
  | 'locked'
  | 'cut-off'
  | 'saving'
  | 'testing'
  | 'not-installed'
  | 'shutting-down'
  | 'idle'

export interface RegistryPlan {
  readonly zone: 'hoa-lac' | 'cau-giay'
  readonly operator: 'op-a' | 'op-b'
  readonly movesAt?: number | undefined
  readonly inServiceFrom?: number | undefined
  readonly inServiceTo?: number | undefined
}

const second = (max: number) => fc.integer({ min: 0, max })
const stretch = (max: number, longest: number): fc.Arbitrary<Stretch> =>
  fc.record({ at: second(max), lasts: fc.integer({ min: 1, max: longest }) })
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const picks = (most: number) => fc.uniqueArray(fc.nat(9_999), { maxLength: most })

function cellPlan(spanS: number): fc.Arbitrary<CellPlan> {
  return fc.record({
    mode: fc.constantFrom('SA', 'NSA', 'SA+NSA'),
    scsKHz: fc.constantFrom(15, 30),
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
  // periods that overlap others in part are a case of its own: disagreements.test.ts
  const odd = fc.constantFrom([], [30], [90], [450])
  const both = fc.record({ gps: fc.subarray([10, 60, 300, 900]), oddGps: odd })
  return both.chain(({ gps, oddGps }) => {
    const periods = { gps: fc.constant(gps), oddGps: fc.constant(gps.includes(300) ? [] : oddGps) }
    return stationWith(spanS, periods)
  })
}

function stationWith(
  spanS: number,
  periods: { gps: fc.Arbitrary<readonly number[]>; oddGps: fc.Arbitrary<readonly number[]> },
): fc.Arbitrary<StationPlan> {
  return fc.record({
    beginsAt: second(300),
    hb: fc.constantFrom(60, 60, 30, 20, 120),
    ...periods,
    cells: fc.array(cellPlan(spanS), { minLength: 1, maxLength: 3 }),
    restart: perhaps(
      fc.record({
        at: fc.integer({ min: 310, max: spanS }),
        lasts: fc.integer({ min: 1, max: 500 }),
        reason: fc.constantFrom('power', 'watchdog', 'operator', 'upgrade', 'unknown'),
        birthAfter: second(60),
      }),
    ),
    lost: picks(8),
    lostStretch: perhaps(stretch(spanS, 900)),
    corrected: picks(4),
    suspect: picks(4),
    thinned: picks(6),
    excessive: picks(3),
    leavesOutDown: fc.boolean(),
    behindMs: fc.constantFrom(0, 0, 1, 500, 999),
    registry: perhaps(
      fc.record({
        zone: fc.constantFrom('hoa-lac', 'cau-giay'),
        operator: fc.constantFrom('op-a', 'op-b'),
        movesAt: perhaps(fc.integer({ min: 1, max: spanS })),
        inServiceFrom: perhaps(fc.integer({ min: 300, max: spanS })),
        inServiceTo: perhaps(second(spanS)),
      }),
    ),
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
    })
  })
}
