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
  readonly probes: readonly ProbePlan[]
}

/** A probe: a sample every few seconds of this second on, of these UEs in turn. */
export interface ProbePlan {
  readonly samples: readonly { readonly at: number; readonly ue: number; readonly salt: number }[]
  readonly registry?: RegistryPlan | undefined
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
  /** Tells each report in so many messages more, the counters spread over them; of a correction only one. */
  readonly splits?: number
  /** Kinds of counters that it has, and the way in which it counts them. */
  readonly tells: readonly Family[]
  readonly way: number
  /** All that it counts is nothing. */
  readonly idle: boolean
  readonly alarms: readonly AlarmPlan[]
  /** Connects again at this second, and says less in that birth than in the first of its boot. */
  readonly connectsAgainAt?: number | undefined
  /** Sends no heartbeats. */
  readonly quiet?: boolean
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

export const FAMILIES = [
  'volume',
  'throughput',
  'distribution',
  'blocks',
  'access',
  'retain',
  'mobility',
  'delay',
  'loss',
  'users',
  'en-dc',
  'power',
] as const
export type Family = (typeof FAMILIES)[number]

export interface AlarmPlan extends Stretch {
  /** Of its power; else of its antenna. */
  readonly power: boolean
  /** Index of a cell; absent: the whole station. */
  readonly cell?: number | undefined
  /** Told so much after it was raised [s]. */
  readonly toldAfter: number
}

export interface CellPlan {
  readonly mode: 'SA' | 'NSA' | 'SA+NSA'
  readonly scsKHz: 15 | 30
  readonly nrb?: number | undefined
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
  readonly shared: boolean
  readonly domestic: boolean
  /** The sites that its licence allows; absent: it names no licence. */
  readonly cap?: number | undefined
}
