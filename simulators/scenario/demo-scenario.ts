import type { Fleet } from '../fleet/fleet.ts'
import { SeededRandom } from '../random.ts'
import type { Scenario, ScenarioEvent } from './scenario.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

export interface DemoOptions {
  readonly fleet: Fleet
  readonly seed: number
  /** Start of the live part [epoch ms]. */
  readonly nowMs: number
  /** False: no events before `nowMs` (a demo that continues has told its past already). */
  readonly history?: boolean
}

/**
 * What goes wrong in the demo. In the hour before `nowMs`: a registered maintenance that overruns by four minutes and a power
 * outage with a restart. After it: a station fault from +2 to +10 min, a backhaul cut from +4 to +9 min, a cut of the
 * management way alone from +32 to +37 min and a power outage from +47 to +50 min, each again every hour on another station.
 */
export function demoScenario({ fleet, seed, nowMs, history = true }: DemoOptions): Scenario {
  const random = new SeededRandom(seed)
  const now = Math.floor(nowMs / 1000) * 1000
  const ids = random.shuffled(fleet.stations.map(({ id }) => id))
  // Every event draws from its own part of the fleet, so that no station has two troubles at once
  const [worked = [], dark = [], faulty = [], cut = [], mute = [], unpowered = []] = parts(ids, 6)
  const at = (minutes: number) => now + minutes * MINUTE_MS
  const hourly = (stations: string[], from: number, to: number) => ({
    stations: stations.slice(0, 24),
    fromMs: at(from),
    toMs: at(to),
    everyMs: HOUR_MS,
  })
  const past: ScenarioEvent[] = history ? pastOf(worked, dark, now) : []
  return {
    events: [
      ...past,
      { kind: 'station-outage', cause: 'fault', ...hourly(faulty, 2, 10) },
      { kind: 'backhaul-cut', affectsService: true, ...hourly(cut, 4, 9) },
      { kind: 'backhaul-cut', affectsService: false, ...hourly(mute, 32, 37) },
      { kind: 'station-outage', cause: 'power', ...hourly(unpowered, 47, 50) },
    ],
  }
}

function pastOf(worked: string[], dark: string[], now: number): ScenarioEvent[] {
  const at = (minutes: number) => now + minutes * MINUTE_MS
  const [station] = worked
  const maintenance: ScenarioEvent[] =
    station === undefined
      ? []
      : [
          {
            kind: 'planned-maintenance',
            station,
            fromMs: at(-50),
            toMs: at(-26),
            window: {
              id: `demo-${now}`,
              registeredAtMs: at(-240),
              fromMs: at(-50),
              toMs: at(-30),
              ticket: 'MOP-0001',
            },
            by: 'demo',
            why: 'Nâng cấp phần mềm trạm (mô phỏng)',
            approvedBy: 'demo',
          },
        ]
  return [
    ...maintenance,
    { kind: 'station-outage', cause: 'power', stations: dark.slice(0, 1), fromMs: at(-24), toMs: at(-13) },
  ]
}

/** `n` lists of about equal length; with fewer items than lists the last ones stay empty. */
function parts<T>(items: readonly T[], n: number): T[][] {
  return Array.from({ length: n }, (_, part) => items.filter((_, i) => i % n === part))
}
